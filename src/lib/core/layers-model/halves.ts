import * as tf from '@tensorflow/tfjs-core';
import type { Graph, Step } from './graph.ts';
import { one, type Layer } from './leaves.ts';

/** A net cut into the steps that training never changes and all others. */
export interface Halves {
  readonly below: readonly Step[];
  readonly above: readonly Step[];
  /** Places of the values that the steps above take from below: of an image they are the same in every step of training. */
  readonly crossing: readonly number[];
}

/** Above is what is trained, and all that takes values from it; what remains changes with nothing but the image. */
export function halvesOf({ steps }: Graph, isTrained: (layer: Layer) => boolean): Halves {
  const moving = new Set<number>();
  for (const { layer, inputs, output } of steps)
    if (isTrained(layer) || inputs.some((input) => moving.has(input))) moving.add(output);
  const above = steps.filter(({ output }) => moving.has(output));
  const taken = new Set(above.flatMap(({ inputs }) => inputs));
  return {
    below: steps.filter(({ output }) => !moving.has(output)),
    above,
    crossing: [...taken].filter((place) => !moving.has(place)),
  };
}

/**
 * The last value of some steps, computed as in training: their modes say what that means for each layer. For a gradient, so that nothing
 * is freed between.
 *
 * @param given values by their places.
 */
export function lastOf(steps: readonly Step[], given: ReadonlyMap<number, tf.Tensor>): tf.Tensor {
  const values = new Map(given);
  for (const step of steps) values.set(step.output, computed(step, values, true));
  return valueAt(values, steps.at(-1)?.output ?? 0);
}

/**
 * The values of some steps at given places, computed as in evaluation. A value is freed behind the last step that takes it, so that no
 * more than a few maps take memory at a time; call it within `tf.tidy`.
 */
export function valuesAt(steps: readonly Step[], image: tf.Tensor, places: readonly number[]): tf.Tensor[] {
  const values = new Map([[0, image]]);
  const lastUse = new Map(steps.flatMap((step, i) => step.inputs.map((input) => [input, i] as const)));
  steps.forEach((step, i) => {
    // Some layers leave behind what they compute on the way.
    values.set(
      step.output,
      tf.tidy(() => computed(step, values, false)),
    );
    for (const input of new Set(step.inputs)) if (lastUse.get(input) === i && !places.includes(input)) free(values, input);
  });
  return places.map((place) => valueAt(values, place));
}

/** Some layers give what they take, and then it is still wanted at the other place. */
function free(values: Map<number, tf.Tensor>, place: number): void {
  const value = valueAt(values, place);
  values.delete(place);
  if (![...values.values()].includes(value)) value.dispose();
}

function computed({ layer, inputs }: Step, values: ReadonlyMap<number, tf.Tensor>, training: boolean): tf.Tensor {
  return one(
    layer.call(
      inputs.map((input) => valueAt(values, input)),
      { training },
    ),
  );
}

function valueAt(values: ReadonlyMap<number, tf.Tensor>, place: number): tf.Tensor {
  const value = values.get(place);
  if (value === undefined) throw new Error(`Value ${place} of the net is taken before it is computed.`);
  return value;
}
