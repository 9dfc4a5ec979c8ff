import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { chooseBackend, kernelsOf, type EngineFiles } from '../../src/lib/core/backends.ts';
import { stepTime } from '../../src/lib/core/timing.ts';
import { engineFiles } from '../setup/engine.ts';

const ignore = (): undefined => undefined;
const stopped = (): number => 0;

// In this order: a backend that is ready stays so.
describe('backends', () => {
  it('are not ready before they were chosen', () => {
    expect(() => kernelsOf('wasm')).toThrow('The backend "wasm" is not ready. Call chooseBackend("wasm", ...) first.');
  });

  it('say in plain words what failed', async () => {
    const broken: EngineFiles = { ...engineFiles, kernelsWasm: () => Promise.reject(new Error('/kernels.wasm answered 404')) };
    await expect(chooseBackend('wasm', broken, ignore, stopped)).rejects.toThrow(
      'The engine WebAssembly cannot be used here: it failed with "/kernels.wasm answered 404". Choose another, or "auto".',
    );
  });

  it('are compared on request, and Node has WebAssembly only', async () => {
    const progress: unknown[] = [];
    const choice = await chooseBackend('auto', engineFiles, (event) => progress.push(event), stopped);
    expect(choice).toEqual({
      backend: 'wasm',
      reason:
        'WebAssembly. Not used are WebGPU: this browser does not offer it; WebGL: this browser does not offer it in a worker.',
    });
    expect(tf.getBackend()).toBe('wasm');
    expect(progress).toEqual([0, 1, 2].map((done) => ({ phase: 'engine', done, total: 3 })));
  });

  it('are compared once', async () => {
    const progress: unknown[] = [];
    await chooseBackend('auto', engineFiles, (event) => progress.push(event), stopped);
    expect(progress).toEqual([]);
  });

  it('are taken as asked for, and checked', async () => {
    const choice = await chooseBackend('cpu', engineFiles, ignore, stopped);
    expect(choice.reason).toBe('plain JavaScript, as asked for; a training step of it was checked.');
    expect(tf.getBackend()).toBe('cpu');
  });

  it('are timed by the fastest of three steps, and keep no tensor', async () => {
    await tf.setBackend('wasm');
    const before = tf.memory().numTensors;
    // Steps of 100, 9, 5 and 7 ms on this clock; the first one is to warm up.
    const ticks = [0, 100, 100, 109, 109, 114, 114, 121];
    expect(await stepTime(kernelsOf('wasm'), () => ticks.shift() ?? Number.NaN)).toBe(5);
    expect(tf.memory().numTensors).toBe(before);
  });
});
