import { judge, type ClaimResult } from '../experiments/claims.ts';
import type { Experiment, PresetName } from '../experiments/experiment.ts';
import { ParamError, type ParamSchema, type Values } from '../experiments/params.ts';
import type { PresetRecording, Recording } from '../experiments/recording.ts';
import type { ExperimentId } from '../experiments/registry.ts';
import { shelved } from '../experiments/shelf.ts';
import { remedyFor, type Remedy } from '../experiments/remedy.ts';
import { costOf } from './cost.ts';
import { lessonInWords, noLesson, type Hideable, type Lesson } from './lesson.ts';
import { dataKey, LiveRun, type Status } from './LiveRun.svelte.ts';
import { decodeLink, encodeLink, versionNote, type Theme } from './permalink.ts';
import { initialState, largestSeed, presetValues, textValues, type ExampleState } from './state.ts';
import { verdictOn, type Verdict } from './verdict.ts';

/** State and commands of one example on a page. Components render it; nothing here touches the document. */
export class ExperimentRunner {
  readonly id: ExperimentId;
  readonly experiment: Experiment;
  readonly live: LiveRun;
  /** What the next copied link shall leave out and fix. */
  draft = $state.raw<Lesson>(noLesson);

  deviceCalibration = $state<number>();

  #state = $state.raw<ExampleState>() as ExampleState;
  #notes = $state.raw<readonly string[]>([]);
  #lesson = $state.raw<Lesson>(noLesson);
  /** The theme that the link asks for; only a page that shows the example alone follows it. */
  theme = $state<Theme>();
  readonly #recording: Recording | undefined;

  constructor(id: ExperimentId, recording: Recording | undefined, now: () => number) {
    this.id = id;
    this.experiment = shelved(id);
    this.live = new LiveRun(now);
    this.#recording = recording;
    this.#state = initialState(this.experiment);
    this.#computeIfAble();
  }

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
    if (!ended || this.recording === undefined) return undefined;
    const { finishedLog: log, digests } = this.live;
    const run = { log, digests, seed: this.seed, sameSettings: this.sameSettings, diverged: this.status === 'diverged' };
    return verdictOn(run, this.claims, this.recording);
  });
  readonly cost = $derived.by(() =>
    this.experiment.kind === 'training'
      ? costOf(this.experiment, this.#state, this.recording, this.deviceCalibration)
      : undefined,
  );
  /** What mends a run that diverged with these settings. */
  readonly remedy: Remedy | undefined = $derived.by(() => {
    if (this.experiment.kind !== 'training') return undefined;
    const recorded = presetValues(this.experiment, this.preset);
    const remedy = remedyFor(this.experiment, this.#state.values, recorded, Object.values(this.live.divergences));
    const isLocked = Object.keys(remedy?.change ?? {}).some((name) => this.locks(name));
    return isLocked ? undefined : remedy;
  });
  /** What a run of this state would have to fetch first, while nobody is at it; empty where that is nothing. */
  readonly unprepared: string = $derived.by(() => {
    if (this.experiment.kind !== 'training' || this.isBusy) return '';
    const needed = dataKey(this.experiment, this.#state);
    const { status, key } = this.live.readiness;
    return status !== 'cold' && key === needed ? '' : needed;
  });
  /** What the link leaves out and fixes, in one line; empty where it does neither. */
  readonly lessonText = $derived.by(() => lessonInWords(this.experiment, this.#lesson));
  readonly texts = $derived.by(() => textValues(this.experiment, this.#state));
  /** What the reader should know: a link's bad values, a run that was stopped, a graphics card that failed, settings without effect. */
  readonly notes: readonly string[] = $derived.by(() => [
    ...this.#notes,
    ...this.live.incidents,
    ...(this.experiment.remarks?.(this.#state.values) ?? []),
  ]);

  get preset(): PresetName {
    return this.#state.preset;
  }
  get seed(): number {
    return this.#state.seed;
  }
  get values(): Values<ParamSchema> {
    return this.#state.values;
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

  /** Whether a link leaves this part of the example out. */
  hides(part: Hideable): boolean {
    return this.#lesson.hidden.has(part);
  }

  /** Whether a link holds this parameter, `preset` or `seed`, fast. */
  locks(name: string): boolean {
    return this.#lesson.locked.has(name);
  }

  /** The reader's way out of a lesson: everything is shown, and everything can be changed. */
  showEverything(): void {
    this.#lesson = noLesson;
  }

  /** The query string that leads back to this state, and to this lesson. */
  linkWith(lesson: Lesson = noLesson): string {
    return encodeLink(this.id, this.#state, this.recording?.version ?? '', lesson);
  }

  /** Tells the reader something in place of what was told before. */
  note(text: string): void {
    this.#notes = [text];
  }

  /** Takes the state and the lesson that a link holds, and keeps what it could not use as notes. Runs nothing. */
  openLink(search: string): void {
    const { state, notes, version, lesson, theme } = decodeLink(this.id, search);
    this.#change(state);
    this.#lesson = lesson;
    this.draft = lesson;
    this.theme = theme;
    const changed = versionNote(version, this.recording?.version ?? '');
    this.#notes = changed === undefined ? notes : [...notes, changed];
  }

  setPreset(preset: PresetName): void {
    this.#change(this.#keepingLocked(initialState(this.experiment, preset)));
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
    this.#change(this.#keepingLocked(initialState(this.experiment, this.preset)));
  }

  /** Gets everything here that a run needs, and trains nothing. */
  async prepare(): Promise<void> {
    if (this.experiment.kind === 'training') await this.live.prepare(this.id, this.experiment, this.#state);
  }

  async run(): Promise<void> {
    await this.#start(false);
  }

  /** Runs again with the same seed and the settings that mend a divergence. */
  async rerunWithRemedy(): Promise<void> {
    for (const [name, text] of Object.entries(this.remedy?.change ?? {})) this.setParam(name, text);
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

  dispose(): void {
    this.live.dispose();
  }

  async #start(waits: boolean): Promise<void> {
    if (this.experiment.kind !== 'training' || this.isBusy) return;
    this.#notes = [];
    await this.live.start(this.id, this.experiment, this.#state, waits);
  }

  #keepingLocked(state: ExampleState): ExampleState {
    const kept = Object.entries(this.#state.values).filter(([name]) => this.locks(name));
    return {
      ...state,
      values: { ...state.values, ...Object.fromEntries(kept) },
      seed: this.locks('seed') ? this.seed : state.seed,
    };
  }

  #change(state: ExampleState): void {
    this.#state = state;
    this.#notes = [];
    this.live.clear();
    this.#computeIfAble();
  }

  /** An example that only computes answers at once, and is always done. */
  #computeIfAble(): void {
    if (this.experiment.kind === 'compute') this.live.show(this.experiment.compute(this.#state.values));
  }
}
