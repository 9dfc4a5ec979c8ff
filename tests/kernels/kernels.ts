import { kernelsOver, type WasmExports } from '../../src/lib/core/plan/exports.ts';
import { engineFiles } from '../setup/engine.ts';

/** The kernels over a memory of their own, with arrays going in and out by hand. */
export interface Bench {
  readonly run: WasmExports;
  /** Copies numbers in; where they lie. */
  put(values: ArrayLike<number>): number;
  get(at: number, count: number): Float32Array;
}

const PAGES = 64;

export async function bench(): Promise<Bench> {
  const memory = new WebAssembly.Memory({ initial: PAGES });
  const run = kernelsOver(memory, await WebAssembly.compile(await engineFiles.kernelsWasm()));
  let top = 64;
  return {
    run,
    put(values) {
      const at = top;
      new Float32Array(memory.buffer, at, values.length).set(values);
      top += 16 * Math.ceil(values.length / 4);
      return at;
    },
    get: (at, count) => new Float32Array(memory.buffer, at, count).slice(),
  };
}
