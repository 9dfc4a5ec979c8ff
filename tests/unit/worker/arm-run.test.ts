import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/lib/core/choice.ts';
import type { Engine } from '../../../src/lib/core/net.ts';
import { wrapped } from '../../setup/wrapped-engine.ts';
import {
  real,
  allOf,
  allSteps,
  clock,
  Engines,
  few,
  only,
  right,
  runOf,
  states,
  STEPS,
  stepsOf,
  undisturbed,
  useCompiledEngine,
} from './arm-runs.ts';

useCompiledEngine();

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

  it('tells whoever chooses its engine that it is aborted', async () => {
    const engines = new Engines();
    const asked = Promise.withResolvers<AbortSignal>();
    const unending: typeof engines = Object.assign(engines, {
      fastest: (_: unknown, { signal }: { readonly signal: AbortSignal }) => {
        asked.resolve(signal);
        return new Promise<never>(() => undefined);
      },
    });
    const abort = new AbortController();
    const first = runOf(unending).events(abort.signal).next();
    const signal = await asked.promise;
    expect(signal.aborted).toBe(false);
    abort.abort(new Error('a run begins'));
    await expect(first).rejects.toThrow('a run begins');
    expect(signal.aborted).toBe(true);
  });

  it('does not begin where it is aborted while its net is built, and frees that net', async () => {
    const abort = new AbortController();
    const building: Engine = {
      backend: 'wasm',
      createNet: async (options) => {
        const net = await real.createNet(options);
        abort.abort(new Error('a run begins'));
        return net;
      },
    };
    const events = runOf(new Engines(building)).events(abort.signal);
    expect((await events.next()).value).toMatchObject({ type: 'progress' });
    await expect(events.next()).rejects.toThrow('a run begins');
    expect(states).toHaveLength(1);
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

  it('is the remembered one where it is still real, right, without timing', async () => {
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
