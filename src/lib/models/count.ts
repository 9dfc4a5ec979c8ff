import type { Layer, Shape } from './layers.ts';
import { outputShape } from './shapes.ts';

type Printer<N> = { readonly [T in Layer['type']]: (layer: Extract<Layer, { type: T }>, input: Shape) => N };

const product = (shape: Shape): number => shape.reduce((total, size) => total * size, 1);

const channels = (shape: Shape): number => shape.at(-1) ?? 0;

/** Trainable numbers a layer holds: weights, biases, gains and shifts. */
const parameters: Printer<number> = {
  dense: ({ units }, input) => channels(input) * units + units,
  conv2d: ({ kernelSize, filters }, input) => kernelSize ** 2 * channels(input) * filters,
  batchNorm: (_, input) => 2 * channels(input),
  activation: () => 0,
  recurrent: ({ units }, input) => (channels(input) + units) * units + units,
  residual: ({ branch }, input) => parameterCount(branch, input),
  globalAveragePool: () => 0,
  flatten: () => 0,
};

/** Multiplications and additions of one forward pass over one example; elementwise work counts one an element. */
const flops: Printer<number> = {
  dense: ({ units }, input) => 2 * channels(input) * units,
  conv2d: (layer, input) => 2 * layer.kernelSize ** 2 * channels(input) * product(outputShape(layer, input)),
  batchNorm: (_, input) => 4 * product(input),
  activation: (_, input) => product(input),
  recurrent: ({ units }, input) => (input[0] ?? 0) * (2 * (channels(input) + units) * units + units),
  residual: (layer, input) => forwardFlops(layer.branch, input) + product(outputShape(layer, input)),
  globalAveragePool: (_, input) => product(input),
  flatten: () => 0,
};

function total(printer: Printer<number>, layers: readonly Layer[], input: Shape): number {
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

export const parameterCount = (layers: readonly Layer[], input: Shape): number => total(parameters, layers, input);

export const forwardFlops = (layers: readonly Layer[], input: Shape): number => total(flops, layers, input);
