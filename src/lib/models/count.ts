import type { Layer, ResidualLayer, Shape } from './layers.ts';
import { elementCount, outputShape } from './shapes.ts';

/** The layers of a shortcut that has any. */
export const projection = (shortcut: ResidualLayer['shortcut']): readonly Layer[] =>
  typeof shortcut === 'string' ? [] : shortcut;

/** What there is to say of each type of layer over an input of this shape. */
export type Printer<N> = { readonly [T in Layer['type']]: (layer: Extract<Layer, { type: T }>, input: Shape) => N };

const channels = (shape: Shape): number => shape.at(-1) ?? 0;

/** Trainable numbers a layer holds: weights, biases, gains and shifts. */
const parameters: Printer<number> = {
  dense: ({ units }, input) => channels(input) * units + units,
  conv2d: ({ kernelSize, filters, biasInit }, input) => kernelSize ** 2 * channels(input) * filters + (biasInit ? filters : 0),
  batchNorm: (_, input) => 2 * channels(input),
  groupNorm: (_, input) => 2 * channels(input),
  rmsNorm: (_, input) => channels(input),
  activation: () => 0,
  recurrent: ({ units }, input) => (channels(input) + units) * units + units,
  residual: ({ branch, shortcut }, input) => parameterCount(branch, input) + parameterCount(projection(shortcut), input),
  highway: ({ transform, gate }, input) => parameterCount(transform, input) + parameterCount(gate, input),
  concat: ({ branch }, input) => parameterCount(branch, input),
  averagePool: () => 0,
  globalAveragePool: () => 0,
  flatten: () => 0,
};

/** Those of them that are trained, and not frozen. */
const trainable: Printer<number> = {
  ...parameters,
  dense: (layer, input) => (layer.learningRateScale === 0 ? 0 : parameters.dense(layer, input)),
  conv2d: (layer, input) => (layer.learningRateScale === 0 ? 0 : parameters.conv2d(layer, input)),
  batchNorm: (layer, input) => (layer.learningRateScale === 0 ? 0 : parameters.batchNorm(layer, input)),
  residual: ({ branch, shortcut }, input) => trainableCount(branch, input) + trainableCount(projection(shortcut), input),
  highway: ({ transform, gate }, input) => trainableCount(transform, input) + trainableCount(gate, input),
  concat: ({ branch }, input) => trainableCount(branch, input),
};

/** Multiplications and additions of one forward pass over one example; elementwise work counts one an element. */
const flops: Printer<number> = {
  dense: ({ units }, input) => 2 * channels(input) * units,
  conv2d: (layer, input) => 2 * layer.kernelSize ** 2 * channels(input) * elementCount(outputShape(layer, input)),
  batchNorm: (_, input) => 4 * elementCount(input),
  // Those of batch normalisation, and its mean and variance, which are not there in advance: an addition, a square, an addition.
  groupNorm: (_, input) => 7 * elementCount(input),
  // A square, an addition, and two factors.
  rmsNorm: (_, input) => 4 * elementCount(input),
  activation: (_, input) => elementCount(input),
  recurrent: ({ units }, input) => (input[0] ?? 0) * (2 * (channels(input) + units) * units + units),
  residual: (layer, input) => {
    const scales = [layer.branchScale, layer.shortcutScale].filter((scale) => scale !== undefined && scale !== 1);
    const within = forwardFlops(layer.branch, input) + forwardFlops(projection(layer.shortcut), input);
    return within + (1 + scales.length) * elementCount(outputShape(layer, input));
  },
  // T = sigmoid(z), and H T + x (1 - T): one operation, and four; without H T, three.
  highway: ({ transform, gate, gates }, input) =>
    forwardFlops(transform, input) + forwardFlops(gate, input) + (gates === 'shortcut' ? 4 : 5) * elementCount(input),
  concat: ({ branch }, input) => forwardFlops(branch, input),
  averagePool: (_, input) => elementCount(input),
  globalAveragePool: (_, input) => elementCount(input),
  flatten: () => 0,
};

/** The sum over the layers. */
export function summed(printer: Printer<number>, layers: readonly Layer[], input: Shape): number {
  let shape = input;
  let sum = 0;
  for (const layer of layers) {
    // One layer, looked up by its own type: TypeScript does not relate the two through the index.
    const count = printer[layer.type] as (layer: Layer, input: Shape) => number;
    sum += count(layer, shape);
    shape = outputShape(layer, shape);
  }
  return sum;
}

export const parameterCount = (layers: readonly Layer[], input: Shape): number => summed(parameters, layers, input);

export const trainableCount = (layers: readonly Layer[], input: Shape): number => summed(trainable, layers, input);

export const forwardFlops = (layers: readonly Layer[], input: Shape): number => summed(flops, layers, input);

/**
 * Those of training on one example: a backward pass costs about two forward ones, and begins at the first layer that is trained. What is
 * frozen below it costs its forward pass alone.
 */
export function trainingFlops(layers: readonly Layer[], input: Shape): number {
  let shape = input;
  let isBelow = true;
  let sum = 0;
  for (const layer of layers) {
    isBelow &&= trainableCount([layer], shape) === 0;
    sum += (isBelow ? 1 : 3) * forwardFlops([layer], shape);
    shape = outputShape(layer, shape);
  }
  return sum;
}
