/** What is done to a layer, to see which normalisation takes no notice of it. */
import { norm } from '../../matrices/vector.ts';
import { stream } from '../../random/stream.ts';
import { INPUTS, weightedInputs, type LayerState } from './layer.ts';
import { sizeOf } from './sets.ts';

export interface Amounts {
  /** The factor a. */
  readonly factor: number;
  /** The size c of what is added. */
  readonly constant: number;
}

interface Disturbance {
  /** What is done, for a row of the picture. */
  readonly label: string;
  /** The weighted inputs [N, C, P] afterwards. The example that is looked at is the first. */
  readonly disturbed: (state: LayerState, amounts: Amounts) => Float64Array;
}

const drawn = (count: number, purpose: string): Float64Array => Float64Array.from({ length: count }, stream(0, purpose).gaussian);

/** Added to the inputs of every pixel of every example, and to the weights of every unit. */
const inputShift = drawn(INPUTS, 'shift of all inputs');
const weightShift = drawn(INPUTS, 'shift of the weights of all units');

/** Inputs that other examples might have: as many as there may be. */
const otherInputs = drawn(256, 'inputs of other examples').map((value) => value + 0.5);

/** The numbers of the first example with something done to them. */
function inFirst(state: LayerState, change: (z: number) => number): Float64Array {
  const z = weightedInputs(state);
  const own = sizeOf({ ...state.block, examples: 1 });
  return z.map((value, i) => (i < own ? change(value) : value));
}

/** The unit whose weighted inputs are largest in the first example: what is done to a silent one would not be seen there. */
function loudestUnit(state: LayerState): number {
  const { channels, pixels } = state.block;
  const z = weightedInputs(state);
  const sizes = Array.from({ length: channels }, (_, c) => norm(z.subarray(c * pixels, (c + 1) * pixels)));
  return sizes.indexOf(Math.max(...sizes));
}

/**
 * In the order of the picture. Of Table 1 of Ba et al. (2016), the second is their re-scaling of a single training case, the third their
 * re-centring of the dataset, the fourth their re-scaling of the weight matrix and of the dataset, which are one for z = W x; the fifth
 * their re-scaling of a weight vector, the sixth their re-centring of the weight matrix.
 */
export const disturbances: readonly Disturbance[] = [
  {
    label: 'this example + c',
    disturbed: (state, { constant }) => inFirst(state, (z) => z + constant),
  },
  {
    label: 'this example × a',
    disturbed: (state, { factor }) => inFirst(state, (z) => factor * z),
  },
  {
    label: 'all inputs + c\u00a0v',
    disturbed: (state, { constant }) => {
      const { pixels } = state.block;
      return weightedInputs({
        ...state,
        x: state.x.map((value, i) => value + constant * (inputShift[Math.floor(i / pixels) % INPUTS] ?? 0)),
      });
    },
  },
  {
    label: 'all weights × a',
    disturbed: (state, { factor }) => weightedInputs({ ...state, weights: state.weights.map((w) => factor * w) }),
  },
  {
    label: 'weights of one unit × a',
    disturbed: (state, { factor }) => {
      const unit = loudestUnit(state);
      const isOwn = (i: number): boolean => Math.floor(i / INPUTS) === unit;
      return weightedInputs({ ...state, weights: state.weights.map((w, i) => (isOwn(i) ? factor * w : w)) });
    },
  },
  {
    label: 'weights of all units + c\u00a0u',
    disturbed: (state, { constant }) =>
      weightedInputs({ ...state, weights: state.weights.map((w, i) => w + constant * (weightShift[i % INPUTS] ?? 0)) }),
  },
  {
    label: 'other examples replaced',
    disturbed: (state) => {
      const own = INPUTS * state.block.pixels;
      return weightedInputs({
        ...state,
        x: state.x.map((value, i) => (i < own ? value : (otherInputs[i % otherInputs.length] ?? 0))),
      });
    },
  },
];

/** Norm of (b - a) over that of a, in the first example: the first so many numbers. */
export function relativeChange(a: Float64Array, b: Float64Array, count: number): number {
  let [difference, size] = [0, 0];
  for (let i = 0; i < count; i += 1) {
    difference += ((b[i] ?? 0) - (a[i] ?? 0)) ** 2;
    size += (a[i] ?? 0) ** 2;
  }
  return Math.sqrt(difference / size);
}
