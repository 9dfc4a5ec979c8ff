import { modelCards } from '../experiments/source-models/cards.ts';
import type { GivenCard } from '../lab/layers-model/card.ts';
import type { PixelScaling } from '../lab/layers-model/pixels.ts';
import { missingFor } from '../lab/layers-model/ways.ts';
import type { StrategyResult } from '../lab/results.ts';
import type { LabSet } from '../lab/set.ts';
import { divided, type Divided } from '../lab/split.ts';
import { labWeights, strategyIds, type LabSettings, type StrategyId } from '../lab/strategies.ts';
import { readLabModel, readLabSet, trainLabStrategy } from '../worker/labJobs.ts';
import type { GivenModelSource, LabSource, ModelSource } from '../worker/labProtocol.ts';

/** `idle`: without images, or with images and nothing to do. */
export type LabStatus = 'idle' | 'opening' | 'reading' | 'training' | 'done' | 'failed';

/** What a finished run was made with: settings may change behind it. */
export interface LabRun {
  readonly set: LabSet;
  readonly divided: Divided;
  readonly settings: LabSettings;
  /** Absent: the source model of the book. */
  readonly given: GivenModelSource | undefined;
}

/** How many images are to train on: as many with every seed. */
const trainedOf = ({ labels }: LabSet): number => divided(labels, 0).train.length;

/** The state of the transfer lab: images, what is to be trained on them, and what came of it. */
export class TransferLab {
  status = $state<LabStatus>('idle');
  error = $state('');
  set = $state.raw<LabSet | undefined>();
  /** The reader's model; none: that of the book. */
  model = $state.raw<{ readonly card: GivenCard; readonly files: ModelSource } | undefined>();
  scaling = $state<PixelScaling>('signed');
  steps = $state(200);
  learningRate = $state(0.05);
  seed = $state(0);
  chosen = $state<StrategyId[]>([...strategyIds]);
  /** What is being done, of how much, of what. */
  progress = $state.raw<{ readonly done: number; readonly total: number; readonly strategy?: StrategyId }>({ done: 0, total: 0 });
  run = $state.raw<LabRun | undefined>();
  results = $state.raw<readonly StrategyResult[]>([]);
  #abort = new AbortController();

  readonly isBusy: boolean = $derived(['opening', 'reading', 'training'].includes(this.status));
  /** Of the images that the present model takes. */
  readonly side: number = $derived(this.model?.card.side ?? modelCards[labWeights].side);
  /** Ways that the present model does not offer for the present images, and why. */
  readonly missing: GivenCard['missing'] = $derived(
    this.model === undefined ? {} : missingFor(this.model.card, this.set === undefined ? 0 : trainedOf(this.set)),
  );
  /** Ways that it offers, and those of them that are chosen. */
  readonly offered: readonly StrategyId[] = $derived(strategyIds.filter((id) => this.missing[id] === undefined));
  readonly toTrain: readonly StrategyId[] = $derived(this.offered.filter((id) => this.chosen.includes(id)));
  /** Of the present set: read again where another model takes images of another side. */
  #source: LabSource | undefined;

  /** @param source may fail before anything is read, as a drop does that is neither a folder nor a ZIP file. */
  async read(source: LabSource | Promise<LabSource>): Promise<void> {
    await this.#work('reading', async (signal) => {
      this.#source = undefined;
      this.set = undefined;
      this.#forget();
      const given = await source;
      signal.throwIfAborted();
      await this.#readImages(given, signal);
      return 'idle';
    });
  }

  /**
   * Takes a reader's model in the place of the book's, and reads the images again for it, where there are any. Where it does not fit, the
   * model that was there stays.
   */
  async open(source: ModelSource | Promise<ModelSource>): Promise<void> {
    await this.#open(async () => source);
  }

  /** The same for a model that lies at an address. */
  async openAddress(address: string): Promise<void> {
    await this.#open(async (signal) => {
      const { modelFromAddress } = await import('../worker/modelFromAddress.ts');
      return modelFromAddress(address, document.baseURI, (done, total) => (this.progress = { done, total }), signal);
    });
  }

  /** Goes back to the model of the book. */
  async close(): Promise<void> {
    if (this.model === undefined) return;
    await this.#work('opening', async (signal) => {
      this.#forget();
      this.model = undefined;
      await this.#fitImages(signal);
      return 'idle';
    });
  }

  async #open(filesOf: (signal: AbortSignal) => Promise<ModelSource>): Promise<void> {
    await this.#work('opening', async (signal) => {
      const files = await filesOf(signal);
      signal.throwIfAborted();
      const card = await readLabModel(files, (done, total) => (this.progress = { done, total }), signal);
      this.#forget();
      this.model = { card, files };
      if (card.scaling !== undefined) this.scaling = card.scaling;
      await this.#fitImages(signal);
      return 'idle';
    });
  }

  async #fitImages(signal: AbortSignal): Promise<void> {
    const source = this.#source;
    if (source === undefined || this.set === undefined || this.set.side === this.side) return;
    this.set = undefined;
    this.status = 'reading';
    await this.#readImages(source, signal);
  }

  async #readImages(source: LabSource, signal: AbortSignal): Promise<void> {
    this.set = await readLabSet(source, this.side, (done, total) => (this.progress = { done, total }), signal);
    this.#source = source;
  }

  /** One strategy after the other, so that none takes time from another. */
  async train(): Promise<void> {
    const { set, model, scaling, toTrain } = this;
    if (set === undefined) return;
    await this.#work('training', async (signal) => {
      this.#forget();
      const settings = { steps: this.steps, learningRate: this.learningRate, seed: this.seed };
      const run = { set, settings, divided: divided(set.labels, settings.seed), given: model && { ...model, scaling } };
      this.run = run;
      for (const strategy of toTrain) {
        this.progress = { done: 0, total: settings.steps, strategy };
        const onProgress = (done: number, total: number): void => void (this.progress = { done, total, strategy });
        this.results = [...this.results, await trainLabStrategy({ ...run, strategy }, onProgress, signal)];
      }
      return 'done';
    });
  }

  /** What was trained so far stays. */
  stop(): void {
    this.#abort.abort();
  }

  #forget(): void {
    this.run = undefined;
    this.results = [];
  }

  async #work(status: LabStatus, task: (signal: AbortSignal) => Promise<LabStatus>): Promise<void> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.error = '';
    this.progress = { done: 0, total: 0 };
    this.status = status;
    let next: LabStatus;
    try {
      next = await task(abort.signal);
    } catch (error) {
      if (this.#abort !== abort) return;
      next = abort.signal.aborted ? 'idle' : 'failed';
      if (next === 'failed') this.error = error instanceof Error ? error.message : String(error);
    }
    if (this.#abort === abort) this.status = next;
  }
}
