import type { ChosenEngine, EngineRequest } from '../core/engines.ts';
import { batches } from '../core/batches.ts';
import { titles, type Fault } from '../core/choice.ts';
import { EngineLostError, type Engine } from '../core/net.ts';
import { createSession, netOptions, type Checkpoint, type SessionOptions, type TrainingSession } from '../core/session.ts';
import type { Task } from '../core/timing.ts';
import { eventsWhile } from './eventsWhile.ts';
import { Pace } from './Pace.ts';
import type { Advance, Backend, Frame, RunRequest, TrainerEvent, TrainerEvents } from './protocol.ts';

/** Milliseconds of training that a lost GPU may cost. */
const CHECKPOINT_EVERY = 2000;

/** Milliseconds between two answers while the run makes up for what a lost GPU did. */
const CATCH_UP = 100;

/** Where engines come from: `openEngine` and `fastestEngine` of the core, with the files that they load. */
export interface EngineSource {
  open(backend: Backend): Promise<Engine>;
  fastest(task: Task, request: Omit<EngineRequest, 'files'>): Promise<ChosenEngine>;
}

export interface ArmRunOptions {
  readonly session: SessionOptions;
  readonly request: Pick<RunRequest, 'backend' | 'remembered'>;
  readonly engines: EngineSource;
  /** Engines that failed this thread before; grows where another one does. */
  readonly faults: Fault[];
  readonly now: () => number;
}

/**
 * The run of one arm, from the choice of an engine to the last frame. Where a GPU goes away in the middle, the run goes on from its
 * last checkpoint on the next engine; frames that were told already are not told twice.
 */
export class ArmRun {
  readonly #options: ArmRunOptions;
  #checkpoint: Checkpoint | undefined;
  /** Frames of steps before this one were told. */
  #told = 0;
  /** How far to go before the next answer, as last asked. */
  #advance: Advance | undefined;

  constructor(options: ArmRunOptions) {
    this.#options = options;
  }

  async *events(signal: AbortSignal): TrainerEvents {
    let hasStarted = false;
    for (;;) {
      const { engine, ...choice } = yield* eventsWhile(signal, (report) => this.#chooseEngine(report, signal));
      if (!hasStarted) yield { type: 'progress', progress: { phase: 'compile', done: 0, total: 0 } };
      // Only a GPU goes away; what fails on the CPU would fail again.
      const canBeLost = engine.backend === 'webgpu' || engine.backend === 'webgl';
      let session: TrainingSession | undefined;
      try {
        session = await createSession(engine, this.#options.session, this.#checkpoint);
        signal.throwIfAborted();
        const { layers, inputs, totalSteps } = session;
        if (!hasStarted) this.#advance = yield { type: 'started', ...choice, layers, inputs, totalSteps };
        else yield { type: 'resumed', backend: choice.backend, reason: choice.reason, step: session.step };
        hasStarted = true;
        yield* this.#steps(session, canBeLost, signal);
        return;
      } catch (error) {
        if (!canBeLost || signal.aborted) throw error;
        const fault = error instanceof Error ? error.message : String(error);
        this.#options.faults.push({ backend: engine.backend, fault });
      } finally {
        session?.dispose();
      }
    }
  }

  async #chooseEngine(report: (event: TrainerEvent) => void, signal: AbortSignal): Promise<ChosenEngine> {
    const { request, session, engines, faults, now } = this.#options;
    const { backend, remembered } = request;
    const isUsable = (wanted: string): boolean => !faults.some((fault) => fault.backend === wanted);
    if (backend !== 'auto' && isUsable(backend)) {
      const engine = await this.#openUnlessLost(backend);
      const reason = `${titles[backend]}, as asked for; a training step of it was checked.`;
      if (engine !== undefined) return { engine, backend, reason, isTimed: false };
    }
    if (remembered !== undefined && isUsable(remembered.backend)) {
      const engine = await engines.open(remembered.backend).catch(() => undefined);
      if (engine !== undefined) return { engine, ...remembered, isTimed: false };
    }
    const { plan, dataset, seed } = session;
    const batch = batches(dataset, { ...plan, seed }).next().value;
    const onProgress = (progress: Extract<TrainerEvent, { type: 'progress' }>['progress']): void =>
      report({ type: 'progress', progress });
    return engines.fastest({ net: netOptions(session), batch }, { excluded: faults, onProgress, signal, now });
  }

  /** Nothing where the device went away while it was checked, as under another run of the page: the next engine takes over. */
  async #openUnlessLost(backend: Backend): Promise<Engine | undefined> {
    try {
      return await this.#options.engines.open(backend);
    } catch (error) {
      if (!(error instanceof EngineLostError)) throw error;
      this.#options.faults.push({ backend, fault: error.message });
      return undefined;
    }
  }

  async *#steps(session: TrainingSession, canBeLost: boolean, signal: AbortSignal): TrainerEvents {
    const { now } = this.#options;
    const pace = new Pace();
    let checkpointed = now();
    // A plan without a step: what was asked for is to be measured at the start.
    if (session.totalSteps === 0) yield* this.#end(session, []);
    while (session.step < session.totalSteps) {
      const { steps, milliseconds } = this.#nextAdvance(session.step);
      const until = now() + milliseconds;
      const frames: Frame[] = [];
      let done = 0;
      do {
        signal.throwIfAborted();
        const before = now();
        const { frames: more, divergence } = await session.advance(Math.min(pace.steps, steps - done));
        pace.took(now() - before);
        done += more.length;
        frames.push(...more);
        if (divergence !== undefined) {
          yield { type: 'frames', frames: this.#untold(frames) };
          yield { type: 'diverged', report: divergence };
          return;
        }
      } while (session.step < session.totalSteps && done < steps && now() < until);
      if (session.step === session.totalSteps) {
        yield* this.#end(session, frames);
        return;
      }
      // After the last step this would be too late: frames that were not told yet lie before it.
      if (canBeLost && now() - checkpointed >= CHECKPOINT_EVERY) {
        this.#checkpoint = await session.checkpoint();
        checkpointed = now();
      }
      this.#advance = yield { type: 'frames', frames: this.#untold(frames) };
    }
  }

  /** The last measurement, told with the frames before it that were not told yet. */
  async *#end(session: TrainingSession, frames: readonly Frame[]): TrainerEvents {
    yield { type: 'progress', progress: { phase: 'evaluate', done: 0, total: 0 } };
    const { frames: last, divergence } = await session.finish();
    yield { type: 'frames', frames: this.#untold([...frames, ...last]) };
    if (divergence !== undefined) yield { type: 'diverged', report: divergence };
  }

  /** What was asked last; but steps that were told already are made up for without being asked one by one. */
  #nextAdvance(step: number): Advance {
    if (step < this.#told) return { steps: this.#told - step, milliseconds: CATCH_UP };
    return this.#advance ?? { steps: 1, milliseconds: 0 };
  }

  #untold(frames: readonly Frame[]): readonly Frame[] {
    const untold = frames.filter(({ step }) => step >= this.#told);
    this.#told = Math.max(this.#told, (frames.at(-1)?.step ?? -1) + 1);
    return untold;
  }
}
