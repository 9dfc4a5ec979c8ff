import { parseArgs } from 'node:util';
import type { WorkId } from './works.ts';

/** What can be chosen, in the order in which it is measured. */
export const suites = ['plain-20', 'plain-56', 'nielsen', 'two-arms', 'dispatches', 'quick-runs', 'gpu'] as const;

export type Suite = (typeof suites)[number];

/** The timed steps of each suite that has some. */
export const worksOf: Readonly<Record<Suite, readonly WorkId[]>> = {
  'plain-20': ['plain-20'],
  'plain-56': ['plain-56'],
  nielsen: ['nielsen-10', 'nielsen-1000'],
  'two-arms': [],
  dispatches: [],
  'quick-runs': [],
  gpu: ['gpu-56'],
};

export interface Options {
  readonly only: readonly Suite[];
  /** Leaves out the slow engines. */
  readonly quick: boolean;
  /** Measures the GPU's work also where the GPU is emulated in software. */
  readonly gpu: boolean;
  /** Also writes the results where the book's page of figures reads them. */
  readonly publish: boolean;
  /** Milliseconds that an engine has for loading, compiling and warming up on a work, and again for each round. */
  readonly limit: number;
}

/** @throws Error where a name or number is not one that there is, or a part of the results is to be published. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      gpu: { type: 'boolean', default: false },
      publish: { type: 'boolean', default: false },
      limit: { type: 'string', default: '180' },
    },
  });
  const seconds = Number(values.limit);
  if (!(seconds > 0 && seconds < 86_400)) throw new Error(`--limit must be seconds, more than 0, got "${values.limit}".`);
  const { quick, gpu, publish } = values;
  if (publish && (quick || values.only !== undefined))
    throw new Error('--publish needs all measurements: leave out --only and --quick.');
  return { only: chosen(values.only), quick, gpu, publish, limit: 1000 * seconds };
}

function chosen(text: string | undefined): readonly Suite[] {
  if (text === undefined) return suites;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !suites.some((suite) => suite === name));
  if (unknown !== undefined) throw new Error(`--only knows ${suites.join(', ')}; got "${unknown}".`);
  return suites.filter((suite) => names.includes(suite));
}
