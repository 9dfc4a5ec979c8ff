import type { Suite } from './options.ts';
import type { Row } from './results.ts';
import { figure } from './table.ts';
import { works } from './works.ts';

export interface TargetResult {
  readonly text: string;
  readonly verdict: 'met' | 'missed' | 'not measured';
  readonly figures: string;
}

/** Names of the works that are no training step, shared by those who measure and those who judge. */
export const otherWorks = {
  twoArms: 'Two plain nets of 20 layers, each its steps and evaluations',
  dispatches: 'Plain net of 20 layers, started computations of a step on WebGPU',
  runOf: (id: string): string => `Example ${id}, quick preset, from the click to the end`,
  firstPointOf: (id: string): string => `Example ${id}, quick preset, from the click to the first point`,
} as const;

/** Everything that the bench holds the book's engine to, of the suites that were chosen, judged by the rows that there are. */
export function judgeTargets(
  rows: readonly Row[],
  chosen: readonly Suite[],
  examples: readonly string[],
): readonly TargetResult[] {
  const judge = new Judge(rows);
  const targets: Readonly<Record<Suite, () => readonly TargetResult[]>> = {
    'plain-20': () => judge.plain(works['plain-20'].title),
    'plain-56': () => judge.plain(works['plain-56'].title),
    nielsen: () => [judge.rate(works['nielsen-10'].title), judge.rate(works['nielsen-1000'].title)],
    'two-arms': () => [judge.twoArms(1.7)],
    dispatches: () => [judge.dispatches(1 / 3)],
    'quick-runs': () =>
      examples.flatMap((id) => [judge.seconds(otherWorks.runOf(id), 20), judge.seconds(otherWorks.firstPointOf(id), 2)]),
    gpu: () => [],
  };
  return chosen.flatMap((suite) => targets[suite]());
}

class Judge {
  readonly #rows: readonly Row[];

  constructor(rows: readonly Row[]) {
    this.#rows = rows;
  }

  plain(work: string): readonly TargetResult[] {
    return [this.slowdown(work, 'PyTorch', 3, 2), this.speedup(work, 'stock TF.js', 30), this.speedup(work, 'jax-js', 18)];
  }

  /** Ours takes at most `most` times the other's time. */
  slowdown(work: string, engine: string, most: number, aim: number): TargetResult {
    const text = `${work}: at most ${most} times ${engine}'s time (aim ${aim})`;
    return this.#compare(work, engine, text, (ours, other) => {
      const ratio = ours / other;
      return { isMet: ratio <= most, said: `${ratio.toFixed(2)} times${ratio <= aim ? ', the aim too' : ''}` };
    });
  }

  /** Ours is at least `least` times as fast as the best of the other's backends. */
  speedup(work: string, engine: string, least: number): TargetResult {
    const text = `${work}: at least ${least} times as fast as the best of ${engine}`;
    return this.#compare(work, engine, text, (ours, other) => {
      const ratio = other / ours;
      return { isMet: ratio >= least, said: `${ratio.toFixed(1)} times` };
    });
  }

  /** At least PyTorch's steps a second. */
  rate(work: string): TargetResult {
    return this.#compare(work, 'PyTorch', `${work}: at least PyTorch's steps a second`, (ours, other) => ({
      isMet: ours <= other,
      said: `${(1000 / ours).toFixed(0)} against ${(1000 / other).toFixed(0)} steps a second`,
    }));
  }

  twoArms(least: number): TargetResult {
    const text = `two arms in two workers: at least ${least} times as fast as one after the other`;
    const rows = this.#of(otherWorks.twoArms, 'ours');
    const together = rows.find(({ threads }) => threads === 2);
    const inTurn = rows.find(({ threads }) => threads === 1);
    if (together === undefined || inTurn === undefined) return { text, verdict: 'not measured', figures: 'no figures' };
    const ratio = inTurn.median / together.median;
    const figures = `${ratio.toFixed(2)} times, ${figure(inTurn.median)} ms against ${figure(together.median)} ms`;
    return { text, verdict: ratio >= least ? 'met' : 'missed', figures };
  }

  seconds(work: string, most: number): TargetResult {
    const text = `${work}: at most ${most} s`;
    const [row] = this.#of(work, 'ours');
    if (row === undefined) return { text, verdict: 'not measured', figures: 'no figures' };
    const seconds = row.median / 1000;
    return { text, verdict: seconds <= most ? 'met' : 'missed', figures: `${seconds.toFixed(2)} s` };
  }

  dispatches(most: number): TargetResult {
    const work = otherWorks.dispatches;
    return this.#compare(work, 'stock TF.js', `${work}: at most a third of stock TF.js's`, (ours, other) => ({
      isMet: ours <= most * other,
      said: `${(ours / other).toFixed(2)} of them`,
    }));
  }

  #compare(
    work: string,
    engine: string,
    text: string,
    verdict: (ours: number, other: number) => { isMet: boolean; said: string },
  ): TargetResult {
    const [ours] = this.#of(work, 'ours');
    const [best] = this.#of(work, engine).toSorted((a, b) => a.median - b.median);
    if (ours === undefined || best === undefined) {
      const lacking = [...(ours === undefined ? ['ours'] : []), ...(best === undefined ? [engine] : [])];
      return { text, verdict: 'not measured', figures: `no figures of ${lacking.join(' and ')}` };
    }
    const { isMet, said } = verdict(ours.median, best.median);
    const unit = ours.unit === 'ms' ? ' ms' : '';
    const about = best.note === '' ? '' : ` (${best.note})`;
    const figures = `${said}: ours ${figure(ours.median)}${unit}, ${engine} on ${best.backend} ${figure(best.median)}${unit}${about}`;
    return { text, verdict: isMet ? 'met' : 'missed', figures };
  }

  #of(work: string, engine: string): readonly Row[] {
    return this.#rows.filter((row) => row.work === work && row.engine === engine);
  }
}
