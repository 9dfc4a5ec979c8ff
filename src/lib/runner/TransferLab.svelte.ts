import type { StrategyResult } from '../lab/results.ts';
import type { LabSet } from '../lab/set.ts';
import { divided, type Divided } from '../lab/split.ts';
import { strategyIds, type LabSettings, type StrategyId } from '../lab/strategies.ts';
import { readLabSet, trainLabStrategy } from '../worker/labJobs.ts';
import type { LabSource } from '../worker/labProtocol.ts';

/** `idle`: without images, or with images and nothing to do. */
export type LabStatus = 'idle' | 'reading' | 'training' | 'done' | 'failed';

/** What a finished run was made with: settings may change behind it. */
export interface LabRun {
  readonly set: LabSet;
  readonly divided: Divided;
  readonly settings: LabSettings;
}

/** The state of the transfer lab: images, what is to be trained on them, and what came of it. */
export class TransferLab {
  status = $state<LabStatus>('idle');
  error = $state('');
  set = $state.raw<LabSet | undefined>();
  steps = $state(200);
  learningRate = $state(0.05);
  seed = $state(0);
  chosen = $state<StrategyId[]>([...strategyIds]);
  /** What is being done, of how much, of what. */
  progress = $state.raw<{ readonly done: number; readonly total: number; readonly strategy?: StrategyId }>({ done: 0, total: 0 });
  run = $state.raw<LabRun | undefined>();
  results = $state.raw<readonly StrategyResult[]>([]);
  #abort = new AbortController();

  readonly isBusy: boolean = $derived(this.status === 'reading' || this.status === 'training');

  /** @param source may fail before anything is read, as a drop does that is neither a folder nor a ZIP file. */
  async read(source: LabSource | Promise<LabSource>): Promise<void> {
    await this.#work('reading', async (signal) => {
      this.set = undefined;
      this.#forget();
      const given = await source;
      signal.throwIfAborted();
      this.set = await readLabSet(given, (done, total) => (this.progress = { done, total }), signal);
      return 'idle';
    });
  }

  /** One strategy after the other, so that none takes time from another. */
  async train(): Promise<void> {
    const { set } = this;
    if (set === undefined) return;
    await this.#work('training', async (signal) => {
      this.#forget();
      const settings = { steps: this.steps, learningRate: this.learningRate, seed: this.seed };
      const run = { set, settings, divided: divided(set.labels, settings.seed) };
      this.run = run;
      for (const strategy of strategyIds.filter((id) => this.chosen.includes(id))) {
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
