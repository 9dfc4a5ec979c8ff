import { orthogonal } from '../matrices/random-matrices.ts';
import type { Initializer } from '../models/layers.ts';
import type { Stream } from '../random/stream.ts';

/** A tensor whose last axis counts the units. */
export interface Fans {
  /** Numbers in the tensor. */
  readonly count: number;
  /** Inputs that one unit sums over. */
  readonly fanIn: number;
  /** Units that one input goes to. */
  readonly fanOut: number;
}

/** The initial values of a tensor, drawn from `random`. */
export function initialValues(init: Initializer, { count, fanIn, fanOut }: Fans, random: Stream): Float32Array {
  const values = new Float32Array(count);
  const gaussian = (std: number): Float32Array => (std === 0 ? values : values.map(() => std * random.gaussian()));
  const uniform = (bound: number): Float32Array => values.map(() => bound * (2 * random.uniform() - 1));
  switch (init.type) {
    case 'zeros':
      return values;
    case 'identity':
      return values.map((_, i) => (Math.floor(i / fanOut) === i % fanOut ? init.scale : 0));
    case 'constant':
      return values.fill(init.value);
    case 'normal':
      return gaussian(init.std);
    case 'fanIn':
      return gaussian(Math.sqrt(init.gain / fanIn));
    case 'uniform':
      return uniform(init.bound);
    case 'uniformFanIn':
      return uniform(init.bound / Math.sqrt(fanIn));
    case 'orthogonal':
      return Float32Array.from(orthogonal(fanIn, count / fanIn, random).values, (value) => init.gain * value);
    case 'xavier':
      return uniform(Math.sqrt(6 / (fanIn + fanOut)));
    case 'sparse':
      return sparse(values, fanIn, init, random);
    default:
      throw init satisfies never;
  }
}

function sparse(
  values: Float32Array,
  fanIn: number,
  { connections, std }: { readonly connections: number; readonly std: number },
  random: Stream,
): Float32Array {
  const units = values.length / fanIn;
  const inputs = Uint32Array.from({ length: fanIn }, (_, i) => i);
  for (let unit = 0; unit < units; unit += 1) {
    random.shuffle(inputs);
    for (const input of inputs.subarray(0, connections)) values[input * units + unit] = std * random.gaussian();
  }
  return values;
}
