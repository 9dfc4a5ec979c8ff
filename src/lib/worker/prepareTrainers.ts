import { OWN } from '../experiments/own-arm.ts';
import { workersOfAGpu, type ArmsRequest } from './runArms.ts';
import type { StartedEvent, Trainer, TrainerEvent } from './protocol.ts';

/**
 * Lets every trainer do what comes before a first step, and nothing more: download and check the data, choose, check and compile
 * an engine, build a network of the run and drop it. A run of the same request then starts at once, without a network. The first
 * trainer settles the engine for the others, as it does in a run.
 *
 * @throws the first error of a trainer, or the signal's reason.
 */
export async function prepareTrainers(
  trainers: readonly Trainer[],
  request: ArmsRequest,
  onEvent: (event: TrainerEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const prepare = async (trainer: Trainer, place: number, known?: StartedEvent): Promise<StartedEvent | undefined> => {
    const { experiment, arms, params, own, seed, backend, threads = 1 } = request;
    const arm = arms[place];
    if (arm === undefined) return undefined;
    const remembered = known === undefined ? request.remembered : { backend: known.backend, reason: known.reason };
    const events = trainer.train(
      { experiment, arm, params, seed, threads, backend, ...(own && arm === OWN && { own }), ...(remembered && { remembered }) },
      signal,
    );
    for await (const event of events) {
      onEvent(event);
      // Leaving the loop ends the run, which frees the network that was built.
      if (event.type === 'started') return event;
    }
    return undefined;
  };

  const [first, ...others] = trainers;
  if (first === undefined) return;
  const started = await prepare(first, 0);
  const isOnGpu = started?.backend === 'webgpu' || started?.backend === 'webgl';
  const used = isOnGpu ? others.slice(0, workersOfAGpu - 1) : others;
  await Promise.all(used.map((trainer, i) => prepare(trainer, i + 1, started)));
}
