import { projection, summed, type Printer } from './count.ts';
import type { Layer, Shape } from './layers.ts';
import { elementCount, outputShape } from './shapes.ts';

/**
 * Numbers that a training step keeps for one example, from the forward pass until the backward pass has used them, where every operation
 * writes its output to a place of its own: `made` by convolutions, matrices, additions and pools; `repeated` by concatenations and
 * normalisations, which could be made again from what is kept at next to no cost. An activation function works in place.
 */
export interface Stored {
  readonly made: number;
  readonly repeated: number;
}

export const storedNumbers = (layers: readonly Layer[], input: Shape): Stored => ({
  made: summed(made, layers, input),
  repeated: summed(repeated, layers, input),
});

const output = (layer: Layer, input: Shape): number => elementCount(outputShape(layer, input));

const made: Printer<number> = {
  dense: output,
  conv2d: output,
  batchNorm: () => 0,
  groupNorm: () => 0,
  rmsNorm: () => 0,
  activation: () => 0,
  recurrent: (layer, input) => (input[0] ?? 0) * output(layer, input),
  residual: (layer, input) =>
    summed(made, layer.branch, input) + summed(made, projection(layer.shortcut), input) + output(layer, input),
  // The output of the layer, and T behind the weights of the gate.
  highway: (layer, input) => summed(made, layer.transform, input) + summed(made, layer.gate, input) + 2 * output(layer, input),
  concat: ({ branch }, input) => summed(made, branch, input),
  averagePool: output,
  globalAveragePool: output,
  flatten: () => 0,
};

const repeated: Printer<number> = {
  dense: () => 0,
  conv2d: () => 0,
  batchNorm: output,
  groupNorm: output,
  rmsNorm: output,
  activation: () => 0,
  recurrent: () => 0,
  residual: ({ branch, shortcut }, input) => summed(repeated, branch, input) + summed(repeated, projection(shortcut), input),
  highway: ({ transform, gate }, input) => summed(repeated, transform, input) + summed(repeated, gate, input),
  concat: (layer, input) => summed(repeated, layer.branch, input) + output(layer, input),
  averagePool: () => 0,
  globalAveragePool: () => 0,
  flatten: () => 0,
};
