import { OWN, type OwnModel } from '../experiments/own-arm.ts';
import type { ExperimentId } from '../experiments/registry.ts';
import type { TextValues } from '../experiments/params.ts';
import type { Gate } from './Gate.ts';
import type { Advance, Backend, RememberedEngine, RunRequest, Trainer, TrainerEvent } from './protocol.ts';

export interface ArmsRequest {
  readonly experiment: ExperimentId;
  /** In the order in which they start: the longest first, so that the trainers end together. */
  readonly arms: readonly string[];
  readonly params: TextValues;
  readonly own?: OwnModel;
  readonly seed: number;
  readonly backend: Backend | 'auto';
  readonly remembered?: RememberedEngine;
  /** Of each arm. */
  readonly threads?: number;
}

export interface ArmsListener {
  readonly onEvent: (arm: string, event: TrainerEvent) => void;
  readonly onArmDone: (arm: string) => void;
}

/** One step while the gate is shut (the reader steps through); otherwise as much as fits between two pictures. */
const oneStep: Advance = { steps: 1, milliseconds: 0 };
const slice: Advance = { steps: Number.MAX_SAFE_INTEGER, milliseconds: 100 };

/** Workers that share a GPU: while one prepares its next step, the other computes. More would only take its memory. */
export const workersOfAGpu = 2;

/**
 * Trains the arms of a run, as many at a time as there are trainers, and at most two on a GPU. The first trainer settles the
 * backend for all of them and fills the browser's cache with the data before the others start. Rejects with the first error of any arm, or with the signal's
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
  const settled = Promise.withResolvers<void>();
  settled.promise.catch(() => undefined);
  let engine: Pick<RunRequest, 'backend' | 'remembered'> = request;

  const trainArm = async (trainer: Trainer, arm: string): Promise<void> => {
    const { experiment, params, own, seed, threads = 1 } = request;
    const { backend, remembered } = engine;
    const events = trainer.train(
      { experiment, arm, params, seed, threads, backend, ...(own && arm === OWN && { own }), ...(remembered && { remembered }) },
      anySignal,
    );
    let advance: Advance | undefined;
    for (;;) {
      const next = await events.next(advance);
      if (next.done) break;
      const event = next.value;
      listener.onEvent(arm, event);
      if (event.type === 'started' || event.type === 'resumed') {
        if (engine.backend === 'auto') engine = { backend: 'auto', remembered: { backend: event.backend, reason: event.reason } };
        settled.resolve();
      }
      if (event.type === 'started' || event.type === 'frames') {
        await passOrAbort(gate, anySignal, events);
        advance = gate.isOpen ? slice : oneStep;
      }
    }
    listener.onArmDone(arm);
  };

  const isOnGpu = (): boolean => ['webgpu', 'webgl'].includes(engine.remembered?.backend ?? engine.backend);
  const work = async (trainer: Trainer, place: number): Promise<void> => {
    if (place > 0) await settled.promise;
    if (place >= workersOfAGpu && isOnGpu()) return;
    for (let arm = queue.shift(); arm !== undefined; arm = queue.shift()) await trainArm(trainer, arm);
  };

  const stopOthers = (error: unknown): never => {
    settled.reject(error);
    failure.abort(error);
    throw error;
  };
  await Promise.all(trainers.slice(0, request.arms.length).map((trainer, i) => work(trainer, i).catch(stopOthers)));
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
