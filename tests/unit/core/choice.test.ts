import { describe, expect, it } from 'vitest';
import { choose } from '../../../src/lib/core/choice.ts';

describe('the choice among the engines', () => {
  it('is the fastest, and says what the others would take', () => {
    const runners = [
      { backend: 'wasm', time: 20.4 },
      { backend: 'webgpu', time: 4.2 },
      { backend: 'webgl', time: 9 },
    ] as const;
    expect(choose(runners, [])).toEqual({
      backend: 'webgpu',
      reason: 'WebGPU: a step takes 4 ms, WebGL would take 9 ms, WebAssembly would take 20 ms.',
      isTimed: true,
    });
  });

  it('says why the others are out where only one is right', () => {
    const faults = [
      { backend: 'webgpu', fault: 'this browser does not offer it' },
      { backend: 'webgl', fault: 'its GPU is emulated in software' },
    ] as const;
    expect(choose([{ backend: 'wasm' }], faults)).toEqual({
      backend: 'wasm',
      reason: 'WebAssembly. Not used are WebGPU: this browser does not offer it; WebGL: its GPU is emulated in software.',
      isTimed: false,
    });
  });

  it('is an error with all reasons where none is right', () => {
    expect(() => choose([], [{ backend: 'wasm', fault: 'its loss is 2 instead of 2.4' }])).toThrow(
      'No engine here can train. WebAssembly: its loss is 2 instead of 2.4. A current Chrome, Edge, Firefox or Safari can.',
    );
  });
});
