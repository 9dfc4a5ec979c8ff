import { LabError } from '../errors.ts';
import { limits } from '../limits.ts';
import { checkLayer } from './layer-checks.ts';
import { asKeras2 } from './keras2.ts';
import { isObject, type Json } from './json.ts';
import { configOf, kindOf, layersOf } from './layers.ts';

/** A net of layers, checked, and what its input is. */
export interface Topology {
  /** The configuration {class_name, config} of the whole model, as Keras 2 writes it. */
  readonly model: Json;
  /** Of the square images that it takes. */
  readonly side: number;
  /** Colours, or grey. */
  readonly channels: 1 | 3;
}

/** Of a model that takes images of any size. */
const SIDE_OF_ANY = 96;

/**
 * Looks through the layers of a model, those of models within it included.
 *
 * @throws {LabError} where a layer cannot be trained here, or where the input is no batch of square images.
 */
export function checkedTopology(topology: Json): Topology {
  const { model_config: whole } = topology;
  const given = isObject(whole) ? whole : topology;
  const layers = layersOf(given);
  if (layers.length === 0) throw new LabError('The model has no layers.');
  layers.forEach(checkLayer);
  const model = asKeras2(given);
  const shape = inputShape(layersOf(model));
  const [, height, width, channels] = shape;
  const shown = `[${shape.map((length) => length ?? 'any').join(', ')}]`;
  if (shape.length !== 4)
    throw new LabError(
      `The model takes input of shape ${shown}, which is no batch of images. The lab needs [any, height, width, channels]; ` +
        'channels are 1 in grey.',
    );
  if (channels !== 1 && channels !== 3)
    throw new LabError(
      `The model takes input of shape ${shown}: images of ${channels ?? 'any number of'} channels. The lab has images of 3, or of 1 in grey.`,
    );
  if (height !== width)
    throw new LabError(`The model takes input of shape ${shown}: images that are not square. Those of the lab are.`);
  const side = height ?? SIDE_OF_ANY;
  const { least, most } = limits.modelSide;
  if (!Number.isInteger(side) || side < least || side > most)
    throw new LabError(
      `The model takes images of ${side} by ${side} pixels; the lab gives ${least} to ${most} on a side. ` +
        'Where it ends with a mean over its map, it can be built and saved for others with the same weights.',
    );
  return { model: height === undefined ? withSide(model, side) : model, side, channels };
}

/** @throws {LabError} where no layer says it. */
function inputShape(layers: readonly Json[]): readonly (number | undefined)[] {
  const inputs = layers.filter((layer) => kindOf(layer) === 'InputLayer');
  const first = [...inputs, ...layers].map((layer) => configOf(layer)['batch_input_shape']).find(Array.isArray);
  if (first === undefined) throw new LabError('The model does not say what input it takes: no layer has a "batch_input_shape".');
  return first.map((length) => (typeof length === 'number' ? length : undefined));
}

/** The same with images of this side, where it said "any". */
function withSide(model: Json, side: number): Json {
  const fixed = (key: string, value: unknown): unknown =>
    key === 'batch_input_shape' && Array.isArray(value) && value.length === 4
      ? value.map((length, axis) => ((axis === 1 || axis === 2) && length === null ? side : (length as unknown)))
      : value;
  return JSON.parse(JSON.stringify(model, fixed)) as Json;
}
