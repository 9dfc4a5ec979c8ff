import { needOf, withOwnModel } from '../../experiments/own-model.ts';
import type { TrainingExperiment } from '../../experiments/experiment.ts';
import type { Need } from '../../models/schema/check.ts';
import { formatModel } from '../../models/schema/format.ts';
import { judgeModel, type Judged } from '../../models/schema/parse.ts';
import { ModelError, type Problem } from '../../models/schema/problems.ts';
import { readModel } from '../../models/schema/read.ts';
import { costOf } from '../cost.ts';
import type { ExperimentRunner } from '../ExperimentRunner.svelte.ts';
import { linked } from './own.ts';

/** A model that is being written: its text, what is wrong with it, and what it would take to train. */
export class ModelDraft {
  /** The arm whose data and plan it takes, and whose layers it began with. */
  base = $state('');
  text = $state('');
  /** Whether it is to be trained without the example's arms. */
  isAlone = $state(true);
  /** What a command came to, where it could not be done. */
  message = $state('');
  readonly #runner: ExperimentRunner;
  readonly #plain: TrainingExperiment;

  constructor(runner: ExperimentRunner, plain: TrainingExperiment) {
    this.#runner = runner;
    this.#plain = plain;
    const { own } = runner;
    this.startFrom(plain.presets[runner.preset]?.arms[0] ?? '');
    if (own === undefined) return;
    this.base = own.base;
    this.isAlone = own.isAlone;
    this.text = formatModel(readModel(own.text).layers ?? []);
  }

  readonly #need: Need = $derived.by(() => needOf(this.#plain, this.base, this.#runner.values));
  readonly judged: Judged = $derived.by(() => judgeModel(this.text, this.#need));
  /** Of a run on this device; undefined where nobody knows. */
  readonly seconds: number | undefined = $derived.by(() => {
    if (this.judged.layers === undefined) return undefined;
    const { values, preset, seed, recording, estimate } = this.#runner;
    const experiment = withOwnModel(this.#plain, { base: this.base, text: this.text }, values, this.isAlone);
    return costOf(experiment, { values, preset, seed }, recording, estimate.deviceCalibration).seconds;
  });

  /** What is wrong with a text, in the place of the one that is written. */
  problemsIn(text: string): readonly Problem[] {
    return judgeModel(text, this.#need).problems;
  }

  /** The arms of the example that one can begin with, by name, as the reader knows them. */
  get arms(): readonly (readonly [string, string])[] {
    return Object.entries(this.#plain.arms).map(([name, { label }]) => [name, label]);
  }

  get baseLabel(): string {
    return this.#plain.arms[this.base]?.label ?? this.base;
  }

  /** Begins anew with the layers, the data and the plan of this arm. */
  startFrom(base: string): void {
    const arm = this.#plain.arms[base];
    if (arm === undefined) return;
    this.base = base;
    this.text = formatModel(arm.model(this.#runner.values));
    this.message = '';
  }

  /** Lays the text out as the book does. A text that is no model stays as it is. */
  format(): void {
    const { layers } = readModel(this.text);
    if (layers !== undefined) this.text = formatModel(layers);
    this.message = layers === undefined ? 'This can be laid out once it can be read.' : '';
  }

  async run(): Promise<void> {
    const { base, text, isAlone } = this;
    try {
      this.#runner.setOwn(await linked(this.#plain, this.#runner.values, { base, text, isAlone }));
      this.message = '';
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      this.message = error.message;
      return;
    }
    await this.#runner.run();
  }

  remove(): void {
    this.#runner.setOwn(undefined);
    this.message = 'Your model was taken out of the example; its text stays here.';
  }
}
