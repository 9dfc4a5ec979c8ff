import type { TrainingExperiment } from '../experiments/experiment.ts';
import type { ParamSchema, Values } from '../experiments/params.ts';
import type { Phase, TrainerEvent } from '../worker/protocol.ts';
import { armFlops } from './cost.ts';

export interface ProgressView {
  readonly phase: Phase;
  /** Share of the whole training work, or of the bytes while downloading; undefined where it is not known. */
  readonly fraction: number | undefined;
  /** Bytes so far and in all, while downloading. */
  readonly bytes: { readonly done: number; readonly total: number } | undefined;
  readonly secondsLeft: number | undefined;
}

/** Fewest seconds of training from which a time left is worth telling. */
const warmUp = 0.5;

/** Joins the progress of a run's arms into one bar, weighing each arm by the work it takes. */
export class RunProgress {
  readonly #now: () => number;
  readonly #work: ReadonlyMap<string, number>;
  readonly #done = new Map<string, number>();
  readonly #steps = new Map<string, number>();
  /** Seconds of training before the last pause, and since when it has gone on. */
  #secondsBefore = 0;
  #goingSince: number | undefined;
  #isTraining = false;
  #isPaused = false;
  #phase: Phase = 'engine';
  #bytes: { readonly done: number; readonly total: number } | undefined;

  constructor(experiment: TrainingExperiment, arms: readonly string[], values: Values<ParamSchema>, now: () => number) {
    this.#now = now;
    this.#work = new Map(arms.map((arm) => [arm, armFlops(experiment, arm, values)]));
  }

  /** Seconds since the first arm began to train, without pauses. */
  get seconds(): number {
    return this.#secondsBefore + (this.#goingSince === undefined ? 0 : (this.#now() - this.#goingSince) / 1000);
  }

  /** From here on no time counts, for a pause or for good. */
  pause(): void {
    this.#secondsBefore = this.seconds;
    this.#goingSince = undefined;
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#isTraining) this.#goingSince ??= this.#now();
  }

  onEvent(arm: string, event: TrainerEvent): void {
    switch (event.type) {
      case 'progress': {
        // Once an arm trains, another's preparation is no longer what the reader waits for.
        if (this.#isTraining) return;
        const { phase, done, total } = event.progress;
        this.#phase = phase;
        this.#bytes = phase === 'download' && total > 0 ? { done, total } : undefined;
        return;
      }
      case 'started':
        this.#steps.set(arm, event.totalSteps);
        this.#isTraining = true;
        if (!this.#isPaused) this.#goingSince ??= this.#now();
        this.#phase = 'train';
        this.#bytes = undefined;
        return;
      case 'frames': {
        const step = event.frames.at(-1)?.step ?? 0;
        const steps = this.#steps.get(arm) ?? Number.POSITIVE_INFINITY;
        // A net that is measured and not trained is done with its only frame.
        this.#done.set(arm, steps === 0 ? 1 : step / steps);
        return;
      }
      case 'diverged':
        this.#done.set(arm, 1);
        return;
      case 'resumed':
        return;
      default:
        throw event satisfies never;
    }
  }

  view(): ProgressView {
    if (!this.#isTraining) {
      const fraction = this.#bytes === undefined ? undefined : this.#bytes.done / this.#bytes.total;
      return { phase: this.#phase, fraction, bytes: this.#bytes, secondsLeft: undefined };
    }
    const all = [...this.#work.values()].reduce((sum, work) => sum + work, 0);
    const done = [...this.#work].reduce((sum, [arm, work]) => sum + work * (this.#done.get(arm) ?? 0), 0);
    const fraction = done / all;
    const { seconds } = this;
    const secondsLeft = fraction > 0 && seconds >= warmUp ? (seconds / fraction) * (1 - fraction) : undefined;
    return { phase: this.#phase, fraction, bytes: undefined, secondsLeft };
  }
}
