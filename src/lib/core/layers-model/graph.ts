import { LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { sizeOf, type Layer, type Size } from './leaves.ts';

/** One application of a layer: the places of the values that it takes, and of the one that it gives. */
export interface Step {
  readonly layer: Layer;
  readonly inputs: readonly number[];
  readonly output: number;
}

/** A net as steps, each behind those that it takes values from. The image is value 0. */
export interface Graph {
  readonly steps: readonly Step[];
  /** Of each value. */
  readonly sizes: readonly Size[];
}

/** Places of values by the identities of the tensors that stand for them in a model. */
type Places = Map<number, number>;

/**
 * The steps from the input of a net to one of its tensors, those of models within it in their place. TensorFlow.js computes a net as a
 * whole only; steps can be cut into those that are done once and those that are done again.
 */
export function graphOf([image]: readonly SymbolicTensor[], end: SymbolicTensor): Graph {
  if (image === undefined) throw new Error('A net without an input has no steps.');
  const steps: Step[] = [];
  const sizes: Size[] = [sizeOf(image.shape)];

  function placeOf(tensor: SymbolicTensor, places: Places): number {
    if (!places.has(tensor.id)) apply(tensor, places);
    const place = places.get(tensor.id);
    if (place === undefined) throw new Error(`The layer "${tensor.sourceLayer.name}" does not give "${tensor.name}".`);
    return place;
  }

  /** Adds the steps of the layer, or of the model, that gives a tensor. */
  function apply({ sourceLayer: layer, nodeIndex, id, shape }: SymbolicTensor, places: Places): void {
    const { inputTensors = [], outputTensors = [] } = layer.inboundNodes[nodeIndex] ?? {};
    const inputs = inputTensors.map((input) => placeOf(input, places));
    if (layer instanceof LayersModel) {
      const within: Places = new Map(layer.inputs.map((input, i) => [input.id, inputs[i] ?? 0]));
      layer.outputs.forEach((output, i) => places.set(outputTensors[i]?.id ?? id, placeOf(output, within)));
    } else {
      const output = sizes.push(sizeOf(shape)) - 1;
      steps.push({ layer, inputs, output });
      places.set(id, output);
    }
  }

  placeOf(end, new Map([[image.id, 0]]));
  return { steps, sizes };
}
