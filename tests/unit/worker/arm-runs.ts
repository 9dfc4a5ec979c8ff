import { beforeAll, beforeEach } from 'vitest';
import type { Fault } from '../../../src/lib/core/choice.ts';
import { openEngine } from '../../../src/lib/core/engines.ts';
import { EngineLostError, type Engine, type Net, type NetState } from '../../../src/lib/core/net.ts';
import type { SessionOptions } from '../../../src/lib/core/session.ts';
import { ArmRun, type ArmRunOptions, type EngineSource } from '../../../src/lib/worker/ArmRun.ts';
import type { Advance, Backend, Frame, TrainerEvent } from '../../../src/lib/worker/protocol.ts';
import { engineFiles } from '../../setup/engine.ts';
import { dense, flatten, sigmoid } from '../../setup/layers.ts';
import { smallData } from '../../setup/small-data.ts';
import { wrapped } from '../../setup/wrapped-engine.ts';

export const STEPS = 20;

export const session: SessionOptions = {
  layers: [flatten, dense(5), sigmoid, dense(10)],
  plan: {
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate: 0.1, momentum: 0.9, weightDecay: 0 },
    batchSize: 4,
    steps: STEPS,
    augment: false,
    measureEvery: 5,
  },
  metrics: ['trainLoss', 'testError'],
  dataset: smallData(20, 10, 4, 1),
  seed: 0,
};

/** The compiled engine, which notes the last state of each net when it is disposed of. */
export let real: Engine;
export const states: Promise<NetState>[] = [];

/** To be called once in a file that makes runs. */
export function useCompiledEngine(): void {
  beforeAll(async () => {
    real = wrapped(await openEngine('wasm', engineFiles), (net) => ({
      dispose: () => {
        states.push(net.state());
        net.dispose();
      },
    }));
  });
  beforeEach(() => {
    states.length = 0;
  });
}

/** Engines of every name, all of them the compiled one at heart, in the order in which `auto` prefers them. */
export class Engines implements EngineSource {
  readonly opened: Backend[] = [];
  readonly excluded: (readonly Fault[])[] = [];
  readonly #engines: readonly Engine[];

  constructor(...engines: readonly Engine[]) {
    this.#engines = engines;
  }

  async open(backend: Backend): Promise<Engine> {
    this.opened.push(backend);
    const found = this.#engines.find((engine) => engine.backend === backend);
    if (found === undefined) throw new Error(`no ${backend} here`);
    return found;
  }

  readonly fastest: EngineSource['fastest'] = async (_, { excluded }) => {
    this.excluded.push([...excluded]);
    const engine = this.#engines.find(({ backend }) => !excluded.some((fault) => fault.backend === backend));
    if (engine === undefined) throw new Error('no engine is left');
    return { engine, backend: engine.backend, reason: `${engine.backend} is the fastest`, isTimed: true };
  };
}

export const right = (backend: Backend): Engine => wrapped(real, () => ({}), backend);

/** An engine whose device goes away at the n-th call of a method, and stays away. */
export function losing(backend: Backend, method: 'measured' | 'logits' | 'state', n: number, error?: Error): Engine {
  let calls = 0;
  const counted = <T>(call: () => Promise<T>): Promise<T> => {
    calls += 1;
    return calls >= n ? Promise.reject(error ?? new EngineLostError(`the test takes ${backend} away`)) : call();
  };
  const changes = {
    measured: (net: Net) => ({ measured: () => counted(() => net.measured()) }),
    logits: (net: Net) => ({ logits: (images: Float32Array, count: number) => counted(() => net.logits(images, count)) }),
    state: (net: Net) => ({ state: () => counted(() => net.state()) }),
  };
  return wrapped(real, changes[method], backend);
}

/** A clock that stands still, or ticks by so much each time it is read. */
export function clock(tick: number): () => number {
  let time = 0;
  return () => (time += tick);
}

export const few: Advance = { steps: 3, milliseconds: 1e9 };

export function runOf(engines: Engines, options: Partial<ArmRunOptions> = {}): ArmRun {
  return new ArmRun({ session, request: { backend: 'auto' }, engines, faults: [], now: clock(0), ...options });
}

export interface Told {
  readonly events: readonly TrainerEvent[];
  readonly frames: readonly Frame[];
  /** Types of the events, a row of the same ones told once; progress is left out. */
  readonly order: readonly string[];
}

export async function allOf(run: ArmRun, signal = new AbortController().signal, advance: Advance = few): Promise<Told> {
  const events: TrainerEvent[] = [];
  const source = run.events(signal);
  for (let next = await source.next(); !next.done; next = await source.next(advance)) events.push(next.value);
  const frames = events.flatMap((event) => (event.type === 'frames' ? event.frames : []));
  const types = events.map(({ type }) => type).filter((type) => type !== 'progress');
  return { events, frames, order: types.filter((type, i) => type !== types[i - 1]) };
}

export const only = <T extends TrainerEvent['type']>({ events }: Told, type: T): Extract<TrainerEvent, { type: T }>[] =>
  events.filter((event): event is Extract<TrainerEvent, { type: T }> => event.type === type);

/** Every step once, in order, the final weights' included. */
export const allSteps = Array.from({ length: STEPS + 1 }, (_, i) => i);
export const stepsOf = ({ frames }: Told): number[] => frames.map(({ step }) => step);

/** What a run gives that nothing disturbs. */
export async function undisturbed(): Promise<Told & { state: NetState | undefined }> {
  const told = await allOf(runOf(new Engines(right('wasm'))));
  const state = await states.pop();
  return { ...told, state };
}
