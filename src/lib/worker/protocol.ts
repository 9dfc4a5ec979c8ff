import type { Backend, Divergence, Frame } from '../experiments/frame.ts';
import type { OwnModel } from '../experiments/own-arm.ts';
import type { ExperimentId } from '../experiments/registry.ts';
import type { TrainingMetric } from '../experiments/metrics.ts';
import type { TextValues } from '../experiments/params.ts';

export type { Backend, Divergence, Frame };

/** One arm of one experiment: what a trainer trains. Parameters travel as text and are parsed again on arrival. */
export interface RunRequest {
  readonly experiment: ExperimentId;
  readonly arm: string;
  readonly params: TextValues;
  /** The reader's own model, where the arm is that; read and checked again on arrival. */
  readonly own?: OwnModel;
  readonly seed: number;
  /** `auto`: the fastest backend that passes the canary on this device. */
  readonly backend: Backend | 'auto';
  /** What `auto` came to on this device before, with the reason: used if it is still right, without timing all again. */
  readonly remembered?: RememberedEngine;
  /** How many threads may work on it: the device's cores, shared among the arms that train at once. 1 if not said. */
  readonly threads?: number;
}

export interface RememberedEngine {
  readonly backend: Backend;
  readonly reason: string;
}

export type Phase = 'engine' | 'download' | 'compile' | 'train' | 'evaluate';

/** `done` of `total` in bytes (engine, download) or steps (train); total 0 where it is not known. */
export interface Progress {
  readonly phase: Phase;
  readonly done: number;
  readonly total: number;
}

export interface StartedEvent {
  readonly type: 'started';
  readonly backend: Backend;
  /** Why this backend, in plain words. */
  readonly reason: string;
  /** Whether it was timed against others: worth remembering on this device. */
  readonly isTimed: boolean;
  /** Layer names for each layered metric of the run. */
  readonly layers: Readonly<Partial<Record<TrainingMetric, readonly string[]>>>;
  /** The x of metrics that are drawn against the input of the net; else empty. */
  readonly inputs: readonly number[];
  readonly totalSteps: number;
}

export type TrainerEvent =
  | { readonly type: 'progress'; readonly progress: Progress }
  | StartedEvent
  | { readonly type: 'frames'; readonly frames: readonly Frame[] }
  /** The GPU failed; the run goes on from the step of its last checkpoint, on another engine. */
  | { readonly type: 'resumed'; readonly backend: Backend; readonly reason: string; readonly step: number }
  | { readonly type: 'diverged'; readonly report: Divergence };

/** How far to train before answering: whichever limit is reached first. */
export interface Advance {
  readonly steps: number;
  readonly milliseconds: number;
}

/**
 * Trains one arm. The generator yields events; `next(advance)` after a `started` or `frames` event asks for more training, so
 * pausing is not asking. It returns when the plan's steps are done or the run diverged, and throws the signal's reason at once
 * when it is aborted, freeing the run's tensors.
 */
export interface Trainer {
  train(request: RunRequest, signal: AbortSignal): TrainerEvents;
}
export type TrainerEvents = AsyncGenerator<TrainerEvent, void, Advance | undefined>;

export type Request =
  /** The first message: the worker takes the lock of this name for life, so that the page notices when it dies. */
  | { readonly type: 'hello'; readonly lock: string }
  | { readonly type: 'start'; readonly run: number; readonly request: RunRequest }
  | { readonly type: 'advance'; readonly run: number; readonly advance: Advance }
  | { readonly type: 'stop'; readonly run: number };

export type Reply =
  /** `locked` is false where the browser has no Web Locks (an insecure origin). */
  | { readonly type: 'ready'; readonly locked: boolean }
  | { readonly type: 'event'; readonly run: number; readonly event: TrainerEvent }
  | { readonly type: 'done'; readonly run: number }
  | { readonly type: 'failed'; readonly run: number; readonly error: WireError };

/** An error as it crosses the worker's edge. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

export type Handlers = { readonly [T in Request['type']]: (request: Extract<Request, { type: T }>) => Promise<void> };
