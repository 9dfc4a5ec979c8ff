import type { TrainingExperiment } from '../experiments/experiment.ts';
import { OWN } from '../experiments/own-arm.ts';
import { formatValues } from '../experiments/params.ts';
import type { ExperimentId } from '../experiments/registry.ts';
import type { Gate } from '../worker/Gate.ts';
import { prepareTrainers } from '../worker/prepareTrainers.ts';
import { runArms, type ArmsListener, type ArmsRequest } from '../worker/runArms.ts';
import type { StartedEvent, Trainer, TrainerEvent } from '../worker/protocol.ts';
import { longestFirst } from './cost.ts';
import { deviceMemory } from './engineMemory.ts';
import { deviceStore } from './history/device-store.ts';
import { keepRun, type Ended, type Keeping } from './history/keep-run.ts';
import { PicturePace } from './PicturePace.ts';
import { RunProgress } from './RunProgress.ts';
import { RunRecorder } from './RunRecorder.ts';
import { armsOf, type ExampleState } from './state.ts';
import { TrainerPool } from './TrainerPool.ts';
import { verdictOn } from './verdict.ts';

/** What a run is of. */
export interface Task {
  readonly id: ExperimentId;
  readonly experiment: TrainingExperiment;
  readonly state: ExampleState;
}

/** Everything that a run needs and that a page which only shows its examples does without: a run fetches it first. */
export class RunWork {
  readonly verdictOn = verdictOn;
  readonly #now: () => number;
  readonly #trainers = new TrainerPool();

  constructor(now: () => number) {
    this.#now = now;
  }

  recorder(): RunRecorder {
    return new RunRecorder();
  }

  progress({ experiment, state }: Task): RunProgress {
    return new RunProgress(experiment, armsOf(experiment, state.preset, state.challenge), state.values, this.#now);
  }

  pace(draw: () => void): PicturePace {
    return new PicturePace(draw, this.#now);
  }

  async train(task: Task, { onEvent, onArmDone }: ArmsListener, gate: Gate, signal: AbortSignal): Promise<void> {
    const { trainers, request, onStarted } = this.#requestOf(task);
    const listener: ArmsListener = {
      onEvent: (arm, event) => {
        if (signal.aborted) return;
        if (event.type === 'started') onStarted(event);
        onEvent(arm, event);
      },
      onArmDone,
    };
    await runArms(trainers, request, listener, gate, signal);
  }

  /** Gets everything here, and trains nothing. */
  async prepare(task: Task, listen: (event: TrainerEvent) => void, signal: AbortSignal): Promise<void> {
    const { trainers, request, onStarted } = this.#requestOf(task);
    await prepareTrainers(
      trainers,
      request,
      (event) => {
        if (event.type === 'started') onStarted(event);
        listen(event);
      },
      signal,
    );
  }

  /** Keeps a run as it stands among those of this device. */
  keep(run: Ended): Promise<Keeping> {
    return keepRun(run, deviceStore(), () => new Date());
  }

  /** Ends all trainers at once; those of the next run are new ones. */
  dismissTrainers(): void {
    this.#trainers.dispose();
  }

  /** What the trainers are asked for, and what to keep of their answer. */
  #requestOf({ id, experiment, state: { values, preset, seed, own, challenge } }: Task): {
    trainers: readonly Trainer[];
    request: ArmsRequest;
    onStarted: (event: StartedEvent) => void;
  } {
    const arms = longestFirst(experiment, armsOf(experiment, preset, challenge), values);
    const memory = deviceMemory();
    const params = formatValues(experiment.params, values);
    // Another model is another task for an engine.
    const settings = own === undefined ? params : { ...params, own: own.link };
    const remembered = memory.recall(id, settings);
    const { trainers, threads } = this.#trainers.forArms(arms.length);
    const engine = { backend: memory.wish, threads, ...(remembered && { remembered }) };
    const onStarted = (event: StartedEvent): void => {
      if (event.isTimed) memory.remember(id, settings, event);
    };
    const model = own && OWN in experiment.arms && { own: { base: own.base, text: own.text } };
    return { trainers, request: { experiment: id, arms, params, seed, ...model, ...engine }, onStarted };
  }
}
