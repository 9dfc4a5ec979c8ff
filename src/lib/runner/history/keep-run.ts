import { version } from '../../../../package.json' with { type: 'json' };
import type { RunLog } from '../../experiments/runlog.ts';
import type { ExperimentRunner } from '../ExperimentRunner.svelte.ts';
import { KeepingError } from './faults.ts';
import { keptLog } from './kept-log.ts';
import type { Outcome, Run } from './kept-run.ts';
import { linkTo, type Linkable } from '../links.ts';
import type { RunStore } from './RunStore.ts';

/** What keeping has to know of a run that has ended. */
export type Ended = Linkable &
  Pick<ExperimentRunner, 'experiment' | 'status' | 'verdict' | 'claims'> & {
    readonly live: Pick<ExperimentRunner['live'], 'picture' | 'backend' | 'seconds' | 'digests' | 'divergences'>;
  };

/** What became of keeping a run. */
export interface Keeping {
  /** The run's log, by which it is known again. */
  readonly of: RunLog;
  /** Why it is not kept; empty where it is. */
  readonly problem: string;
  /** Whether that is for the reader to mend: runs with names take all the room. */
  readonly isFull: boolean;
}

/** Keeps a run as it stands when this is called. Never throws: a run is none the worse for not being kept. */
export async function keepRun(ended: Ended, store: Pick<RunStore, 'keep'>, now: () => Date): Promise<Keeping> {
  const of = ended.live.picture;
  try {
    await store.keep(runOf(ended, now()));
    return { of, problem: '', isFull: false };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { of, problem, isFull: error instanceof KeepingError && error.isFull };
  }
}

function runOf(ended: Ended, when: Date): Run {
  const { id, experiment, status, verdict, claims, live } = ended;
  const outcome: Outcome = status === 'done' || status === 'diverged' ? status : 'stopped';
  const wheres = Object.entries(live.divergences).map(
    ([arm, { step, layer, tensor }]) => [arm, { step, layer, tensor }] as const,
  );
  return {
    experiment: id,
    name: '',
    when,
    book: version,
    query: linkTo(ended),
    outcome,
    // Only a run that a backend began has measured anything.
    backend: live.backend ?? 'cpu',
    seconds: live.seconds,
    verdict: verdict?.sentence ?? '',
    claims: claims.map(({ text, status }) => ({ text, status })),
    digests: live.digests,
    divergences: Object.fromEntries(wheres),
    log: keptLog(experiment, live.picture),
  };
}
