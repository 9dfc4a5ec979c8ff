import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/lib/core/choice.ts';
import { openEngine } from '../../../src/lib/core/engines.ts';
import { EngineLostError, OutOfMemoryError, type Engine, type Net, type NetState } from '../../../src/lib/core/net.ts';
import type { SessionOptions } from '../../../src/lib/core/session.ts';
import { ArmRun, type ArmRunOptions, type EngineSource } from '../../../src/lib/worker/ArmRun.ts';
import type { Advance, Backend, Frame, TrainerEvent } from '../../../src/lib/worker/protocol.ts';
import { engineFiles } from '../../setup/engine.ts';
import { dense, flatten, sigmoid } from '../../setup/layers.ts';
import { smallData } from '../../setup/small-data.ts';
import { wrapped } from '../../setup/wrapped-engine.ts';

const STEPS = 20;

const session: SessionOptions = {
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
let real: Engine;
let states: Promise<NetState>[] = [];
beforeAll(async () => {
  real = wrapped(await openEngine('wasm', engineFiles), (net) => ({
    dispose: () => {
      states.push(net.state());
      net.dispose();
    },
  }));
});
beforeEach(() => {
  states = [];
});

/** Engines of every name, all of them the compiled one at heart, in the order in which `auto` prefers them. */
class Engines implements EngineSource {
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

const right = (backend: Backend): Engine => wrapped(real, () => ({}), backend);

/** An engine whose device goes away at the n-th call of a method, and stays away. */
function losing(backend: Backend, method: 'measured' | 'logits' | 'state', n: number, error?: Error): Engine {
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
function clock(tick: number): () => number {
  let time = 0;
  return () => (time += tick);
}

const few: Advance = { steps: 3, milliseconds: 1e9 };

function runOf(engines: Engines, options: Partial<ArmRunOptions> = {}): ArmRun {
  return new ArmRun({ session, request: { backend: 'auto' }, engines, faults: [], now: clock(0), ...options });
}

interface Told {
  readonly events: readonly TrainerEvent[];
  readonly frames: readonly Frame[];
  /** Types of the events, a row of the same ones told once; progress is left out. */
  readonly order: readonly string[];
}

async function allOf(run: ArmRun, signal = new AbortController().signal, advance: Advance = few): Promise<Told> {
  const events: TrainerEvent[] = [];
  const source = run.events(signal);
  for (let next = await source.next(); !next.done; next = await source.next(advance)) events.push(next.value);
  const frames = events.flatMap((event) => (event.type === 'frames' ? event.frames : []));
  const types = events.map(({ type }) => type).filter((type) => type !== 'progress');
  return { events, frames, order: types.filter((type, i) => type !== types[i - 1]) };
}

const only = <T extends TrainerEvent['type']>({ events }: Told, type: T): Extract<TrainerEvent, { type: T }>[] =>
  events.filter((event): event is Extract<TrainerEvent, { type: T }> => event.type === type);

/** Every step once, in order, the final weights' included. */
const allSteps = Array.from({ length: STEPS + 1 }, (_, i) => i);
const stepsOf = ({ frames }: Told): number[] => frames.map(({ step }) => step);

/** What a run gives that nothing disturbs. */
async function undisturbed(): Promise<Told & { state: NetState | undefined }> {
  const told = await allOf(runOf(new Engines(right('wasm'))));
  const state = await states.pop();
  return { ...told, state };
}

describe('the run of an arm', () => {
  it('tells its engine, its frames as many at a time as asked for, and ends', async () => {
    const told = await allOf(runOf(new Engines(right('wasm'))));
    expect(told.order).toEqual(['started', 'frames']);
    expect(only(told, 'started')).toEqual([
      {
        type: 'started',
        backend: 'wasm',
        reason: 'wasm is the fastest',
        isTimed: true,
        layers: {},
        inputs: [],
        totalSteps: STEPS,
      },
    ]);
    expect(stepsOf(told)).toEqual(allSteps);
    // The last two steps come with the frame of the final weights.
    expect(only(told, 'frames').map(({ frames }) => frames.length)).toEqual([3, 3, 3, 3, 3, 3, 3]);
    expect(only(told, 'progress').map(({ progress }) => progress.phase)).toEqual(['compile', 'evaluate']);
  });

  it('answers when the time is up that it was given', async () => {
    const told = await allOf(runOf(new Engines(right('wasm')), { now: clock(1) }), undefined, { steps: 1000, milliseconds: 8 });
    const lengths = only(told, 'frames').map(({ frames }) => frames.length);
    expect(lengths.length).toBeGreaterThan(2);
    expect(Math.max(...lengths)).toBeLessThan(8);
    expect(stepsOf(told)).toEqual(allSteps);
  });

  it('asks a GPU for more steps at a time while these are short, and gives the same frames', async () => {
    const asked: number[] = [];
    const eager = wrapped(
      real,
      (net) => ({
        stepsPerRead: 16,
        measured: async () => {
          const measured = await net.measured();
          asked.push(measured.length);
          return measured;
        },
      }),
      'webgpu',
    );
    const told = await allOf(runOf(new Engines(eager)), undefined, { steps: 1000, milliseconds: 1e9 });
    expect(told.frames).toEqual((await undisturbed()).frames);
    // Doubled each time, but never over a step at which test error is due; the last one measures the final weights.
    expect(asked).toEqual([1, 2, 2, 5, 5, 5, 1]);
  });

  it('ends with the report where it diverges, after the frames before', async () => {
    const spoiling = wrapped(real, (net) => {
      let steps = 0;
      return {
        step: (batch, updates) => {
          steps += 1;
          net.step(steps > 7 ? { ...batch, images: batch.images.map(() => Number.NaN) } : batch, updates);
        },
      };
    });
    const told = await allOf(runOf(new Engines(spoiling)));
    expect(told.order).toEqual(['started', 'frames', 'diverged']);
    expect(stepsOf(told)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(only(told, 'diverged').map(({ report }) => report.step)).toEqual([7]);
  });

  it('throws the reason of the signal when aborted, and frees what it holds', async () => {
    const engines = new Engines(right('webgpu'), right('wasm'));
    const abort = new AbortController();
    const events = runOf(engines).events(abort.signal);
    for (let i = 0; i < 4; i += 1) await events.next(few);
    abort.abort(new Error('the reader stopped it'));
    await expect(events.next(few)).rejects.toThrow('the reader stopped it');
    expect(states).toHaveLength(1);
    expect(engines.excluded).toHaveLength(1);
  });

  it('frees what it holds where nobody wants more of it', async () => {
    const engines = new Engines(right('wasm'));
    const events = runOf(engines).events(new AbortController().signal);
    for (let i = 0; i < 4; i += 1) await events.next(few);
    await events.return();
    expect(states).toHaveLength(1);
  });
});

describe('the engine of a run', () => {
  it('is the one that was asked for', async () => {
    const engines = new Engines(right('wasm'), right('cpu'));
    const told = await allOf(runOf(engines, { request: { backend: 'cpu' } }));
    expect(only(told, 'started')[0]).toMatchObject({
      backend: 'cpu',
      reason: 'plain JavaScript, as asked for; a training step of it was checked.',
      isTimed: false,
    });
    expect(engines.opened).toEqual(['cpu']);
    expect(engines.excluded).toEqual([]);
  });

  it('is an error where the one that was asked for is not to be had', async () => {
    await expect(allOf(runOf(new Engines(right('wasm')), { request: { backend: 'webgl' } }))).rejects.toThrow('no webgl here');
  });

  it('is the fastest where the one that was asked for failed in this thread before', async () => {
    const faults: Fault[] = [{ backend: 'webgl', fault: 'its WebGL context was lost' }];
    const engines = new Engines(right('webgl'), right('wasm'));
    const told = await allOf(runOf(engines, { request: { backend: 'webgl' }, faults }));
    expect(only(told, 'started')[0]?.backend).toBe('wasm');
    expect(engines.opened).toEqual([]);
    expect(engines.excluded).toEqual([faults]);
  });

  const remembered = { backend: 'webgpu', reason: 'it was the fastest last time' } as const;

  it('is the remembered one where it is still right, without timing', async () => {
    const engines = new Engines(right('wasm'), right('webgpu'));
    const told = await allOf(runOf(engines, { request: { backend: 'auto', remembered } }));
    expect(only(told, 'started')[0]).toMatchObject({ ...remembered, isTimed: false });
    expect(engines.excluded).toEqual([]);
  });

  it('is the fastest where the remembered one is not to be had, or failed in this thread before', async () => {
    const without = new Engines(right('wasm'));
    const told = await allOf(runOf(without, { request: { backend: 'auto', remembered } }));
    expect(only(told, 'started')[0]).toMatchObject({ backend: 'wasm', isTimed: true });

    const faults: Fault[] = [{ backend: 'webgpu', fault: 'the GPU was lost' }];
    const failed = new Engines(right('webgpu'), right('wasm'));
    const again = await allOf(runOf(failed, { request: { backend: 'auto', remembered }, faults }));
    expect(only(again, 'started')[0]?.backend).toBe('wasm');
    expect(failed.opened).toEqual([]);
  });
});

describe('a GPU that goes away in the middle of a run', () => {
  it('is replaced: the run goes on on the next engine, tells each frame once, and comes to the same weights', async () => {
    const expected = await undisturbed();
    const faults: Fault[] = [];
    const engines = new Engines(losing('webgpu', 'measured', 12), right('wasm'));
    const told = await allOf(runOf(engines, { faults }));
    expect(told.order).toEqual(['started', 'frames', 'resumed', 'frames']);
    // The clock stands still, so that there is no checkpoint but the beginning.
    expect(only(told, 'resumed')).toEqual([{ type: 'resumed', backend: 'wasm', reason: 'wasm is the fastest', step: 0 }]);
    expect(faults).toEqual([{ backend: 'webgpu', fault: 'the test takes webgpu away' }]);
    expect(engines.excluded.at(-1)).toEqual(faults);
    expect(told.frames).toEqual(expected.frames);
    expect(await states.at(-1)).toEqual(expected.state);
    expect(states).toHaveLength(2);
  });

  it('costs no more than the steps since the last checkpoint', async () => {
    const expected = await undisturbed();
    // So much time goes by between two answers that each is worth a checkpoint.
    const engines = new Engines(losing('webgpu', 'measured', 12), right('wasm'));
    const told = await allOf(runOf(engines, { now: clock(3000) }), undefined, { steps: 1, milliseconds: 0 });
    expect(only(told, 'resumed')[0]?.step).toBe(11);
    expect(stepsOf(told)).toEqual(allSteps);
    expect(told.frames).toEqual(expected.frames);
    expect(await states.at(-1)).toEqual(expected.state);
  });

  it.each([
    { name: 'a measurement of any step', method: 'measured', calls: STEPS + 1 },
    { name: 'an evaluation, the last one too', method: 'logits', calls: 5 },
    { name: 'a checkpoint', method: 'state', calls: STEPS - 1 },
  ] as const)('costs no frame where it fails in $name, with checkpoints and without', async ({ method, calls }) => {
    const expected = await undisturbed();
    for (let n = 1; n <= calls; n += 1) {
      for (const tick of [0, 3000]) {
        const engines = new Engines(losing('webgpu', method, n), right('wasm'));
        const told = await allOf(runOf(engines, { now: clock(tick) }), undefined, { steps: 2, milliseconds: 1e9 });
        expect(told.frames, `call ${n}, tick ${tick}`).toEqual(expected.frames);
        expect(await states.at(-1), `call ${n}, tick ${tick}`).toEqual(expected.state);
      }
    }
  });

  it('can be followed by the loss of the next one', async () => {
    const engines = new Engines(losing('webgpu', 'measured', 8), losing('webgl', 'measured', 14), right('wasm'));
    const told = await allOf(runOf(engines));
    expect(told.order).toEqual(['started', 'frames', 'resumed', 'frames', 'resumed', 'frames']);
    expect(only(told, 'resumed').map(({ backend }) => backend)).toEqual(['webgl', 'wasm']);
    expect(told.frames).toEqual((await undisturbed()).frames);
    expect(engines.excluded.at(-1)?.map(({ backend }) => backend)).toEqual(['webgpu', 'webgl']);
  });

  it('is replaced also where it was asked for', async () => {
    const engines = new Engines(losing('webgl', 'measured', 5), right('wasm'));
    const told = await allOf(runOf(engines, { request: { backend: 'webgl' } }));
    expect(only(told, 'started')[0]?.backend).toBe('webgl');
    expect(only(told, 'resumed')[0]?.backend).toBe('wasm');
    expect(told.frames).toEqual((await undisturbed()).frames);
  });

  it('is not the beginning of a run where the net did not even fit', async () => {
    const full: Engine = {
      backend: 'webgpu',
      createNet: () => Promise.reject(new OutOfMemoryError('WebGPU', 'the test says so')),
    };
    const told = await allOf(runOf(new Engines(full, right('wasm'))));
    expect(told.order).toEqual(['started', 'frames']);
    expect(only(told, 'started')[0]?.backend).toBe('wasm');
    expect(stepsOf(told)).toEqual(allSteps);
  });

  it('goes on at the reader’s pace: what was told is made up for unasked, then as was asked last', async () => {
    const events = runOf(new Engines(losing('webgpu', 'measured', 10), right('wasm'))).events(new AbortController().signal);
    const next = async (steps: number): Promise<TrainerEvent | undefined> => {
      const { value, done } = await events.next({ steps, milliseconds: 1e9 });
      return done ? undefined : value;
    };
    const seen: TrainerEvent[] = [];
    const until = async (type: TrainerEvent['type'], steps: number): Promise<void> => {
      for (let event = await next(steps); event !== undefined; event = await next(steps)) {
        seen.push(event);
        if (event.type === type) return;
      }
    };
    await until('started', 4);
    await until('frames', 4);
    await until('frames', 4);
    // The reader steps from here on; the ninth step is told, the tenth is lost.
    await until('frames', 1);
    await until('resumed', 1);
    await until('frames', 1);
    await until('frames', 1);
    const lengths = seen.flatMap((event) => (event.type === 'frames' ? [event.frames.length] : []));
    expect(lengths).toEqual([4, 4, 1, 0, 1]);
    await events.return();
  });
});

describe('an engine of the CPU that fails', () => {
  it.each(['wasm', 'cpu'] as const)('ends the run with its error: %s', async (backend) => {
    const engines = new Engines(losing(backend, 'measured', 6, new Error('the test breaks it')), right('webgl'));
    const faults: Fault[] = [];
    await expect(allOf(runOf(engines, { faults }))).rejects.toThrow('the test breaks it');
    expect(faults).toEqual([]);
    expect(states).toHaveLength(1);
  });

  it('ends it also where it came in place of a GPU', async () => {
    const engines = new Engines(losing('webgpu', 'measured', 3), losing('wasm', 'measured', 9, new Error('the test breaks it')));
    await expect(allOf(runOf(engines))).rejects.toThrow('the test breaks it');
    expect(states).toHaveLength(2);
  });
});
