/** What the AssemblyScript files in `src/lib/core/wasm` export. Pointers are byte offsets into the net's memory. */
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
  swapRows(x: number, out: number, a: number, b: number, c: number): void;
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
    frozen: boolean,
  ): void;
  groupMoments(
    x: number,
    n: number,
    pixels: number,
    c: number,
    groups: number,
    epsilon: number,
    mean: number,
    inverse: number,
  ): void;
  groupNormalize(
    x: number,
    y: number,
    n: number,
    pixels: number,
    c: number,
    mean: number,
    inverse: number,
    gain: number,
    shift: number,
    relu: boolean,
  ): void;
  groupNormalizeGradient(
    dy: number,
    x: number,
    y: number,
    dx: number,
    dGain: number,
    dShift: number,
    work: number,
    n: number,
    pixels: number,
    c: number,
    groups: number,
    mean: number,
    inverse: number,
    gain: number,
    relu: boolean,
  ): void;
  rootMeanSquares(x: number, n: number, count: number, epsilon: number, inverse: number): void;
  rmsNormalize(x: number, y: number, n: number, pixels: number, c: number, inverse: number, gain: number, relu: boolean): void;
  rmsNormalizeGradient(
    dy: number,
    x: number,
    y: number,
    dx: number,
    dGain: number,
    work: number,
    n: number,
    pixels: number,
    c: number,
    inverse: number,
    gain: number,
    relu: boolean,
  ): void;
  follow(running: number, batch: number, n: number, momentum: number, factor: number): void;
  relu: Elementwise;
  sigmoid: Elementwise;
  tanh: Elementwise;
  reluGradient: ElementwiseGradient;
  sigmoidGradient: ElementwiseGradient;
  tanhGradient: ElementwiseGradient;
  softsign: Elementwise;
  softsignGradient: ElementwiseGradient;
  add(a: number, b: number, out: number, n: number): void;
  addRelu(a: number, b: number, out: number, n: number): void;
  addScaled(a: number, s: number, b: number, t: number, out: number, n: number): void;
  scale(a: number, s: number, out: number, n: number): void;
  gate(h: number, t: number, x: number, y: number, n: number, open: boolean): void;
  gateGradient(dy: number, h: number, t: number, x: number, dh: number, dt: number, n: number, open: boolean): void;
  addCarry(dy: number, t: number, dg: number, dx: number, n: number): void;
  joinColumns(x: number, y: number, out: number, rows: number, c: number, k: number): void;
  lastColumns(x: number, out: number, rows: number, c: number, k: number): void;
  addFirstColumns(x: number, out: number, rows: number, c: number, k: number): void;
  subsample(x: number, out: number, n: number, h: number, w: number, c: number, oc: number): void;
  addSubsampleGradient(dy: number, dx: number, n: number, h: number, w: number, c: number, oc: number): void;
  averagePool(x: number, out: number, n: number, pixels: number, c: number): void;
  averagePoolGradient(dy: number, dx: number, n: number, pixels: number, c: number): void;
  poolSquares(x: number, out: number, n: number, h: number, w: number, c: number, size: number): void;
  poolSquaresGradient(dy: number, dx: number, n: number, h: number, w: number, c: number, size: number): void;
  addBias(z: number, b: number, rows: number, units: number): void;
  columnSums(x: number, out: number, rows: number, units: number): void;
  softmaxCrossEntropy: LossFunction;
  sigmoidCrossEntropy: LossFunction;
  meanSquaredError: LossFunction;
  momentumStep: UpdateStep;
  nesterovStep: UpdateStep;
  clip(x: number, out: number, n: number, bound: number, factor: number): void;
  squaredNorm(x: number, n: number): number;
}

type UpdateStep = (w: number, v: number, g: number, n: number, rate: number, momentum: number, decay: number) => void;
type Elementwise = (x: number, y: number, n: number) => void;
type ElementwiseGradient = (dy: number, y: number, dx: number, n: number) => void;
type LossFunction = (z: number, y: number, dz: number, n: number, k: number) => number;

/** The kernels over one net's memory. */
export function kernelsOver(memory: WebAssembly.Memory, module: WebAssembly.Module): WasmExports {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as WasmExports;
}
