import type { Initializer } from '../models/layers.ts';
import type { Stream } from '../random/stream.ts';

/** `count` initial values, drawn from `random`. `fanIn` is the number of inputs that one unit sums over. */
export function initialValues(init: Initializer, count: number, fanIn: number, random: Stream): Float32Array {
  const std = deviation(init, fanIn);
  const values = new Float32Array(count);
  return std === 0 ? values : values.map(() => std * random.gaussian());
}

function deviation(init: Initializer, fanIn: number): number {
  switch (init.type) {
    case 'zeros':
      return 0;
    case 'normal':
      return init.std;
    case 'fanIn':
      return Math.sqrt(init.gain / fanIn);
    default:
      throw init satisfies never;
  }
}
