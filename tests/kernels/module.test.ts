import { readFile } from 'node:fs/promises';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { describe, expect, it } from 'vitest';
import { WasmModule } from '../../src/lib/core/kernels/wasm-module.ts';

const bytes = (): Promise<Buffer<ArrayBuffer>> => readFile(new URL('../../src/lib/core/wasm/kernels.wasm', import.meta.url));

/** A backend of a given memory and allocator, as far as WasmModule looks at it. */
function backendWith(wasm: object): BackendWasm {
  const backend: unknown = { wasm };
  return backend as BackendWasm;
}

/** Hands out addresses in a row, and remembers what was given back. */
function allocator() {
  const freed: number[] = [];
  let next = 1024;
  const _malloc = (size: number): number => {
    const pointer = next;
    next += size;
    return pointer;
  };
  return { asm: { memory: new WebAssembly.Memory({ initial: 1 }) }, _malloc, _free: (at: number) => void freed.push(at), freed };
}

describe('the module of our kernels', () => {
  it('takes nothing from outside but the memory, so that it computes the same everywhere', async () => {
    const module = await WebAssembly.compile(await bytes());
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });

  it('exports the kernels that TypeScript knows', async () => {
    const module = await WebAssembly.compile(await bytes());
    const functions = WebAssembly.Module.exports(module).filter(({ kind }) => kind === 'function');
    expect(functions.map(({ name }) => name).sort()).toEqual([
      'addRelu',
      'correlate',
      'correlateFilter',
      'follow',
      'moments',
      'momentumStep',
      'normalize',
      'normalizeGradient',
      'packFilter',
      'packFlippedFilter',
      'reluGradient',
      'spread',
      'squaredNorm',
      'trimFilter',
    ]);
  });

  it('leaves the memory as it is when it starts', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    new Uint8Array(memory.buffer).fill(7);
    await WebAssembly.instantiate(await bytes(), { env: { memory } });
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 7)).toBe(true);
  });

  it('keeps working memory for the next call, and grows it when needed', async () => {
    const emscripten = allocator();
    const module = await WasmModule.create(backendWith(emscripten), await bytes());
    const small = module.scratch('input', 10);
    expect(module.scratch('input', 9)).toBe(small);
    expect(module.scratch('filter', 10)).not.toBe(small);
    expect(module.scratch('input', 11)).not.toBe(small);
    expect(emscripten.freed).toEqual([small]);
  });

  it('says what to do where memory is full', async () => {
    const module = await WasmModule.create(backendWith({ ...allocator(), _malloc: () => 0 }), await bytes());
    expect(() => module.scratch('input', 25)).toThrow(
      'The WASM memory is full: no room for 100 bytes of "input". Choose a smaller batch or width.',
    );
  });

  it("needs TensorFlow.js's build without threads, whose memory it can share", async () => {
    await expect(WasmModule.create(backendWith({ asm: {} }), await bytes())).rejects.toThrow(
      "TensorFlow.js's WASM module does not export its memory. Load its build without threads (WASM_HAS_MULTITHREAD_SUPPORT off).",
    );
  });
});
