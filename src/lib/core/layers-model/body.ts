import * as tf from '@tensorflow/tfjs-core';
import { LayersModel, layers, loadLayersModel, model as modelOf, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { countOf, leavesOf, one, outputOf, type Layer, type Leaf } from './leaves.ts';
import { withWholePoolings } from './whole-pooling.ts';

/** The model cannot be used; the text says why. */
export class UnfitModelError extends Error {
  override name = 'UnfitModelError';
}

/** A layers model as it is stored: its description, and its weights one behind the other. */
export interface StoredModel {
  readonly model: Readonly<Record<string, unknown>>;
  readonly specs: readonly StoredSpec[];
  readonly weights: ArrayBuffer;
}

export interface StoredSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
  readonly quantization?: { readonly dtype: 'uint8' | 'uint16' | 'float16'; readonly scale?: number; readonly min?: number };
}

/** A model from its input to the features that its classifier was given. */
export interface Body {
  readonly inputs: SymbolicTensor[];
  /** [features] of an image. */
  readonly features: SymbolicTensor;
  readonly featureCount: number;
  /** Its layers, from the input to the features. */
  readonly leaves: readonly Leaf[];
  /** The layer whose map [side, side, channels] is the last before the features. */
  readonly map: Leaf;
  /** Frees all weights, those of the classifier that it came with included. */
  readonly dispose: () => void;
}

const pools: ReadonlySet<string> = new Set([
  ...['GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'Flatten'],
  ...['AveragePooling2D', 'MaxPooling2D'],
]);

/**
 * Builds a model, gives it its weights, and cuts it behind its features: behind its last pooling, or, where it ends with a map, behind
 * the mean of that.
 *
 * @throws {UnfitModelError} where description and weights don't match, or where it has no features to be cut behind.
 */
export async function loadBody({ model, specs, weights }: StoredModel): Promise<Body> {
  const whole = await loaded(model, specs, weights);
  const made: tf.Tensor[] = whole.weights.map((weight) => weight.read());
  const dispose = (): void => tf.dispose(made);
  try {
    return { ...cut(unwrapped(whole)), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

async function loaded(topology: StoredModel['model'], specs: StoredModel['specs'], weights: ArrayBuffer): Promise<LayersModel> {
  try {
    return await loadLayersModel({
      load: async () => ({
        modelTopology: withWholePoolings(topology),
        weightSpecs: specs.map((spec) => ({ ...spec, shape: [...spec.shape] })),
        weightData: weights,
      }),
    });
  } catch (error) {
    throw new UnfitModelError(
      `TensorFlow.js cannot build this model: "${error instanceof Error ? error.message : String(error)}". ` +
        'Save or convert it anew, description and weights together.',
      { cause: error },
    );
  }
}

/** The model itself where a model holds nothing but another. */
function unwrapped(model: LayersModel): LayersModel {
  const [only, ...more] = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  return only instanceof LayersModel && more.length === 0 ? unwrapped(only) : model;
}

function cut(model: LayersModel): Omit<Body, 'dispose'> {
  const { inputs, outputs } = model;
  if (inputs.length !== 1) throw new UnfitModelError(`The model takes ${inputs.length} inputs; the lab has one image to give.`);
  const features = featuresOf(model.layers, outputs);
  const body = modelOf({ inputs, outputs: features });
  const leaves = leavesOf(body);
  const map = leaves
    .filter(({ output: [height = 0, width = 0, channels] }) => height > 1 && height === width && channels !== undefined)
    .at(-1);
  if (map === undefined || map.kind === 'InputLayer')
    throw new UnfitModelError(
      'The model makes no map of the image before its features: it has no convolution that could be looked at.',
    );
  if (!leaves.some(({ kind }) => isConvolution(kind)))
    throw new UnfitModelError('The model has no convolution, so it has no features of images.');
  leaves.forEach(checkAxis);
  return { inputs, features, featureCount: countOf(features.shape.slice(1).map((length) => length ?? 0)), leaves, map };
}

export const isConvolution = (kind: string): boolean => ['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D'].includes(kind);

function featuresOf(all: readonly Layer[], outputs: readonly SymbolicTensor[]): SymbolicTensor {
  const pooled = all.filter((layer) => makesFeatures(layer) && isPassed(layer, outputs));
  // What flattens a map of one pixel stands behind a pooling, and often behind a classifier that is a convolution.
  const last = pooled.findLast((layer) => (inputOf(layer)[1] ?? 0) > 1) ?? pooled.at(-1);
  if (last !== undefined) return listed(outputOf(last));
  const [map] = outputs;
  if (map?.shape.length === 4) return one(layers.globalAveragePooling2d({ name: 'lab_mean' }).apply(map) as SymbolicTensor);
  throw new UnfitModelError(
    'The model has no features that the lab could take: no layer that pools or flattens a map [height, width, channels] into a list.',
  );
}

/** Whether a layer, or a model as one, makes a list of a map, or one pixel of many. */
function makesFeatures(layer: Layer): boolean {
  if (!pools.has(layer.getClassName()) && !(layer instanceof LayersModel)) return false;
  const [input, output] = [inputOf(layer), outputOf(layer).shape];
  if (input.length !== 4) return false;
  return output.length === 2 || (isPixel(output) && !isPixel(input));
}

const isPixel = ([, height, width, channels]: SymbolicTensor['shape']): boolean =>
  height === 1 && width === 1 && channels !== undefined;

const listed = (features: SymbolicTensor): SymbolicTensor =>
  features.shape.length === 2 ? features : one(layers.flatten({ name: 'lab_features' }).apply(features) as SymbolicTensor);

const inputOf = (layer: Layer): SymbolicTensor['shape'] =>
  one<SymbolicTensor>(layer.getInputAt(layer.inboundNodes.length - 1)).shape;

/**
 * Whether no way from the input to the outputs leads around a layer. Ways lead around a pooling that weighs the channels of a map, as
 * squeeze and excitation does: its list is not all that the rest of the model is given.
 */
function isPassed(layer: Layer, outputs: readonly SymbolicTensor[]): boolean {
  // A Sequential that begins with a model goes on from that model's own last layer.
  const seen = new Set<Layer>([
    layer,
    ...(layer instanceof LayersModel ? layer.outputs.map(({ sourceLayer }) => sourceLayer) : []),
  ]);
  const open = outputs.map(({ sourceLayer }) => sourceLayer);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const before = next.inboundNodes.at(-1)?.inboundLayers ?? [];
    if (before.length === 0) return false;
    open.push(...before);
  }
  return true;
}

/** @throws {UnfitModelError} where a map is normalised along other numbers than its channels. */
function checkAxis({ kind, layer, input }: Leaf): void {
  if (kind !== 'BatchNormalization') return;
  const { axis = -1 } = layer.getConfig();
  if (axis !== -1 && axis !== input.length)
    throw new UnfitModelError(
      `The layer "${layer.name}" normalises along axis ${JSON.stringify(axis)} of ${input.length + 1}; the lab needs the channels, the last.`,
    );
}
