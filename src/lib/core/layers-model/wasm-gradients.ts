/**
 * Gradients of convolutions for TensorFlow.js's WASM backend: it has none with respect to filters and none of depthwise convolutions, and
 * for the one that it has it takes a plain loop. Nearly all are convolutions or products again, by the backend's own fast kernels; that of
 * a depthwise filter is a loop over its memory, since it multiplies little. Registered under TensorFlow.js's names.
 */
import * as tf from '@tensorflow/tfjs-core';
import { filled, type Heap } from './filled.ts';
import { depthwiseSums, spread, spreadSize, type Size4, type Windows } from './windows.ts';

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof tf.conv2d>[3];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly inputShape: Size4;
  readonly filterShape: Size4;
}

interface Call {
  readonly backend: Heap;
  readonly tensor: (name: 'x' | 'dy' | 'filter') => tf.Tensor4D;
  readonly attributes: Attributes;
}

const windowsOf = (input: Size4, filter: Size4, { strides, pad, dimRoundingMode }: Attributes, isDepthwise: boolean): Windows =>
  tf.backend_util.computeConv2DInfo(input, filter, strides, 1, pad, dimRoundingMode, isDepthwise);

/**
 * dW = X^T dY for filters of one pixel; for others the same as a convolution: images take the place of channels, the gradient that of the
 * filter, and strides come between its taps.
 */
function convFilterGradient({ tensor, attributes }: Call): tf.TensorInfo {
  return tf.tidy(() => {
    const [x, dy] = [tensor('x'), tensor('dy')];
    const { filterShape } = attributes;
    const windows = windowsOf(x.shape, filterShape, attributes, false);
    const { padInfo, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth } = windows;
    if (filterHeight === 1 && filterWidth === 1 && outHeight === inHeight && outWidth === inWidth) {
      // The backend's product of a turned matrix is a plain loop, so it is turned before.
      const turned = tf.transpose(tf.reshape(x, [-1, filterShape[2]]));
      return tf.reshape(tf.matMul(turned, tf.reshape(dy, [-1, filterShape[3]])), filterShape);
    }
    const reach = (outs: number, stride: number, taps: number, before: number, length: number): [number, number] => [
      before,
      Math.max(0, (outs - 1) * stride + taps - before - length),
    ];
    const wide = tf.pad4d(tf.transpose(x, [3, 1, 2, 0]), [
      [0, 0],
      reach(outHeight, strideHeight, filterHeight, padInfo.top, inHeight),
      reach(outWidth, strideWidth, filterWidth, padInfo.left, inWidth),
      [0, 0],
    ]);
    const filter = tf.transpose(dy, [1, 2, 0, 3]);
    const sums = tf.conv2d(wide, filter, 1, 'valid', 'NHWC', [strideHeight, strideWidth]);
    // Rows and columns that no window reached are sums of a tap too many.
    const own = tf.slice(sums, [0, 0, 0, 0], [sums.shape[0], filterHeight, filterWidth, sums.shape[3]]);
    return tf.transpose(own, [1, 2, 0, 3]);
  });
}

/** The gradient of the output, spread: see `spread`. */
function spreadGradient(backend: Heap, dy: tf.Tensor4D, windows: Windows): tf.Tensor4D {
  const size = spreadSize(windows);
  if (size.every((length, axis) => length === dy.shape[axis])) return dy;
  return filled(backend, size, [dy], (to, from) => spread(from, windows, to));
}

/** dX: a convolution of the spread gradient with the filter turned round, its channels swapped. */
function convInputGradient({ backend, tensor, attributes }: Call): tf.TensorInfo {
  return tf.tidy(() => {
    const [dy, filter] = [tensor('dy'), tensor('filter')];
    const windows = windowsOf(attributes.inputShape, filter.shape, attributes, false);
    const swapped = tf.transpose<tf.Tensor4D>(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
    return tf.conv2d(spreadGradient(backend, dy, windows), swapped, 1, 'valid');
  });
}

function depthwiseFilterGradient({ backend, tensor, attributes }: Call): tf.TensorInfo {
  const { filterShape } = attributes;
  const windows = windowsOf(tensor('x').shape, filterShape, attributes, true);
  return filled(backend, filterShape, [tensor('x'), tensor('dy')], (dw, x, dy) => depthwiseSums(x, dy, windows, dw));
}

/**
 * dX: a depthwise convolution of the spread gradient with the filter turned round, and, where a channel has several filters, the sum of
 * what comes of each.
 */
function depthwiseInputGradient({ backend, tensor, attributes }: Call): tf.TensorInfo {
  return tf.tidy(() => {
    const [dy, filter] = [tensor('dy'), tensor('filter')];
    const [height, width, channels, multiplier] = filter.shape;
    const windows = windowsOf(attributes.inputShape, filter.shape, attributes, true);
    const turned = tf.reshape<tf.Rank.R4>(tf.reverse(filter, [0, 1]), [height, width, channels * multiplier, 1]);
    const each = tf.depthwiseConv2d(spreadGradient(backend, dy, windows), turned, 1, 'valid');
    return multiplier === 1 ? each : tf.sum(tf.reshape(each, [...attributes.inputShape, multiplier]), -1);
  });
}

/** TensorFlow.js clones whatever a gradient may need, and this backend copied it; no tensor is ever written twice. */
function clone({ backend, tensor }: Call): tf.TensorInfo {
  const { dataId, shape, dtype } = tensor('x');
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}

const kernels: Readonly<Record<string, (call: Call) => tf.TensorInfo>> = {
  Conv2DBackpropFilter: convFilterGradient,
  Conv2DBackpropInput: convInputGradient,
  DepthwiseConv2dNativeBackpropFilter: depthwiseFilterGradient,
  DepthwiseConv2dNativeBackpropInput: depthwiseInputGradient,
  Identity: clone,
};

/** In the place of what the backend has under these names. */
export function registerGradients(): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (tf.getKernelsForBackend('wasm').some((own) => own.kernelName === kernelName)) tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: ({ inputs, backend, attrs }) => {
        const tensor: Call['tensor'] = (name) => {
          const found = (inputs as Readonly<Record<string, tf.Tensor4D | undefined>>)[name];
          if (found === undefined) throw new Error(`The kernel ${kernelName} was called without "${name}".`);
          return found;
        };
        return kernel({ backend: backend as Heap, tensor, attributes: attrs as unknown as Attributes });
      },
    });
  }
}
