import { LabError } from '../errors.ts';
import { grouped, limits } from '../limits.ts';
import { isObject, listOf, textOf, type Json } from './json.ts';

/** Kinds of layers that are models themselves. */
export const models: ReadonlySet<string> = new Set(['Sequential', 'Functional', 'Model']);

export const kindOf = (layer: Json): string => textOf(layer['class_name']) ?? '';

export const configOf = ({ config }: Json): Json => (isObject(config) ? config : {});

export const nameOf = (layer: Json): string | undefined => textOf(configOf(layer)['name']) ?? textOf(layer['name']);

/** The layers {class_name, config} that a model has itself. A Sequential of Keras 1 has a list in the place of an object that has one. */
export const ownLayers = ({ config }: Json): readonly Json[] =>
  (isObject(config) ? listOf(config['layers']) : listOf(config)).filter(isObject);

/**
 * Every layer of a model, models within it opened; a model stands before what is in it.
 *
 * @throws {LabError} where there are more than the lab takes.
 */
export function layersOf(model: Json, depth = 0): readonly Json[] {
  if (depth > limits.modelDepth) throw new LabError(`The model has models in models, more than ${limits.modelDepth} deep.`);
  const all = ownLayers(model).flatMap((layer) => [layer, ...layersOf(layer, depth + 1)]);
  if (all.length > limits.modelLayers)
    throw new LabError(`The model has more than ${grouped(limits.modelLayers)} layers. Give the lab a smaller one.`);
  return all;
}
