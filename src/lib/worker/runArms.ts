import type { ExperimentId } from '../experiments/registry.ts';
import type { TextValues } from '../experiments/params.ts';
import type { Gate } from './Gate.ts';
import type { Advance, Backend, Trainer, TrainerEvent } from './protocol.ts';

export interface ArmsRequest {
  readonly experiment: ExperimentId;
  /** In the order in which they start: the longest first, so that the trainers end together. */
  readonly arms: readonly string[];
  readonly params: TextValues;
  readonly seed: number;
  readonly backend: Backend | 'auto';
}

export interface ArmsListener {
  readonly onEvent: (arm: string, event: TrainerEvent) => void;
  readonly onArmDone: (arm: string) => void;
}

/** One step while the gate is shut (the reader steps through); otherwise as much as fits between two pictures. */
const oneStep: Advance = { steps: 1, milliseconds: 0 };
const slice: Advance = { steps: Number.MAX_SAFE_INTEGER, milliseconds: 100 };

/**
 * Trains the arms of a run, as many at a time as there are trainers. The first trainer settles the backend for all of them and
 * fills the browser's cache with the data before the others start. Rejects with the first error of any arm, or with the signal's
 * reason, after stopping the others.
 */
export async function runArms(
  trainers: readonly Trainer[],
  request: ArmsRequest,
  listener: ArmsListener,
  gate: Gate,
  signal: AbortSignal,
): Promise<void> {
  const queue = [...request.arms];
  const failure = new AbortController();
  const anySignal = AbortSignal.any([signal, failure.signal]);
  const settled = Promise.withResolvers<Backend>();
  settled.promise.catch(() => undefined);

  const trainArm = async (trainer: Trainer, arm: string, backend: Backend | 'auto'): Promise<void> => {
    const { experiment, params, seed } = request;
    const events = trainer.train({ experiment, arm, params, seed, backend }, anySignal);
    let advance: Advance | undefined;
    for (;;) {
      const next = await events.next(advance);
      if (next.done) break;
      const event = next.value;
      listener.onEvent(arm, event);
      if (event.type === 'started') settled.resolve(event.backend);
      if (event.type === 'started' || event.type === 'frames') {
        await passOrAbort(gate, anySignal, events);
        advance = gate.isOpen ? slice : oneStep;
      }
    }
    listener.onArmDone(arm);
  };

  const work = async (trainer: Trainer, isFirst: boolean): Promise<void> => {
    let backend = isFirst ? request.backend : await settled.promise;
    for (let arm = queue.shift(); arm !== undefined; arm = queue.shift()) {
      await trainArm(trainer, arm, backend);
      backend = await settled.promise;
    }
  };

  const stopOthers = (error: unknown): never => {
    settled.reject(error);
    failure.abort(error);
    throw error;
  };
  await Promise.all(trainers.slice(0, request.arms.length).map((trainer, i) => work(trainer, i === 0).catch(stopOthers)));
}

/** Waits at the gate, but no longer than the run lives; an aborted run is ended so that it frees what it holds. */
async function passOrAbort(gate: Gate, signal: AbortSignal, events: AsyncGenerator<TrainerEvent, void, unknown>): Promise<void> {
  const aborted = Promise.withResolvers<void>();
  const onAbort = (): void => aborted.resolve();
  signal.addEventListener('abort', onAbort);
  try {
    if (!signal.aborted) await Promise.race([gate.pass(), aborted.promise]);
    if (signal.aborted) await events.return();
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
