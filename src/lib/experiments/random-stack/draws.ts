import { transpose, type Matrix } from '../../matrices/matrix.ts';
import { gaussian, orthogonal } from '../../matrices/random-matrices.ts';
import { stream } from '../../random/stream.ts';

/** Units of every layer. */
export const width = 64;

/** Inputs that are sent through, each of them of standard Gaussian numbers. */
export const batch = 8;

/** Inputs that a unit of a sparse start listens to (Martens 2010). */
export const connections = 15;

/** One layer's weights [width, width], a row a unit, and the same transposed, for the way back. */
export interface Weights {
  readonly forward: Float64Array;
  readonly backward: Float64Array;
}

export type Family = 'gaussian' | 'orthogonal' | 'sparse';

/** [width, width] of one layer, with entries of the order of 1, or of length 1 where rows are orthonormal. */
const families: Readonly<Record<Family, (start: number, layer: number) => Matrix>> = {
  gaussian: (start, layer) => gaussian(width, width, 1, stream(start, `gaussian weights of layer ${layer}`)),
  orthogonal: (start, layer) => orthogonal(width, width, stream(start, `orthogonal weights of layer ${layer}`)),
  sparse: (start, layer) => {
    const random = stream(start, `sparse weights of layer ${layer}`);
    const values = new Float64Array(width * width);
    const inputs = Uint32Array.from({ length: width }, (_, i) => i);
    for (let unit = 0; unit < width; unit += 1) {
      random.shuffle(inputs);
      for (const input of inputs.subarray(0, connections)) values[unit * width + input] = random.gaussian();
    }
    return { rows: width, columns: width, values };
  },
};

/** Drawn when they are first asked for, and kept: moving a slider scales them, and draws nothing anew. */
const known = new Map<string, Weights>();

/** Weights of a layer of a random start, layers counted from 1. */
export function weightsOf(family: Family, start: number, layer: number): Weights {
  const key = `${family} ${start} ${layer}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const drawn = families[family](start, layer);
  const weights = { forward: drawn.values, backward: transpose(drawn).values };
  known.set(key, weights);
  return weights;
}

/** Standard Gaussian numbers [width, batch]: the inputs of a start, or the gradients at its top. */
export const vectorsOf = (start: number, purpose: 'inputs' | 'gradients'): Float64Array =>
  gaussian(width, batch, 1, stream(start, purpose)).values;
