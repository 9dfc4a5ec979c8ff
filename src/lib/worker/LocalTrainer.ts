import type { Fault } from '../core/choice.ts';
import { fastestEngine, openEngine, type EngineFiles } from '../core/engines.ts';
import { datasetOf, planOf } from '../experiments/experiment.ts';
import type { TrainingMetric } from '../experiments/metrics.ts';
import { withOwnModel } from '../experiments/own-model.ts';
import { parseValues } from '../experiments/params.ts';
import { experimentOf } from '../experiments/registry.ts';
import { ArmRun, type EngineSource } from './ArmRun.ts';
import { eventsWhile } from './eventsWhile.ts';
import { loadInputs, type Sources } from './loadInputs.ts';
import type { RunRequest, Trainer, TrainerEvents } from './protocol.ts';
import { Turns } from './Turns.ts';

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
  /** A run that was aborted may still be at an engine: another one beside it would open that engine twice, and disturb its timing. */
  readonly #choices = new Turns();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async *train(request: RunRequest, signal: AbortSignal): TrainerEvents {
    const { engine: files, now } = this.#environment;
    const plain = experimentOf(request.experiment);
    if (plain.kind !== 'training') throw new Error(`"${request.experiment}" computes; there is nothing to train.`);
    const values = parseValues(plain.params, request.params);
    const experiment = request.own === undefined ? plain : withOwnModel(plain, request.own, values, true);
    const arm = experiment.arms[request.arm];
    if (arm === undefined) {
      throw new Error(`"${request.experiment}" has no arm "${request.arm}"; it has ${Object.keys(experiment.arms).join(', ')}.`);
    }
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
      ...(arm.continues && { continuation: arm.continues(values) }),
      seed: request.seed,
      threads: request.threads ?? 1,
    };
    const engines: EngineSource = {
      open: (backend) => this.#choices.take(() => openEngine(backend, files)),
      fastest: (task, choice) => this.#choices.take(() => fastestEngine(task, { files, ...choice })),
    };
    yield* new ArmRun({ session, request, engines, faults: this.#faults, now }).events(signal);
  }
}
