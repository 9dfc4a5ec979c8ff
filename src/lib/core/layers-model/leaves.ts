import { LayersModel, type layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';

export type Layer = layers.Layer;

/** The lengths of a tensor's axes without that of the batch. */
export type Size = readonly number[];

/** A layer that is no model, with the sizes of its first input and of its output where it was last applied. */
export interface Leaf {
  readonly layer: Layer;
  /** Its class, as Keras calls it. */
  readonly kind: string;
  readonly input: Size;
  readonly output: Size;
}

/** The layers of a model from its input on, those of models within it in their place. */
export const leavesOf = (model: LayersModel): readonly Leaf[] =>
  model.layers.flatMap((layer) => (layer instanceof LayersModel ? leavesOf(layer) : [leafOf(layer)]));

export function leafOf(layer: Layer): Leaf {
  const node = layer.inboundNodes.at(-1);
  return { layer, kind: layer.getClassName(), input: firstSize(node?.inputShapes), output: firstSize(node?.outputShapes) };
}

/** What a layer gives where it was last applied: a model in a model stands there for the second time. */
export function outputOf(layer: Layer): SymbolicTensor {
  const output = layer.getOutputAt(layer.inboundNodes.length - 1);
  return one(output);
}

export function one<T>(value: T | T[]): T {
  const [first] = Array.isArray(value) ? value : [value];
  if (first === undefined) throw new Error('A layer has no output.');
  return first;
}

type Shape = readonly (number | null)[];

function firstSize(shapes: Shape | readonly Shape[] | undefined): Size {
  const [first] = shapes ?? [];
  return sizeOf((Array.isArray(first) ? first : (shapes ?? [])) as Shape);
}

export const sizeOf = (shape: Shape): Size => shape.slice(1).map((length) => length ?? 0);

/** Numbers of one example. */
export const countOf = (size: Size): number => size.reduce((product, length) => product * length, 1);

/** The last part of a weight's name, which says what it is: "conv1/kernel" is a kernel. */
export const roleOf = ({ originalName }: { readonly originalName: string }): string =>
  originalName.slice(originalName.lastIndexOf('/') + 1);
