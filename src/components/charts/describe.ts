import { show } from '../../lib/experiments/claims.ts';
import { isDrawable } from './axes.ts';
import type { ChartLine, YScale } from './chart.ts';

/** The chart in words, for those who do not see it: where each line begins and ends. */
export function describeLines(lines: readonly ChartLine[], yScale: YScale): string {
  const sentences = lines.flatMap(({ label, points, live = false }) => {
    const drawn = points.filter(({ y }) => isDrawable(y, yScale));
    const [first, last] = [drawn[0], drawn.at(-1)];
    if (label === '' || first === undefined || last === undefined) return [];
    const name = live ? `${label}, this run` : label;
    return first === last
      ? [`${name}: ${show(first.y)} at ${show(first.x)}.`]
      : [`${name}: from ${show(first.y)} at ${show(first.x)} to ${show(last.y)} at ${show(last.x)}.`];
  });
  return sentences.length === 0 ? 'Nothing is drawn yet.' : sentences.join(' ');
}
