import { getKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { replaceKernel } from './replace-kernel.ts';
import { filterGradient, forward, inputGradient, type Geometry } from './wasm-conv.ts';
import type { WasmModule } from './wasm-module.ts';

/**
 * Matrix products of rank 2, with either side transposed, as 1x1 convolutions over one image of one row: TensorFlow.js's WASM
 * backend has a fast product for the first case only, and both others occur in the gradient of a dense layer.
 */
export function registerMatrixProduct(module: WasmModule): void {
  const original = getKernel('BatchMatMul', 'wasm');
  replaceKernel({
    kernelName: 'BatchMatMul',
    backendName: 'wasm',
    kernelFunc: (args) => {
      const { a, b } = args.inputs as { a: TensorInfo; b: TensorInfo };
      const { transposeA, transposeB } = args.attrs as unknown as { transposeA: boolean; transposeB: boolean };
      const out = product(module, a, b, transposeA, transposeB);
      if (out !== undefined) return out;
      return original.kernelFunc(args);
    },
  });
}

function product(
  module: WasmModule,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo | undefined {
  const [rowsA, columnsA] = matrix(a);
  const [rowsB, columnsB] = matrix(b);
  const rank = Math.max(a.shape.length, b.shape.length);
  if (rowsA === 0 || rowsB === 0 || (transposeA && transposeB)) return undefined;
  const shape = (m: number, n: number): number[] => [...Array.from({ length: rank - 2 }, () => 1), m, n];
  const line = (w: number, c: number, co: number): Geometry => ({ n: 1, h: 1, w, c, k: 1, co, oh: 1, ow: w, s: 1, margin: 0 });
  if (transposeA) {
    const out = module.info(shape(columnsA, columnsB));
    // In images of few rows, so that the part of `a` in work stays in the cache.
    const w = largestDivisor(rowsA, 64);
    filterGradient(module, module.at(a), module.at(b), module.at(out), { ...line(w, columnsA, columnsB), n: rowsA / w });
    return out;
  }
  if (transposeB) {
    const out = module.info(shape(rowsA, rowsB));
    inputGradient(module, module.at(a), module.at(b), module.at(out), line(rowsA, rowsB, columnsB));
    return out;
  }
  const out = module.info(shape(rowsA, columnsB));
  forward(module, module.at(a), module.at(b), module.at(out), line(rowsA, columnsA, columnsB));
  return out;
}

function largestDivisor(count: number, limit: number): number {
  for (let divisor = Math.min(count, limit); divisor > 1; divisor -= 1) if (count % divisor === 0) return divisor;
  return 1;
}

/** Rows and columns of a matrix, also of a batch of one; zeros for other batches. */
function matrix({ shape }: TensorInfo): [number, number] {
  const [rows = 0, columns = 0] = shape.slice(-2);
  return shape.slice(0, -2).every((count) => count === 1) ? [rows, columns] : [0, 0];
}
