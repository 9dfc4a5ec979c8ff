import { chooseBackend, type EngineFiles } from '../core/backends.ts';
import { DivergenceError } from '../core/divergence.ts';
import { createSession, type TrainingSession } from '../core/session.ts';
import { loadDataset } from '../datasets/load.ts';
import type { ShardSource } from '../datasets/source.ts';
import { experimentOf } from '../experiments/registry.ts';
import { parseValues } from '../experiments/params.ts';
import type { TrainingMetric } from '../experiments/metrics.ts';
import { eventsWhile } from './eventsWhile.ts';
import type { Advance, Frame, RunRequest, Trainer, TrainerEvents } from './protocol.ts';

/** What a trainer needs from the place it runs in. */
export interface Environment {
  readonly engine: EngineFiles;
  readonly shards: ShardSource;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

/** Trains in this very thread: inside the worker, and in tests without one. */
export class LocalTrainer implements Trainer {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async *train(request: RunRequest, signal: AbortSignal): TrainerEvents {
    const { engine, shards, now } = this.#environment;
    const experiment = experimentOf(request.experiment);
    if (experiment.kind !== 'training') throw new Error(`"${request.experiment}" computes; there is nothing to train.`);
    const arm = experiment.arms[request.arm];
    if (arm === undefined) {
      throw new Error(`"${request.experiment}" has no arm "${request.arm}"; it has ${Object.keys(experiment.arms).join(', ')}.`);
    }
    const values = parseValues(experiment.params, request.params);

    const { backend, reason } = yield* eventsWhile(signal, (report) =>
      chooseBackend(request.backend, engine, (progress) => report({ type: 'progress', progress }), now),
    );
    const dataset = yield* eventsWhile(signal, (report) =>
      loadDataset(
        experiment.dataset(values),
        shards,
        (done, total) => report({ type: 'progress', progress: { phase: 'download', done, total } }),
        signal,
      ),
    );
    yield { type: 'progress', progress: { phase: 'compile', done: 0, total: 0 } };
    const session = await createSession({
      layers: arm.model(values),
      plan: experiment.training(values),
      metrics: Object.keys(experiment.metrics) as TrainingMetric[],
      dataset,
      seed: request.seed,
      backend,
    });
    try {
      const { layers, totalSteps } = session;
      const advance = yield { type: 'started', backend, reason, layers, totalSteps };
      yield* this.#steps(session, advance, signal);
    } finally {
      session.dispose();
    }
  }

  async *#steps(session: TrainingSession, firstAdvance: Advance | undefined, signal: AbortSignal): TrainerEvents {
    let advance = firstAdvance;
    let done = 0;
    while (done < session.totalSteps) {
      const { steps, milliseconds } = advance ?? { steps: 1, milliseconds: 0 };
      const until = this.#environment.now() + milliseconds;
      const frames: Frame[] = [];
      try {
        do {
          signal.throwIfAborted();
          frames.push(await session.step());
          done += 1;
        } while (done < session.totalSteps && frames.length < steps && this.#environment.now() < until);
        if (done === session.totalSteps) {
          yield { type: 'progress', progress: { phase: 'evaluate', done: 0, total: 0 } };
          frames.push(await session.finish());
        }
      } catch (error) {
        if (!(error instanceof DivergenceError)) throw error;
        yield { type: 'frames', frames };
        yield { type: 'diverged', report: error.report };
        return;
      }
      advance = yield { type: 'frames', frames };
    }
  }
}
