import type { Challenge } from '../experiments/challenge.ts';
import { judge, type ClaimResult } from '../experiments/claims.ts';
import type { Experiment, PresetName } from '../experiments/experiment.ts';
import { ParamError, type ParamSchema, type TextValues, type Values } from '../experiments/params.ts';
import type { PresetRecording, Recording } from '../experiments/recording.ts';
import type { ExperimentId } from '../experiments/registry.ts';
import { shelved } from '../experiments/shelf.ts';
import type { Keeping } from './history/keep-run.ts';
import { noLesson, type Hideable, type Lesson } from './lesson.ts';
import { dataKey, LiveRun, type Status } from './LiveRun.svelte.ts';
import type { DecodedLink, Theme } from './permalink.ts';
import { CostEstimate, type Downloads } from './CostEstimate.svelte.ts';
import { initialState, largestSeed, textValues, type ExampleState, type LinkedModel } from './state.ts';
import type { Verdict } from './verdict.ts';

/** State and commands of one example on a page. Components render it; nothing here touches the document. */
export class ExperimentRunner {
  readonly id: ExperimentId;
  /** As the book has it, without an own model of the reader. */
  readonly plain: Experiment;
  readonly live: LiveRun;
  /** What the next copied link shall leave out and fix. */
  draft = $state.raw<Lesson>(noLesson);

  readonly estimate: CostEstimate;
  /** What became of keeping a run on this device: the last one that ended, or that the reader wanted kept. */
  kept = $state.raw<Keeping>();

  #state = $state.raw<ExampleState>() as ExampleState;
  #notes = $state.raw<readonly string[]>([]);
  #lesson = $state.raw<Lesson>(noLesson);
  #lessonText = $state('');
  /** The theme that the link asks for; only a page that shows the example alone follows it. */
  theme = $state<Theme>();
  readonly #recording: Recording | undefined;
  /** Settled when the own model of a link is there, or was refused. */
  opened: Promise<void> = Promise.resolve();

  constructor(id: ExperimentId, recording: Recording | undefined, now: () => number, downloads: Downloads = {}) {
    this.id = id;
    this.plain = shelved(id);
    this.live = new LiveRun(now);
    this.#recording = recording;
    this.estimate = new CostEstimate(downloads);
    this.#state = initialState(this.plain);
    this.#computeIfAble();
  }

  /** The challenge that the reader is at. */
  readonly challenge: Challenge | undefined = $derived.by(() => this.#state.challenge);
  readonly #joined = $derived.by(() => this.own?.join(this.plain, this.#state.values));
  /** With the reader's own model as an arm of it, where there is one. */
  readonly experiment: Experiment = $derived.by(() => this.#joined?.experiment ?? this.plain);

  readonly recording: PresetRecording | undefined = $derived.by(() => this.#recording?.presets[this.#state.preset]);
  readonly sameSettings = $derived.by(() => {
    const recorded = this.recording?.params;
    return recorded !== undefined && Object.entries(this.texts).every(([name, text]) => recorded[name] === text);
  });
  readonly claims: readonly ClaimResult[] = $derived.by(() =>
    judge(this.experiment.claims, this.live.finishedLog, this.#state.values),
  );
  readonly verdict: Verdict | undefined = $derived.by(() => {
    const ended = this.status === 'done' || this.status === 'diverged';
    // A verdict compares with the recording, which has no arm that a reader made.
    if (!ended || this.recording === undefined || this.own?.isAlone) return undefined;
    const { finishedLog: log, digests, divergences } = this.live;
    const diverged = Object.keys(divergences).some((arm) => arm in this.plain.arms);
    const run = { log, digests, seed: this.seed, sameSettings: this.sameSettings, diverged };
    return this.live.work?.verdictOn(run, this.claims, this.recording, this.experiment);
  });
  readonly cost = $derived.by(() => this.estimate.of(this.experiment, this.#state, this.recording, this.#isAsRecorded));
  readonly #isAsRecorded = $derived.by(() => this.sameSettings && this.own === undefined && this.challenge === undefined);
  /** What a run of this state would have to fetch first, while nobody is at it; empty where that is nothing. */
  readonly unprepared: string = $derived.by(() => {
    if (this.experiment.kind !== 'training' || this.isBusy) return '';
    const needed = dataKey(this.experiment, this.#state);
    const { status, key } = this.live.readiness;
    return status !== 'cold' && key === needed ? '' : needed;
  });
  readonly texts = $derived.by(() => textValues(this.experiment, this.#state));
  /** What the reader should know: a link's bad values, a run that was stopped, a graphics card that failed, settings without effect. */
  readonly notes: readonly string[] = $derived.by(() => [
    ...this.#notes,
    ...this.live.incidents,
    ...(this.#joined?.notes ?? []),
    ...(this.experiment.remarks?.(this.#state.values) ?? []),
  ]);

  /** What a link holds of it, see `links.ts`. */
  get state(): ExampleState {
    return this.#state;
  }
  get preset(): PresetName {
    return this.#state.preset;
  }
  get seed(): number {
    return this.#state.seed;
  }
  get values(): Values<ParamSchema> {
    return this.#state.values;
  }
  /** The reader's own model, where there is one. */
  get own(): LinkedModel | undefined {
    return this.#state.own;
  }
  get status(): Status {
    return this.live.status;
  }
  get isBusy(): boolean {
    return this.live.isBusy;
  }
  get lesson(): Lesson {
    return this.#lesson;
  }
  /** What the link leaves out and fixes, in one line; empty where it does neither. */
  get lessonText(): string {
    return this.#lessonText;
  }

  /** Whether a link leaves this part of the example out; at a challenge its rule is the verdict, and the models are those of the book. */
  hides(part: Hideable): boolean {
    return this.#lesson.hidden.has(part) || (this.challenge !== undefined && (part === 'verdict' || part === 'model'));
  }

  /** Whether a link or a challenge holds this parameter, `preset` or `seed`, fast. */
  locks(name: string): boolean {
    return this.#lesson.locked.has(name) || (name !== 'seed' && this.challenge?.free.includes(name) === false);
  }

  /** The reader's way out of a lesson: everything is shown, and everything can be changed. */
  showEverything(): void {
    this.#lesson = noLesson;
    this.#lessonText = '';
  }

  /** Out of the challenge, with the settings as they are. */
  leaveChallenge(): void {
    this.stop();
    this.#change({ ...this.#state, challenge: undefined });
  }

  /** Tells the reader something in place of what was told before. */
  note(text: string): void {
    this.#notes = [text];
  }

  /**
   * Takes what a link holds, its lesson in words, and what to tell of a recording that is not the one of the link; `links.ts` reads it.
   * Runs nothing.
   */
  takeLink(
    { state, notes, lesson, theme, own }: Omit<DecodedLink, 'version'>,
    lessonText: string,
    noteOf: (recorded: string) => string | undefined,
  ): void {
    this.#change(state);
    this.#lesson = lesson;
    this.#lessonText = lessonText;
    this.draft = lesson;
    this.theme = theme;
    const changed = noteOf(this.recording?.version ?? '');
    this.#notes = changed === undefined ? notes : [...notes, changed];
    if (own === '') return;
    this.opened = import('./own/own.ts')
      .then(({ openOwn }) => openOwn(this, own))
      .catch((error: unknown) => this.note(`The model of this link could not be loaded: ${String(error)}`));
  }

  /** Trains this model as an arm from now on, or none; clears the run, and what the reader was told, unless `notes` join it. */
  setOwn(own: LinkedModel | undefined, notes?: readonly string[]): void {
    const told = this.#notes;
    this.stop();
    this.#change({ ...this.#state, own });
    if (notes) this.#notes = [...told, ...notes];
  }

  setPreset(preset: PresetName): void {
    this.#change(this.#keepingLocked(initialState(this.experiment, preset, this.challenge)));
  }

  /** Sets one parameter from its text. A text that the parameter refuses changes nothing and becomes a note. */
  setParam(name: string, text: string): void {
    const param = this.experiment.params[name];
    if (param === undefined) throw new Error(`"${this.id}" has no parameter "${name}".`);
    try {
      this.#change({ ...this.#state, values: { ...this.#state.values, [name]: param.parse(text) as unknown } });
    } catch (error) {
      if (!(error instanceof ParamError)) throw error;
      this.note(error.message);
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

  /** Back to the preset as the book has it, but for what a lesson fixes. */
  restoreDefaults(): void {
    this.stop();
    this.#change(this.#keepingLocked(initialState(this.experiment, this.preset, this.challenge)));
  }

  /** Gets everything here that a run needs, and trains nothing. */
  async prepare(): Promise<void> {
    await this.opened;
    if (this.experiment.kind === 'training')
      await this.live.prepare({ id: this.id, experiment: this.experiment, state: this.#state });
  }

  async run(): Promise<void> {
    await this.#start(false);
  }

  /** Runs again with the same seed and some parameters changed. */
  async rerunWith(change: TextValues): Promise<void> {
    for (const [name, text] of Object.entries(change)) this.setParam(name, text);
    await this.run();
  }

  pause(): void {
    this.live.pause();
  }

  resume(): void {
    this.live.resume();
  }

  /** One step of every arm that is training; from the start, prepares the run and waits before its first step. */
  async step(): Promise<void> {
    if (this.status === 'paused') this.live.letPass();
    else if (this.status === 'running') this.live.pause();
    else if (!this.isBusy) await this.#start(true);
  }

  /** Ends the run at once, in whatever phase it is. What was measured stays on the figure. */
  stop(): void {
    if (!this.isBusy) return;
    this.live.stop();
    this.note('Stopped. What was measured so far stays on the figure; Run starts again from the first step.');
  }

  /** Keeps the run of the figure on this device, as it stands. */
  async keep(): Promise<void> {
    this.kept = await this.live.work?.keep(this);
  }

  dispose(): void {
    this.live.dispose();
  }

  async #start(waits: boolean): Promise<void> {
    if (this.experiment.kind !== 'training' || this.isBusy) return;
    await this.opened;
    this.#notes = [];
    await this.live.start({ id: this.id, experiment: this.experiment, state: this.#state }, waits);
    if (this.status !== 'done' && this.status !== 'diverged') return;
    await this.keep();
    if (this.kept?.isFull && this.kept.of === this.live.picture) this.note(this.kept.problem);
  }

  #keepingLocked(state: ExampleState): ExampleState {
    const kept = Object.entries(this.#state.values).filter(([name]) => this.locks(name));
    return {
      ...state,
      values: { ...state.values, ...Object.fromEntries(kept) },
      seed: this.locks('seed') ? this.seed : state.seed,
      own: this.own,
    };
  }

  #change(state: ExampleState): void {
    this.#state = state;
    this.#notes = [];
    this.live.clear();
    this.#computeIfAble();
    if (this.experiment.kind === 'training' && !this.#isAsRecorded) void this.estimate.reckon();
  }

  /** An example that only computes answers at once, and is always done. */
  #computeIfAble(): void {
    if (this.experiment.kind === 'compute') this.live.show(this.experiment.compute(this.#state.values));
  }
}
