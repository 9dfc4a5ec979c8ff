import { engine, util, type Rank, type ShapeMap, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** What `src/lib/core/wasm/index.ts` exports. Pointers are byte offsets into TensorFlow.js's memory. */
export interface WasmExports {
  spread(
    x: number,
    out: number,
    n: number,
    h: number,
    w: number,
    c: number,
    oh: number,
    ow: number,
    oc: number,
    margin: number,
    step: number,
  ): void;
  packFilter(w: number, out: number, taps: number, ci: number, cip: number, co: number): void;
  packFlippedFilter(w: number, out: number, taps: number, ci: number, co: number, cop: number): void;
  correlate(
    x: number,
    f: number,
    out: number,
    n: number,
    h: number,
    w: number,
    c: number,
    oh: number,
    ow: number,
    co: number,
    k: number,
    s: number,
  ): void;
  correlateFilter(
    x: number,
    dy: number,
    g: number,
    n: number,
    h: number,
    w: number,
    c: number,
    oh: number,
    ow: number,
    co: number,
    k: number,
    s: number,
  ): void;
  trimFilter(g: number, out: number, rows: number, c: number, cp: number, co: number, cop: number): void;
  moments(x: number, m: number, c: number, mean: number, variance: number): void;
  normalize(
    x: number,
    y: number,
    m: number,
    c: number,
    mean: number,
    variance: number,
    gain: number,
    shift: number,
    epsilon: number,
    relu: boolean,
  ): void;
  normalizeGradient(
    dy: number,
    x: number,
    y: number,
    dx: number,
    dGain: number,
    dShift: number,
    m: number,
    c: number,
    mean: number,
    variance: number,
    gain: number,
    epsilon: number,
    relu: boolean,
  ): void;
  addRelu(a: number, b: number, out: number, n: number): void;
  reluGradient(dy: number, y: number, dx: number, n: number): void;
  follow(running: number, batch: number, n: number, momentum: number, factor: number): void;
  momentumStep(w: number, v: number, g: number, n: number, rate: number, momentum: number, decay: number): void;
  squaredNorm(x: number, n: number): number;
}

/** The parts of emscripten's module that TensorFlow.js does not declare; absent in its threaded build. */
interface Emscripten {
  readonly asm?: { readonly memory?: WebAssembly.Memory };
  _malloc(bytes: number): number;
  _free(pointer: number): void;
}

/** Our kernels, instantiated over the memory of TensorFlow.js's WASM backend, so that they work on its tensors in place. */
export class WasmModule {
  readonly run: WasmExports;
  readonly #backend: BackendWasm;
  readonly #emscripten: Emscripten;
  readonly #scratch = new Map<string, { pointer: number; bytes: number }>();

  private constructor(backend: BackendWasm, emscripten: Emscripten, run: WasmExports) {
    this.#backend = backend;
    this.#emscripten = emscripten;
    this.run = run;
  }

  /** @throws Error where the backend's module does not show its memory. */
  static async create(backend: BackendWasm, bytes: BufferSource): Promise<WasmModule> {
    const emscripten = backend.wasm as unknown as Emscripten;
    const memory = emscripten.asm?.memory;
    if (memory === undefined) {
      throw new Error(
        "TensorFlow.js's WASM module does not export its memory. Load its build without threads (WASM_HAS_MULTITHREAD_SUPPORT off).",
      );
    }
    const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
    return new WasmModule(backend, emscripten, instance.exports as unknown as WasmExports);
  }

  /** Where a tensor lies. Valid until the tensor is disposed of; TensorFlow.js does not move tensors. */
  at(tensor: TensorInfo): number {
    const { memoryOffset } = this.#backend.dataIdMap.get(tensor.dataId) as { memoryOffset: number };
    return memoryOffset;
  }

  /** A new float32 tensor with undefined content, and its place: of an own scope, as the result of any operation. */
  output<R extends Rank>(shape: ShapeMap[R]): { tensor: Tensor<R>; at: number } {
    const info = this.info(shape);
    return { tensor: engine().makeTensorFromTensorInfo(info, this.#backend) as Tensor<R>, at: this.at(info) };
  }

  /** The same for a registered kernel, whose outputs the engine wraps itself. */
  info(shape: readonly number[]): TensorInfo {
    return this.#backend.makeOutput([...shape], 'float32');
  }

  /** Working memory of at least `floats` numbers, one piece a purpose, grown when needed and kept for the next call. */
  scratch(purpose: string, floats: number): number {
    const bytes = 4 * floats;
    const held = this.#scratch.get(purpose);
    if (held !== undefined && held.bytes >= bytes) return held.pointer;
    if (held !== undefined) this.#emscripten._free(held.pointer);
    const pointer = this.#emscripten._malloc(bytes) >>> 0;
    if (pointer === 0)
      throw new RangeError(
        `The WASM memory is full: no room for ${bytes} bytes of "${purpose}". Choose a smaller batch or width.`,
      );
    this.#scratch.set(purpose, { pointer, bytes });
    return pointer;
  }
}

export const size = (tensor: TensorInfo): number => util.sizeFromShape(tensor.shape);
