import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { kernelsOver, type WasmExports } from '../../src/lib/core/plan/exports.ts';

/** Every kernel that TypeScript knows: a name more, or less, does not compile. */
const known: Readonly<Record<keyof WasmExports, true>> = {
  add: true,
  addBias: true,
  addCarry: true,
  addFirstColumns: true,
  addRelu: true,
  addScaled: true,
  addSubsampleGradient: true,
  averagePool: true,
  averagePoolGradient: true,
  clip: true,
  columnSums: true,
  correlate: true,
  correlateFilter: true,
  follow: true,
  gate: true,
  gateGradient: true,
  groupMoments: true,
  groupNormalize: true,
  groupNormalizeGradient: true,
  joinColumns: true,
  lastColumns: true,
  meanSquaredError: true,
  moments: true,
  momentumStep: true,
  nesterovStep: true,
  normalize: true,
  normalizeGradient: true,
  packFilter: true,
  packFlippedFilter: true,
  poolSquares: true,
  poolSquaresGradient: true,
  relu: true,
  reluGradient: true,
  rmsNormalize: true,
  rmsNormalizeGradient: true,
  rootMeanSquares: true,
  scale: true,
  sigmoid: true,
  sigmoidCrossEntropy: true,
  sigmoidGradient: true,
  softmaxCrossEntropy: true,
  softsign: true,
  softsignGradient: true,
  spread: true,
  squaredNorm: true,
  subsample: true,
  swapRows: true,
  tanh: true,
  tanhGradient: true,
  trimFilter: true,
};

/** The same kernels over a memory of one thread, and over one that threads share. */
const builds = [
  { file: 'kernels', memory: { initial: 1 } },
  { file: 'kernels-shared', memory: { initial: 1, maximum: 65_536, shared: true } },
] as const;

const binary = (file: string): Promise<Buffer<ArrayBuffer>> =>
  readFile(new URL(`../../src/lib/core/wasm/${file}.wasm`, import.meta.url));

afterEach(() => vi.restoreAllMocks());

describe.each(builds)('the module $file', ({ file, memory: limits }) => {
  it('takes nothing from outside but the memory, so that it computes the same everywhere', async () => {
    const module = await WebAssembly.compile(await binary(file));
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });

  it('exports exactly the kernels that TypeScript knows', async () => {
    const module = await WebAssembly.compile(await binary(file));
    const functions = WebAssembly.Module.exports(module).filter(({ kind }) => kind === 'function');
    expect(functions.map(({ name }) => name).toSorted()).toEqual(Object.keys(known).toSorted());
  });

  it('leaves the memory as it is when it starts', async () => {
    const memory = new WebAssembly.Memory(limits);
    const bytes = new Uint8Array(memory.buffer).fill(7);
    kernelsOver(memory, await WebAssembly.compile(await binary(file)));
    expect(bytes.every((byte) => byte === 7)).toBe(true);
  });

  it('is valid without relaxed SIMD, whose results differ between devices', async () => {
    // Binaryen prints what is wrong with a module to the console that it finds when it is loaded.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { default: binaryen } = await import('assemblyscript/binaryen');
    const { All, RelaxedSIMD } = binaryen.Features;
    const isValid = (module: ReturnType<typeof binaryen.readBinary>): boolean => {
      module.setFeatures(All & ~RelaxedSIMD);
      return module.validate() === 1;
    };
    expect(isValid(binaryen.readBinary(await binary(file)))).toBe(true);
    const relaxed = '(func (param v128) (result v128) (f32x4.relaxed_min (local.get 0) (local.get 0)))';
    expect(isValid(binaryen.parseText(`(module ${relaxed})`))).toBe(false);
    expect(isValid(binaryen.parseText(`(module ${relaxed.replace('relaxed_min', 'min')})`))).toBe(true);
  });
});
