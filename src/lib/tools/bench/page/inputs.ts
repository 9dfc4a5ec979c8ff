import type { Initializer } from '../../../models/layers.ts';
import type { Work } from '../works.ts';

/** Images [count, h, w, c] and one-hot targets [count, classes]. */
export interface Inputs {
  readonly count: number;
  readonly images: Float32Array<ArrayBuffer>;
  readonly targets: Float32Array<ArrayBuffer>;
}

/** Batches that a stepper goes round: noise with random labels, since only the sizes matter here. */
export function inputsOf({ inputShape, classes, count }: Work, batches = 4): readonly Inputs[] {
  const pixels = inputShape.reduce((product, length) => product * length, 1);
  const uniform = uniforms(1);
  return Array.from({ length: batches }, () => {
    const targets = new Float32Array(count * classes);
    for (let i = 0; i < count; i += 1) targets[i * classes + Math.floor(uniform() * classes)] = 1;
    return { count, images: gaussians(count * pixels, 1, uniform), targets };
  });
}

/** Initial values for the engines that are not ours. */
export function initialValues(init: Initializer, count: number, fanIn: number, seed: number): Float32Array<ArrayBuffer> {
  if (init.type === 'zeros') return new Float32Array(count);
  if (init.type === 'normal') return gaussians(count, init.std, uniforms(seed));
  if (init.type === 'fanIn') return gaussians(count, Math.sqrt(init.gain / fanIn), uniforms(seed));
  throw new RangeError(`No work of the bench starts from "${init.type}": write down its values here before one does.`);
}

/** Box and Muller 1958. */
function gaussians(count: number, std: number, uniform: () => number): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: count },
    () => std * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/** In [0, 1): the linear congruential generator of Numerical Recipes, its low bits left out. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
