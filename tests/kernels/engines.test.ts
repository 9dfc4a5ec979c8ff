import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Batch } from '../../src/lib/core/batches.ts';
import {
  fastestEngine,
  openEngine,
  type ChosenEngine,
  type EngineFiles,
  type EngineRequest,
} from '../../src/lib/core/engines.ts';
import { stepTime, type Task } from '../../src/lib/core/timing.ts';
import { engineFiles } from '../setup/engine.ts';
import { dense, flatten } from '../setup/layers.ts';
import { normals } from '../setup/tensors.ts';
import { wrapped } from '../setup/wrapped-engine.ts';

const batch: Batch = { count: 2, images: normals('images', [2, 2, 2, 1]), targets: Float32Array.of(1, 0, 0, 0, 1, 0) };
const task: Task = {
  net: {
    layers: [flatten, dense(3)],
    inputShape: [2, 2, 1],
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate: 0.1, momentum: 0, weightDecay: 0 },
    capacity: 2,
    seed: 0,
  },
  batch,
};

const never = new AbortController().signal;

const fastest = (changes: Partial<EngineRequest> = {}): Promise<ChosenEngine> =>
  fastestEngine(task, {
    files: engineFiles,
    excluded: [],
    onProgress: () => undefined,
    signal: never,
    now: () => 0,
    ...changes,
  });

const broken: EngineFiles = { kernelsWasm: () => Promise.reject(new Error('/kernels.wasm answered 404')) };
const noGpu = 'WebGPU: this browser does not offer it; WebGL: this browser does not offer it in a worker';

afterEach(() => vi.unstubAllGlobals());

// In this order: an engine that was checked once is kept.
describe('engines', () => {
  it('say in plain words what failed', async () => {
    await expect(openEngine('wasm', broken)).rejects.toThrow(
      'The engine WebAssembly cannot be used here: it failed with "/kernels.wasm answered 404". Choose another on the page "How the examples run".',
    );
    await expect(openEngine('wasm', { kernelsWasm: () => Promise.resolve(new Uint8Array(8)) })).rejects.toThrow(
      'The engine WebAssembly cannot be used here: it failed with "this browser has no WebAssembly SIMD". Choose another on the page "How the examples run".',
    );
  });

  it('are tried in turn, and Node has WebAssembly only', async () => {
    const progress: unknown[] = [];
    const { engine, ...choice } = await fastest({ onProgress: (event) => progress.push(event) });
    expect(choice).toEqual({ backend: 'wasm', reason: `WebAssembly. Not used are ${noGpu}.`, isTimed: false });
    expect(engine.backend).toBe('wasm');
    expect(progress).toEqual([0, 1, 2].map((done) => ({ phase: 'engine', done, total: 3 })));
  });

  it('are opened and checked once a thread', async () => {
    const engine = await openEngine('wasm', engineFiles);
    expect(await openEngine('wasm', broken)).toBe(engine);
    expect((await fastest({ files: broken })).engine).toBe(engine);
  });

  it('are not tried again where they failed in this run, and the reason says with what', async () => {
    const excluded = [{ backend: 'webgl', fault: 'its WebGL context was lost' }] as const;
    const { reason } = await fastest({ excluded });
    expect(reason).toBe('WebAssembly. Not used are WebGPU: this browser does not offer it; WebGL: its WebGL context was lost.');
  });

  it('are plain JavaScript only where there is nothing else', async () => {
    const { engine, reason } = await fastest({ excluded: [{ backend: 'wasm', fault: 'the test takes it away' }] });
    expect(engine.backend).toBe('cpu');
    expect(reason).toBe(`plain JavaScript. Not used are ${noGpu}; WebAssembly: the test takes it away.`);
  });

  it('are an error with all reasons where there is none', async () => {
    const excluded = [
      { backend: 'wasm', fault: 'its loss is 2 instead of 2.4' },
      { backend: 'cpu', fault: 'it is slow' },
    ] as const;
    await expect(fastest({ excluded })).rejects.toThrow(
      /^No engine here can train\. .*WebAssembly: its loss is 2 instead of 2\.4/,
    );
  });

  it('are not tried any more once nobody waits for them', async () => {
    const abort = new AbortController();
    const reason = new Error('a run begins');
    const tried: number[] = [];
    const onProgress: EngineRequest['onProgress'] = ({ done }) => {
      tried.push(done);
      if (done === 1) abort.abort(reason);
    };
    await expect(fastest({ onProgress, signal: abort.signal })).rejects.toBe(reason);
    expect(tried).toEqual([0, 1]);
  });

  it('are left out where the browser fails already when asked for a GPU', async () => {
    vi.stubGlobal('navigator', { gpu: { requestAdapter: () => Promise.reject(new Error('GPU access is blocked')) } });
    const { backend, reason } = await fastest();
    expect(backend).toBe('wasm');
    expect(reason).toContain('WebGPU: it failed with "GPU access is blocked"');
  });
});

describe('the time of a step', () => {
  it('is that of the fastest of three, after one to warm up', async () => {
    const { createNet } = await openEngine('wasm', engineFiles);
    // Steps of 9, 5 and 7 ms on this clock; the one to warm up is not timed.
    const ticks = [0, 1, 10, 10, 15, 15, 22];
    expect(await stepTime(createNet, task, () => ticks.shift() ?? Number.NaN, never)).toBe(5);
    expect(ticks).toEqual([]);
  });

  it('frees its net, also where a step fails', async () => {
    const dispose = vi.fn();
    const failing = wrapped(await openEngine('wasm', engineFiles), () => ({
      dispose,
      step: () => {
        throw new Error('no room');
      },
    }));
    await expect(stepTime(failing.createNet, task, () => 0, never)).rejects.toThrow('no room');
    expect(dispose).toHaveBeenCalledOnce();
  });

  it('is given up after the step that goes on when it is aborted, and its net is freed', async () => {
    const abort = new AbortController();
    const reason = new Error('a run begins');
    const dispose = vi.fn();
    const step = vi.fn(() => abort.abort(reason));
    const { createNet } = wrapped(await openEngine('wasm', engineFiles), () => ({
      dispose,
      step,
      measured: () => Promise.resolve([]),
    }));
    await expect(stepTime(createNet, task, () => 0, abort.signal)).rejects.toBe(reason);
    expect([step.mock.calls.length, dispose.mock.calls.length]).toEqual([1, 1]);
  });
});
