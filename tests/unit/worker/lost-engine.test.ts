import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/lib/core/choice.ts';
import { EngineLostError, OutOfMemoryError, type Engine } from '../../../src/lib/core/net.ts';
import type { TrainerEvent } from '../../../src/lib/worker/protocol.ts';
import {
  allOf,
  allSteps,
  clock,
  Engines,
  losing,
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

  it('is replaced also where it was asked for and goes away while it is checked', async () => {
    const engines = new Engines(right('wasm'));
    engines.open = () => Promise.reject(new EngineLostError('the GPU was lost'));
    const faults: Fault[] = [];
    const told = await allOf(runOf(engines, { request: { backend: 'webgpu' }, faults }));
    expect(only(told, 'started')[0]?.backend).toBe('wasm');
    expect(faults).toEqual([{ backend: 'webgpu', fault: 'the GPU was lost' }]);
    expect(engines.excluded).toEqual([faults]);
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
