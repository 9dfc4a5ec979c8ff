import type { ClaimStatus } from '../../experiments/claims.ts';
import type { Backend, Divergence } from '../../experiments/frame.ts';
import type { ExperimentId } from '../../experiments/registry.ts';
import type { RunLog } from '../../experiments/runlog.ts';

/** How a run ended: `stopped` by the reader, before its last step. */
export type Outcome = 'done' | 'diverged' | 'stopped';

/** A run that the reader keeps, without its numbers: all that the list tells. */
export interface RunSummary {
  readonly experiment: ExperimentId;
  /** By which the reader calls it; empty for a run without a name. */
  readonly name: string;
  /** When it ended. */
  readonly when: Date;
  /** Version of the book. */
  readonly book: string;
  /** The query string of a link to its settings, with the version of the recording: see `permalink.ts`. */
  readonly query: string;
  readonly outcome: Outcome;
  readonly backend: Backend;
  /** Of training, without preparation and pauses. */
  readonly seconds: number;
  /** The sentence of its verdict; empty for a run that was stopped. */
  readonly verdict: string;
  readonly claims: readonly { readonly text: string; readonly status: ClaimStatus }[];
  /** Hash over every number of each arm, before thinning; none for a run that was stopped. */
  readonly digests: Readonly<Record<string, string>>;
  /** Where arms stopped being finite. */
  readonly divergences: Readonly<Record<string, Where>>;
}

export type Where = Pick<Divergence, 'step' | 'layer' | 'tensor'>;

/** A run with its numbers, thinned to what charts show: see `kept-log.ts`. */
export interface Run extends RunSummary {
  readonly log: RunLog;
}

/** A run as this device keeps it. */
export interface KeptRun extends RunSummary {
  readonly key: number;
  /** Counts the runs of its example, from 1: "run 7". */
  readonly number: number;
  /** About what it takes of the storage. */
  readonly bytes: number;
}

export const longestName = 60;

/** What the list calls a run. No two runs of an example have the same. */
export const titleOf = ({ name, number }: Pick<KeptRun, 'name' | 'number'>): string =>
  name === '' ? `run ${number}` : `${name} (run ${number})`;

/** What a run is without the device that keeps it. */
export function summaryOf(run: KeptRun): RunSummary {
  const { experiment, name, when, book, query, outcome, backend, seconds, verdict, claims, digests, divergences } = run;
  return { experiment, name, when, book, query, outcome, backend, seconds, verdict, claims, digests, divergences };
}
