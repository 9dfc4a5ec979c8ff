import { normWorks } from './norm-works.ts';
import { workIds, works, type Work } from './works.ts';

/** Works that are timed in turns, so that whatever else the device does disturbs all of them alike. */
export interface Race {
  readonly works: readonly string[];
  /** The one of them that the others are compared with, turn by turn. */
  readonly against?: string;
}

/** What a press of a button measures. */
export interface Suite {
  readonly works: Readonly<Record<string, Work>>;
  readonly races: readonly Race[];
}

export const suites = {
  engines: { works, races: workIds.map((id) => ({ works: [id] })) },
  norms: {
    works: normWorks,
    races: [
      { works: ['vectors-none', 'vectors-batch', 'vectors-layer', 'vectors-rms'], against: 'vectors-layer' },
      { works: ['images-none', 'images-batch', 'images-layer', 'images-rms'], against: 'images-layer' },
    ],
  },
} as const satisfies Record<string, Suite>;

export type SuiteName = keyof typeof suites;

/** Title of each work of a suite, by its id. */
export const titlesOf = (suite: SuiteName): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries<Work>(suites[suite].works).map(([id, { title }]) => [id, title]));
