import { flushSync } from 'svelte';
import { datasetOf, type TrainingExperiment } from '../experiments/experiment.ts';
import type { RunLog } from '../experiments/runlog.ts';
import { Gate } from '../worker/Gate.ts';
import { toWire } from '../worker/wireError.ts';
import type { Backend, Divergence, TrainerEvent, WireError } from '../worker/protocol.ts';
import { pictureOf } from './picture.ts';
import type { PicturePace } from './PicturePace.ts';
import { Readiness } from './Readiness.svelte.ts';
import type { ProgressView, RunProgress } from './RunProgress.ts';
import type { RunWork, Task } from './RunWork.ts';
import type { ExampleState } from './state.ts';

export type Status = 'idle' | 'preparing' | 'running' | 'paused' | 'done' | 'diverged' | 'failed';

/** The run of an example, before, while and after it trains. */
export class LiveRun {
  status = $state<Status>('idle');
  backend = $state<Backend>();
  backendReason = $state('');
  progress = $state.raw<ProgressView>();
  /** What the figure shows of every arm: all that was measured, but at a pace and thinned while the run goes on. */
  picture = $state.raw<RunLog>({});
  divergences = $state.raw<Readonly<Record<string, Divergence>>>({});
  /** What happened on the way that the reader should know. */
  incidents = $state.raw<readonly string[]>([]);
  error = $state.raw<WireError>();
  /** Logs of the arms that ran to their end: claims are judged on nothing less. */
  finishedLog = $state.raw<RunLog>({});
  digests: Readonly<Record<string, string>> = {};
  readonly readiness = new Readiness();

  readonly #now: () => number;
  readonly #gate = new Gate();
  #work: RunWork | undefined;
  #readLog = (): RunLog => ({});
  #pace: PicturePace | undefined;
  #course: RunProgress | undefined;
  #abort: AbortController | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  readonly isBusy = $derived(this.status === 'preparing' || this.status === 'running' || this.status === 'paused');

  /** Every number of every arm up to this moment. Nothing is told when it grows: figures follow `picture`. */
  get log(): RunLog {
    return this.#readLog();
  }

  /** Seconds of training, without pauses. */
  get seconds(): number {
    return this.#course?.seconds ?? 0;
  }

  /** What a run loaded; nothing before the first. */
  get work(): RunWork | undefined {
    return this.#work;
  }

  /** The result of an example that computes: it is there at once. */
  show(log: RunLog): void {
    this.#readLog = () => log;
    this.picture = log;
    this.finishedLog = log;
    this.status = 'done';
  }

  /** @param waits whether it stops before its first step, and goes on step by step. */
  async start(task: Task, waits: boolean): Promise<void> {
    if (this.isBusy) return;
    this.clear();
    if (waits) this.#gate.shut();
    else this.#gate.open();
    this.status = 'preparing';
    const abort = new AbortController();
    this.#abort = abort;

    try {
      // A trainer does one thing at a time.
      await this.readiness.cancel();
      const work = await this.#loadWork();
      abort.signal.throwIfAborted();
      const recorder = work.recorder();
      const progress = work.progress(task);
      this.#course = progress;
      if (waits) progress.pause();
      this.#pace = work.pace(() => this.#draw(progress));
      this.#readLog = () => recorder.log();
      await work.train(
        task,
        {
          onEvent: (arm, event) => {
            recorder.onEvent(arm, event);
            progress.onEvent(arm, event);
            this.#show(arm, task.experiment.arms[arm]?.label ?? arm, event, progress);
          },
          onArmDone: (arm) => {
            recorder.finish(arm);
            this.finishedLog = recorder.finishedLog();
          },
        },
        this.#gate,
        abort.signal,
      );
      this.digests = recorder.digests();
      this.readiness.warm(dataKey(task.experiment, task.state));
      this.status = Object.keys(this.divergences).length > 0 ? 'diverged' : 'done';
    } catch (error) {
      if (abort.signal.aborted) return;
      this.error = toWire(error);
      this.status = 'failed';
      this.#dismissTrainers();
    } finally {
      if (!abort.signal.aborted) this.#showResult();
    }
  }

  /** Gets everything here that a run of this state needs, and trains nothing. */
  async prepare(task: Task): Promise<void> {
    if (this.isBusy) return;
    await this.readiness.prepare(dataKey(task.experiment, task.state), async (listen, signal) => {
      await (await this.#loadWork()).prepare(task, listen, signal);
    });
    // What failed may have taken a worker with it; the next attempt has new ones.
    if (this.readiness.status === 'failed') this.#work?.dismissTrainers();
  }

  pause(): void {
    if (this.status !== 'running') return;
    this.#gate.shut();
    this.#course?.pause();
    this.status = 'paused';
    this.#pace?.drawNow();
  }

  resume(): void {
    if (this.status !== 'paused') return;
    this.status = 'running';
    this.#course?.resume();
    this.#gate.open();
  }

  /** One step of every arm that waits. */
  letPass(): void {
    this.#gate.letPass();
  }

  /** Ends the run at once, in whatever phase it is. What was measured stays. */
  stop(): void {
    this.#abort?.abort();
    this.#dismissTrainers();
    this.status = 'idle';
    this.#showResult();
  }

  dispose(): void {
    this.#abort?.abort();
    this.#pace?.stop();
    this.#dismissTrainers();
  }

  /** Back to before the run. */
  clear(): void {
    this.#pace?.stop();
    this.#readLog = () => ({});
    this.status = 'idle';
    this.progress = undefined;
    this.backend = undefined;
    this.picture = {};
    this.finishedLog = {};
    this.digests = {};
    this.divergences = {};
    this.incidents = [];
    this.error = undefined;
  }

  async #loadWork(): Promise<RunWork> {
    const { RunWork } = await import('./RunWork.ts');
    return (this.#work ??= new RunWork(this.#now));
  }

  #dismissTrainers(): void {
    this.#work?.dismissTrainers();
    this.readiness.chill();
  }

  #show(arm: string, label: string, event: TrainerEvent, progress: RunProgress): void {
    const view = progress.view();
    if (view.phase !== this.progress?.phase) this.progress = view;
    if (event.type === 'started') {
      // The first arm chose the backend; the others were told to use it.
      if (this.backend === undefined) this.backendReason = event.reason;
      this.backend = event.backend;
      if (this.status === 'preparing') this.status = this.#gate.isOpen ? 'running' : 'paused';
    } else if (event.type === 'resumed') {
      this.backend = event.backend;
      this.backendReason = event.reason;
      this.incidents = [
        ...this.incidents,
        `${label}: the graphics card failed. The run went on from step ${event.step} without it.`,
      ];
    } else if (event.type === 'diverged') {
      this.divergences = { ...this.divergences, [arm]: event.report };
    } else if (event.type === 'frames' && this.status === 'paused') {
      this.#pace?.drawNow();
    } else if (event.type === 'frames' || this.status === 'preparing') {
      this.#pace?.news();
    }
  }

  /** One picture of a run that goes on. Returns when the page has it, so that its cost can be told. */
  #draw(progress: RunProgress): void {
    this.progress = progress.view();
    if (this.status !== 'preparing') this.picture = this.status === 'running' ? pictureOf(this.log) : this.log;
    flushSync();
  }

  /** All that was measured, once there is no more to come. */
  #showResult(): void {
    this.#pace?.stop();
    this.#course?.pause();
    this.progress = undefined;
    this.picture = this.log;
  }
}

/** What has to be downloaded for a state: two states with the same key need the same. */
export const dataKey = (experiment: TrainingExperiment, { values }: Pick<ExampleState, 'values'>): string =>
  JSON.stringify(
    Object.entries(experiment.arms).map(([name, arm]) => [datasetOf(experiment, name, values), arm.startsFrom?.(values)?.id]),
  );
