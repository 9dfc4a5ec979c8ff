import { experimentOf } from '../../../experiments/registry.ts';
import { formatValues, type TextValues } from '../../../experiments/params.ts';
import { presetValues } from '../../../runner/state.ts';
import { WorkerTrainer } from '../../../worker/WorkerTrainer.ts';
import type { Advance, TrainerEvents } from '../../../worker/protocol.ts';

/** Milliseconds of each round. */
export interface TwoArms {
  readonly together: readonly number[];
  readonly inTurn: readonly number[];
  readonly steps: number;
}

const steps = 100;

/** Answers as often as on the book's pages. */
const slice: Advance = { steps: Number.MAX_SAFE_INTEGER, milliseconds: 100 };

/**
 * Trains two plain-20 nets, in two workers at a time against in one after the other, a round each in turn. Engine and data are
 * there before the clock starts; evaluations, as an example has them, count.
 */
export async function twoArms(rounds: number): Promise<TwoArms> {
  const trainers = [new WorkerTrainer(), new WorkerTrainer()] as const;
  const [first, second] = trainers;
  try {
    const together: number[] = [];
    const inTurn: number[] = [];
    // The first round warms up.
    for (let round = 0; round <= rounds; round += 1) {
      const arms = [await started(first), await started(second)];
      const parallel = await timed(() => Promise.all(arms.map(finished)));
      const arm = await started(first);
      const one = await timed(() => finished(arm));
      const next = await started(first);
      const other = await timed(() => finished(next));
      if (round === 0) continue;
      together.push(parallel);
      inTurn.push(one + other);
    }
    return { together, inTurn, steps };
  } finally {
    for (const trainer of trainers) trainer.dispose();
  }
}

function settings(): TextValues {
  const experiment = experimentOf('degradation');
  const values = { ...presetValues(experiment, 'quick'), width: 8, steps, trainImages: 1000 };
  return formatValues(experiment.params, values);
}

/** An arm that has all it needs and waits to be advanced. */
async function started(trainer: WorkerTrainer): Promise<TrainerEvents> {
  const request = { experiment: 'degradation', arm: 'plain20', params: settings(), seed: 0, backend: 'wasm' } as const;
  const events = trainer.train(request, new AbortController().signal);
  for (;;) {
    const next = await events.next(undefined);
    if (next.done === true) throw new Error('The arm ended before it started.');
    if (next.value.type === 'started') return events;
  }
}

async function finished(events: TrainerEvents): Promise<void> {
  for (;;) {
    const next = await events.next(slice);
    if (next.done === true) return;
    if (next.value.type === 'diverged') throw new Error(`An arm diverged at step ${next.value.report.step}.`);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
