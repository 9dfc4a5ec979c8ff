import type { Fault } from '../core/choice.ts';
import { fastestEngine, openEngine, type EngineFiles } from '../core/engines.ts';
import { datasetOf, planOf } from '../experiments/experiment.ts';
import type { TrainingMetric } from '../experiments/metrics.ts';
import { parseValues } from '../experiments/params.ts';
import { experimentOf } from '../experiments/registry.ts';
import { ArmRun, type EngineSource } from './ArmRun.ts';
import { eventsWhile } from './eventsWhile.ts';
import { loadInputs, type Sources } from './loadInputs.ts';
import type { RunRequest, Trainer, TrainerEvents } from './protocol.ts';

/** What a trainer needs from the place it runs in. */
export interface Environment extends Sources {
  readonly engine: EngineFiles;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

/** Trains in this very thread: inside the worker, and in tests without one. */
export class LocalTrainer implements Trainer {
  readonly #environment: Environment;
  /** A GPU that failed here once is not tried again. */
  readonly #faults: Fault[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async *train(request: RunRequest, signal: AbortSignal): TrainerEvents {
    const { engine: files, now } = this.#environment;
    const experiment = experimentOf(request.experiment);
    if (experiment.kind !== 'training') throw new Error(`"${request.experiment}" computes; there is nothing to train.`);
    const arm = experiment.arms[request.arm];
    if (arm === undefined) {
      throw new Error(`"${request.experiment}" has no arm "${request.arm}"; it has ${Object.keys(experiment.arms).join(', ')}.`);
    }
    const values = parseValues(experiment.params, request.params);
    const inputs = yield* eventsWhile(signal, (report) =>
      loadInputs(
        datasetOf(experiment, request.arm, values),
        arm.startsFrom?.(values),
        this.#environment,
        (done, total) => report({ type: 'progress', progress: { phase: 'download', done, total } }),
        signal,
      ),
    );
    const session = {
      layers: arm.model(values),
      plan: planOf(experiment, request.arm, values),
      metrics: Object.keys(experiment.metrics) as TrainingMetric[],
      ...inputs,
      seed: request.seed,
      threads: request.threads ?? 1,
    };
    const engines: EngineSource = {
      open: (backend) => openEngine(backend, files),
      fastest: (task, { excluded, onProgress }) => fastestEngine(task, { files, excluded, onProgress, now }),
    };
    yield* new ArmRun({ session, request, engines, faults: this.#faults, now }).events(signal);
  }
}
