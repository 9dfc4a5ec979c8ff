import { judge, type ClaimResult } from '../experiments/claims.ts';
import type { Experiment, PresetName } from '../experiments/experiment.ts';
import { ParamError, formatValues } from '../experiments/params.ts';
import type { PresetRecording, Recording } from '../experiments/recording.ts';
import { experimentOf, type ExperimentId } from '../experiments/registry.ts';
import type { RunLog } from '../experiments/runlog.ts';
import { Gate } from '../worker/Gate.ts';
import { runArms } from '../worker/runArms.ts';
import { toWire } from '../worker/wireError.ts';
import { WorkerTrainer } from '../worker/WorkerTrainer.ts';
import type { Backend, Divergence, TrainerEvent, WireError } from '../worker/protocol.ts';
import { costOf, longestFirst } from './cost.ts';
import { decodeLink, encodeLink } from './permalink.ts';
import { RunProgress, type ProgressView } from './RunProgress.ts';
import { RunRecorder } from './RunRecorder.ts';
import { armsOf, initialState, largestSeed, textValues, type ExampleState } from './state.ts';
import { verdictOn, type Verdict } from './verdict.ts';

export type Status = 'idle' | 'preparing' | 'running' | 'paused' | 'done' | 'diverged' | 'failed';

/** Two arms in two workers use two cores everywhere; more would starve the page on a small laptop. */
const workerCount = 2;

/** State and commands of one example on a page. Components render it; nothing here touches the document. */
export class ExperimentRunner {
  readonly id: ExperimentId;
  readonly experiment: Experiment;

  status = $state<Status>('idle');
  /** What the reader was asked to know: a link's bad values, a run that was stopped. */
  notes = $state.raw<readonly string[]>([]);
  backend = $state<Backend>();
  backendReason = $state('');
  progress = $state.raw<ProgressView>();
  /** Every arm that was trained or is being trained, as far as it got. */
  log = $state.raw<RunLog>({});
  divergences = $state.raw<Readonly<Record<string, Divergence>>>({});
  error = $state.raw<WireError>();
  deviceCalibration = $state<number>();

  #state = $state.raw<ExampleState>() as ExampleState;
  /** Logs of the arms that ran to their end: claims are judged on nothing less. */
  #finishedLog = $state.raw<RunLog>({});
  #digests: Readonly<Record<string, string>> = {};
  readonly #recording: Recording | undefined;
  readonly #now: () => number;
  readonly #gate = new Gate();
  #trainers: WorkerTrainer[] = [];
  #abort: AbortController | undefined;

  constructor(id: ExperimentId, recording: Recording | undefined, now: () => number) {
    this.id = id;
    this.experiment = experimentOf(id);
    this.#recording = recording;
    this.#now = now;
    this.#state = initialState(this.experiment);
    this.#computeIfAble();
  }

  readonly recording: PresetRecording | undefined = $derived.by(() => this.#recording?.presets[this.#state.preset]);
  readonly isBusy = $derived(this.status === 'preparing' || this.status === 'running' || this.status === 'paused');
  readonly sameSettings = $derived.by(() => {
    const recorded = this.recording?.params;
    return recorded !== undefined && Object.entries(this.texts).every(([name, text]) => recorded[name] === text);
  });
  readonly claims: readonly ClaimResult[] = $derived.by(() =>
    judge(this.experiment.claims, this.#finishedLog, this.#state.values),
  );
  readonly verdict: Verdict | undefined = $derived.by(() => {
    const ended = this.status === 'done' || this.status === 'diverged';
    if (!ended || this.recording === undefined) return undefined;
    const diverged = this.status === 'diverged';
    const run = { log: this.#finishedLog, digests: this.#digests, seed: this.seed, sameSettings: this.sameSettings, diverged };
    return verdictOn(run, this.claims, this.recording);
  });
  readonly cost = $derived.by(() =>
    this.experiment.kind === 'training'
      ? costOf(this.experiment, this.#state, this.recording, this.deviceCalibration)
      : undefined,
  );
  /** The query string that leads back to this state. */
  readonly link = $derived.by(() => encodeLink(this.id, this.#state, this.recording?.version ?? ''));
  readonly texts = $derived.by(() => textValues(this.experiment, this.#state));

  get preset(): PresetName {
    return this.#state.preset;
  }
  get seed(): number {
    return this.#state.seed;
  }

  /** Takes the state that a link holds, and keeps what it could not use as notes. */
  openLink(search: string): void {
    const { state, notes, version } = decodeLink(this.id, search);
    this.#change(state);
    const recorded = this.recording?.version ?? '';
    const outdated = version !== '' && version !== recorded;
    this.notes = outdated
      ? [...notes, 'The recording has been made anew since this link was copied; numbers may differ.']
      : notes;
  }

  setPreset(preset: PresetName): void {
    this.#change(initialState(this.experiment, preset));
  }

  /** Sets one parameter from its text. A text that the parameter refuses changes nothing and becomes a note. */
  setParam(name: string, text: string): void {
    const param = this.experiment.params[name];
    if (param === undefined) throw new Error(`"${this.id}" has no parameter "${name}".`);
    try {
      this.#change({ ...this.#state, values: { ...this.#state.values, [name]: param.parse(text) as unknown } });
    } catch (error) {
      if (!(error instanceof ParamError)) throw error;
      this.notes = [error.message];
    }
  }

  /** Another seed, with the same settings: the next one, so that a lecture can be repeated. */
  reseed(): void {
    this.stop();
    this.#change({ ...this.#state, seed: this.seed === largestSeed ? 0 : this.seed + 1 });
  }

  /** Back to before Run: the same settings and the same seed, so the next run starts from the same weights. */
  reset(): void {
    this.stop();
    this.#change(this.#state);
  }

  /** Back to the preset as the book has it. */
  restoreDefaults(): void {
    this.stop();
    this.#change(initialState(this.experiment, this.preset));
  }

  async run(): Promise<void> {
    this.#gate.open();
    await this.#start();
  }

  pause(): void {
    if (this.status !== 'running') return;
    this.#gate.shut();
    this.status = 'paused';
  }

  resume(): void {
    if (this.status !== 'paused') return;
    this.status = 'running';
    this.#gate.open();
  }

  /** One step of every arm that is training; from the start, prepares the run and waits before its first step. */
  async step(): Promise<void> {
    if (this.status === 'paused') {
      this.#gate.letPass();
    } else if (this.status === 'running') {
      this.pause();
    } else if (!this.isBusy) {
      this.#gate.shut();
      await this.#start();
    }
  }

  /** Ends the run at once, in whatever phase it is. What was measured stays on the figure. */
  stop(): void {
    if (!this.isBusy) return;
    this.#abort?.abort();
    this.#disposeTrainers();
    this.status = 'idle';
    this.progress = undefined;
    this.notes = ['Stopped. What was measured so far stays on the figure; Run starts again from the first step.'];
  }

  dispose(): void {
    this.#abort?.abort();
    this.#disposeTrainers();
  }

  #change(state: ExampleState): void {
    this.#state = state;
    this.#clear();
    this.#computeIfAble();
  }

  #clear(): void {
    this.status = 'idle';
    this.notes = [];
    this.progress = undefined;
    this.backend = undefined;
    this.log = {};
    this.#finishedLog = {};
    this.#digests = {};
    this.divergences = {};
    this.error = undefined;
  }

  /** An example that only computes answers at once, and is always done. */
  #computeIfAble(): void {
    if (this.experiment.kind !== 'compute') return;
    this.log = this.experiment.compute(this.#state.values);
    this.#finishedLog = this.log;
    this.status = 'done';
  }

  async #start(): Promise<void> {
    const { experiment } = this;
    if (experiment.kind !== 'training' || this.isBusy) return;
    this.#clear();
    this.status = 'preparing';
    const abort = new AbortController();
    this.#abort = abort;
    const { values, preset } = this.#state;
    const arms = longestFirst(experiment, armsOf(experiment, preset), values);
    const recorder = new RunRecorder();
    const progress = new RunProgress(experiment, arms, values, this.#now);
    const request = { experiment: this.id, arms, params: formatValues(experiment.params, values), seed: this.seed } as const;
    while (this.#trainers.length < Math.min(workerCount, arms.length)) this.#trainers.push(new WorkerTrainer());

    try {
      await runArms(
        this.#trainers,
        { ...request, backend: 'auto' },
        {
          onEvent: (arm, event) => {
            recorder.onEvent(arm, event);
            progress.onEvent(arm, event);
            if (!abort.signal.aborted) this.#show(arm, event, recorder, progress);
          },
          onArmDone: (arm) => {
            recorder.finish(arm);
            this.#finishedLog = recorder.finishedLog();
          },
        },
        this.#gate,
        abort.signal,
      );
      this.#digests = recorder.digests();
      this.status = Object.keys(this.divergences).length > 0 ? 'diverged' : 'done';
    } catch (error) {
      if (abort.signal.aborted) return;
      this.error = toWire(error);
      this.status = 'failed';
      this.#disposeTrainers();
    } finally {
      if (!abort.signal.aborted) this.progress = undefined;
    }
  }

  #show(arm: string, event: TrainerEvent, recorder: RunRecorder, progress: RunProgress): void {
    this.progress = progress.view();
    if (event.type === 'started') {
      // The first arm chose the backend; the others were told to use it.
      if (this.backend === undefined) this.backendReason = event.reason;
      this.backend = event.backend;
      if (this.status === 'preparing') this.status = this.#gate.isOpen ? 'running' : 'paused';
    } else if (event.type === 'frames') {
      this.log = recorder.log();
    } else if (event.type === 'diverged') {
      this.divergences = { ...this.divergences, [arm]: event.report };
    }
  }

  #disposeTrainers(): void {
    for (const trainer of this.#trainers) trainer.dispose();
    this.#trainers = [];
  }
}
