import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { replaceKernel } from './replace-kernel.ts';
import type { WasmModule } from './wasm-module.ts';

/**
 * Convolution and its two gradients for TensorFlow.js's WASM backend, which has no `Conv2DBackpropFilter`, and whose
 * `Conv2DBackpropInput` is a plain loop. Registered under TensorFlow.js's names, so that `tf.conv2d` and its gradient use them.
 */
export function registerConvolutions(module: WasmModule): void {
  replaceKernel({
    kernelName: 'Conv2D',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, filter } = inputs as { x: TensorInfo; filter: TensorInfo };
      const geometry = geometryOf(x.shape, filter.shape, attrs as unknown as Attributes);
      const out = module.info([geometry.n, geometry.oh, geometry.ow, geometry.co]);
      forward(module, module.at(x), module.at(filter), module.at(out), geometry);
      return out;
    },
  });
  replaceKernel({
    kernelName: 'Conv2DBackpropInput',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
      const { inputShape } = attrs as unknown as { inputShape: number[] };
      const geometry = geometryOf(inputShape, filter.shape, attrs as unknown as Attributes);
      const dx = module.info(inputShape);
      inputGradient(module, module.at(dy), module.at(filter), module.at(dx), geometry);
      return dx;
    },
  });
  replaceKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
      const { filterShape } = attrs as unknown as { filterShape: number[] };
      const geometry = geometryOf(x.shape, filterShape, attrs as unknown as Attributes);
      const gradient = module.info(filterShape);
      filterGradient(module, module.at(x), module.at(dy), module.at(gradient), geometry);
      return gradient;
    },
  });
}

/** Sizes of x [n, h, w, c], the square filter [k, k, c, co], y [n, oh, ow, co]; stride s, zero margin on every side. */
export interface Geometry {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly k: number;
  readonly co: number;
  readonly oh: number;
  readonly ow: number;
  readonly s: number;
  readonly margin: number;
}

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: number | 'same' | 'valid';
  readonly dilations?: number | [number, number];
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

const upTo = (multiple: number, count: number): number => Math.ceil(count / multiple) * multiple;

/** @throws RangeError for what these kernels do not take, instead of a wrong result. */
function geometryOf(input: readonly number[], filter: readonly number[], attributes: Attributes): Geometry {
  const { strides, pad, dilations = 1, dataFormat, dimRoundingMode } = attributes;
  const shape = [...input] as [number, number, number, number];
  const kernel = [...filter] as [number, number, number, number];
  const format = backend_util.convertConv2DDataFormat(dataFormat);
  const info = backend_util.computeConv2DInfo(shape, kernel, strides, dilations, pad, dimRoundingMode, false, format);
  const { top, bottom, left, right } = info.padInfo;
  const square = info.filterHeight === info.filterWidth && info.strideHeight === info.strideWidth;
  const even = top === bottom && left === right && top === left && top < info.filterHeight;
  if (!square || !even || info.dilationHeight !== 1 || info.dilationWidth !== 1 || dataFormat !== 'NHWC') {
    const given = `kernel ${kernel}, strides ${strides}, pad ${pad}, dilations ${dilations}, ${dataFormat}`;
    throw new RangeError(`The WASM convolution takes square kernels, one stride, one margin on all sides, NHWC; got ${given}.`);
  }
  return {
    n: info.batchSize,
    h: info.inHeight,
    w: info.inWidth,
    c: info.inChannels,
    k: info.filterHeight,
    co: info.outChannels,
    oh: info.outHeight,
    ow: info.outWidth,
    s: info.strideHeight,
    margin: top,
  };
}

/** x [n, h, w, c] with its margins and channels up to a multiple of 4; itself where it already is that. */
function withMargins(
  module: WasmModule,
  x: number,
  { n, h, w, c, margin }: Geometry,
): { at: number; h: number; w: number; c: number } {
  const channels = upTo(4, c);
  if (margin === 0 && channels === c) return { at: x, h, w, c };
  const [height, width] = [h + 2 * margin, w + 2 * margin];
  const at = module.scratch('input', n * height * width * channels);
  module.run.spread(x, at, n, h, w, c, height, width, channels, margin, 1);
  return { at, h: height, w: width, c: channels };
}

export function forward(module: WasmModule, x: number, filter: number, out: number, geometry: Geometry): void {
  const { n, c, k, co, oh, ow, s } = geometry;
  const input = withMargins(module, x, geometry);
  const packed = module.scratch('filter', upTo(8, co) * k * k * input.c);
  module.run.packFilter(filter, packed, k * k, c, input.c, co);
  module.run.correlate(input.at, packed, out, n, input.h, input.w, input.c, oh, ow, co, k, s);
}

/**
 * The input gradient is a convolution of the output gradient with the filter turned round: the output gradient is spread by the
 * stride, with a margin of k - 1 - margin before it, and as much behind it as gives the height and width of the input.
 */
export function inputGradient(module: WasmModule, dy: number, filter: number, dx: number, geometry: Geometry): void {
  const { n, h, w, c, k, co, oh, ow, s, margin } = geometry;
  const channels = upTo(4, co);
  const [height, width] = [h + k - 1, w + k - 1];
  let input = dy;
  if (k > 1 || s > 1 || channels !== co) {
    input = module.scratch('input', n * height * width * channels);
    module.run.spread(dy, input, n, oh, ow, co, height, width, channels, k - 1 - margin, s);
  }
  const packed = module.scratch('filter', upTo(8, c) * k * k * channels);
  module.run.packFlippedFilter(filter, packed, k * k, c, co, channels);
  module.run.correlate(input, packed, dx, n, height, width, channels, h, w, c, k, 1);
}

export function filterGradient(module: WasmModule, x: number, dy: number, gradient: number, geometry: Geometry): void {
  const { n, c, k, co, oh, ow, s } = geometry;
  const { run } = module;
  const input = withMargins(module, x, geometry);
  const channels = upTo(8, co);
  let output = dy;
  if (channels !== co) {
    output = module.scratch('output', n * oh * ow * channels);
    run.spread(dy, output, n, oh, ow, co, oh, ow, channels, 0, 1);
  }
  const exact = input.c === c && channels === co;
  const sums = exact ? gradient : module.scratch('sums', k * k * input.c * channels);
  run.correlateFilter(input.at, output, sums, n, input.h, input.w, input.c, oh, ow, channels, k, s);
  if (!exact) run.trimFilter(sums, gradient, k * k, c, input.c, co, channels);
}
