import { show } from '../../lib/experiments/claims.ts';
import { isDrawable } from './axes.ts';
import type { Category, ChartLine, ChartPoint, YScale } from './chart.ts';

/** The chart in words, for those who do not see it: where each line begins and ends, how high bars and dots stand. */
export function describeLines(lines: readonly ChartLine[], yScale: YScale, categories: readonly Category[] = []): string {
  const sentences = lines.flatMap((line) => {
    const drawn = line.points.filter(({ y }) => isDrawable(y, yScale));
    const [first, last] = [drawn[0], drawn.at(-1)];
    if (line.label === '' || first === undefined || last === undefined) return [];
    const name = line.live ? `${line.label}, this run` : line.label;
    switch (line.mark?.kind) {
      case undefined:
        if (categories.length > 0) return [`${name}: ${namedInWords(drawn, categories)}.`];
        return [`${name}: ${first === last ? place(first) : `from ${place(first)} to ${place(last)}`}.`];
      case 'bars':
        return [`${name}: ${barsInWords(drawn, categories)}.`];
      case 'dots':
        return [`${name}: ${show(last.y)}${interval(line)}.`];
      default:
        throw line.mark satisfies never;
    }
  });
  return sentences.length === 0 ? 'Nothing is drawn yet.' : sentences.join(' ');
}

const place = ({ x, y }: ChartPoint): string => `${show(y)} at ${show(x)}`;

/** Bars of few named groups are read out; of many, the highest. */
function barsInWords(bars: readonly ChartPoint[], categories: readonly Category[]): string {
  if (categories.length > 0 && bars.length <= categories.length) {
    return namedInWords(bars, categories);
  }
  const highest = bars.reduce((best, bar) => (bar.y > best.y ? bar : best));
  return `${bars.length} bars, the highest ${categories.length > 0 ? `${show(highest.y)} in ${nearest(categories, highest.x)}` : place(highest)}`;
}

const namedInWords = (points: readonly ChartPoint[], categories: readonly Category[]): string =>
  // The two ends of a stroke that stands for a dot are one.
  [...new Set(points.map(({ x, y }) => `${nearest(categories, x)} ${show(y)}`))].join(', ');

const nearest = (categories: readonly Category[], x: number): string =>
  categories.reduce((best, one) => (Math.abs(one.at - x) < Math.abs(best.at - x) ? one : best)).label;

function interval({ band }: ChartLine): string {
  const range = band?.at(-1);
  return range === undefined || range.low === range.high ? '' : ` (${show(range.low)} to ${show(range.high)})`;
}
