import type { Backend } from '../experiments/frame.ts';
import { canaryFault } from './canary.ts';
import { choose, titles, type Choice, type Fault, type Runner } from './choice.ts';
import { softwareRenderer } from './gpu.ts';
import { EngineLostError, type Engine } from './net.ts';
import { openPlanEngine, type Threads } from './plan/plan-engine.ts';
import { stepTime, type Task } from './timing.ts';

/** What an engine loads, which the caller knows how to find: a browser by URL, Node in its folders. */
export interface EngineFiles {
  /** The bytes of our kernels. */
  readonly kernelsWasm: () => Promise<BufferSource>;
  /** Absent where threads cannot share memory. */
  readonly threads?: Threads | undefined;
}

/** TensorFlow.js is a chunk of its own: a device without a usable GPU never loads it. */
const load: Readonly<Record<Backend, (files: EngineFiles) => Promise<Engine>>> = {
  webgpu: async () => (await import('./tape/tape-engine.ts')).openTapeEngine('webgpu'),
  webgl: async () => (await import('./tape/tape-engine.ts')).openTapeEngine('webgl'),
  wasm: async ({ kernelsWasm, threads }) => openPlanEngine(await kernelsWasm(), threads),
  cpu: async () => (await import('./tape/tape-engine.ts')).openTapeEngine('cpu'),
};

/** Engines that were checked, each once a thread. */
const ready = new Map<Backend, Engine>();

/** Engines tried so far, and to try. */
export interface EngineProgress {
  readonly phase: 'engine';
  readonly done: number;
  readonly total: number;
}

export interface ChosenEngine extends Choice {
  readonly engine: Engine;
}

/**
 * One engine, checked by the canary.
 *
 * @throws Error where it is missing or computes wrongly; the text says which and why.
 * @throws EngineLostError where its device went away while it was checked.
 */
export async function openEngine(backend: Backend, files: EngineFiles): Promise<Engine> {
  const tried = await checkedEngine(backend, files);
  if (typeof tried === 'string')
    throw new Error(
      `The engine ${titles[backend]} cannot be used here: ${tried}. Choose another on the page "How the examples run".`,
    );
  return tried;
}

export interface EngineRequest {
  readonly files: EngineFiles;
  /** Backends that failed in this run, with the reason: not tried again. */
  readonly excluded: readonly Fault[];
  readonly onProgress: (progress: EngineProgress) => void;
  /** Ends the choice before the next engine, or the next step of a timing. */
  readonly signal: AbortSignal;
  /** A clock in milliseconds; this folder may not read one. */
  readonly now: () => number;
}

/**
 * The fastest engine that is right: tries what the device has, lets each take a training step whose loss and gradients are known,
 * and, where more than one is right, times a step of the very task. Plain JavaScript only where there is nothing else.
 *
 * @throws Error where every engine is missing or computes wrongly; the text says which and why. The signal's reason where it aborts.
 */
export async function fastestEngine(task: Task, request: EngineRequest): Promise<ChosenEngine> {
  const { files, excluded, onProgress, signal, now } = request;
  const candidates: readonly Backend[] = ['webgpu', 'webgl', 'wasm'];
  const right: Engine[] = [];
  const faults: Fault[] = [];
  for (const [done, backend] of candidates.entries()) {
    signal.throwIfAborted();
    onProgress({ phase: 'engine', done, total: candidates.length });
    const failed = excluded.find((fault) => fault.backend === backend)?.fault;
    const tried = failed ?? (await softwareRenderer(backend).catch(inWords)) ?? (await tryEngine(backend, files));
    if (typeof tried === 'string') faults.push({ backend, fault: tried });
    else right.push(tried);
  }
  if (right.length === 0 && !excluded.some(({ backend }) => backend === 'cpu')) {
    const last = await tryEngine('cpu', files);
    if (typeof last === 'string') faults.push({ backend: 'cpu', fault: last });
    else right.push(last);
  }
  signal.throwIfAborted();
  const runners: Runner[] = [];
  for (const { backend, createNet } of right) {
    try {
      runners.push(right.length < 2 ? { backend } : { backend, time: await stepTime(createNet, task, now, signal) });
    } catch (error) {
      signal.throwIfAborted();
      faults.push({ backend, fault: inWords(error) });
    }
  }
  const choice = choose(runners, faults);
  const engine = right.find(({ backend }) => backend === choice.backend);
  if (engine === undefined) throw new Error(`No engine is ready for "${choice.backend}".`);
  return { ...choice, engine };
}

/** The engine, where it is right; what is wrong with it, in words, where not. */
const tryEngine = (backend: Backend, files: EngineFiles): Promise<Engine | string> =>
  checkedEngine(backend, files).catch(inWords);

/** As `tryEngine`; but @throws EngineLostError where the device went away. */
async function checkedEngine(backend: Backend, files: EngineFiles): Promise<Engine | string> {
  const held = ready.get(backend);
  if (held !== undefined) return held;
  try {
    const engine = await load[backend](files);
    const fault = await canaryFault(engine);
    if (fault !== undefined) return fault;
    ready.set(backend, engine);
    return engine;
  } catch (error) {
    if (error instanceof EngineLostError) throw error;
    return inWords(error);
  }
}

const inWords = (error: unknown): string => `it failed with "${error instanceof Error ? error.message : String(error)}"`;
