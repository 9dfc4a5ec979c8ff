import type { ExperimentRunner } from '../../lib/runner/ExperimentRunner.svelte.ts';
import { pressOf, placeOf, type Command } from './keys.ts';

/** How an example is shown in a hall, and what its keys do. */
export class LectureHall {
  readonly runner: ExperimentRunner;
  /** Place of the panel that is shown, from 0. */
  panel = $state(0);
  /** The recorded run alone, drawn to its end: for a hall where nothing can run. */
  showsRecording = $state(false);
  /** Single keys can be switched off, for readers whose own tools use them. */
  hasKeys = $state(true);
  isHelpOpen = $state(false);
  message = $state('');

  readonly #commands: Readonly<Record<Command, () => void>>;

  constructor(runner: ExperimentRunner) {
    this.runner = runner;
    this.#commands = {
      go: () => this.#go(),
      back: () => this.#back(),
      step: () => void runner.step(),
      recording: () => this.toggleRecording(),
      reseed: () => this.#reseed(),
      'full-screen': () => void this.toggleFullScreen(),
      theme: () => this.toggleTheme(),
      help: () => (this.isHelpOpen = !this.isHelpOpen),
    };
  }

  get isTraining(): boolean {
    return this.runner.experiment.kind === 'training';
  }

  readonly onkeydown = (event: KeyboardEvent): void => {
    if (!this.hasKeys || event.defaultPrevented) return;
    const press = pressOf(event, placeOf(event.target));
    if (press === undefined || (this.isHelpOpen && press !== 'help')) return;
    event.preventDefault();
    if (typeof press === 'string') this.#commands[press]();
    else this.showPanel(press.panel);
  };

  showPanel(panel: number): void {
    if (panel < this.runner.experiment.figure.length) this.panel = panel;
  }

  toggleRecording(): void {
    if (this.isTraining) this.showsRecording = !this.showsRecording;
  }

  toggleTheme(): void {
    const { dataset } = document.documentElement;
    // Not remembered: what suits a hall need not suit the desk.
    dataset['theme'] = dataset['theme'] === 'light' ? 'dark' : 'light';
  }

  async toggleFullScreen(): Promise<void> {
    try {
      if (document.fullscreenElement === null) await document.documentElement.requestFullscreen();
      else await document.exitFullscreen();
      this.message = '';
    } catch {
      this.message = 'This browser did not allow full screen here; its own menu or F11 may.';
    }
  }

  #go(): void {
    const { runner } = this;
    this.showsRecording = false;
    if (runner.status === 'running') runner.pause();
    else if (runner.status === 'paused') runner.resume();
    else if (this.isTraining) void runner.run();
  }

  #back(): void {
    this.showsRecording = false;
    if (this.isTraining) this.runner.reset();
    else this.runner.restoreDefaults();
  }

  #reseed(): void {
    if (this.isTraining && !this.runner.locks('seed')) this.runner.reseed();
  }
}
