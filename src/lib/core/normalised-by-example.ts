import type { GroupNormLayer, RmsNormLayer, Shape } from '../models/layers.ts';
import { elementCount, groupCount } from '../models/shapes.ts';

/**
 * Examples [n, ...input] as group or RMS normalisation has them before its gain: (x - mean) / sqrt(mean of (x - mean)^2 + epsilon), the
 * means over an example's group of channels, or over all of the example with 0 in place of its mean. In float64, in order.
 */
export function normalisedByExample(
  layer: GroupNormLayer | RmsNormLayer,
  input: Shape,
  values: Float32Array,
): Float64Array<ArrayBuffer> {
  const [features, channels] = [elementCount(input), input.at(-1) ?? 0];
  const groups = layer.type === 'groupNorm' ? groupCount(layer, input) : 1;
  const width = channels / groups;
  /** Which group of which example a number belongs to. */
  const setOf = (i: number): number => Math.floor(i / features) * groups + Math.floor((i % channels) / width);
  const meansOf = (f: (x: number, set: number) => number): Float64Array => {
    const sums = new Float64Array((values.length / features) * groups);
    values.forEach((x, i) => {
      const set = setOf(i);
      sums[set] = (sums[set] ?? 0) + f(x, set);
    });
    return sums.map((sum) => (sum * groups) / features);
  };
  const means = meansOf((x) => (layer.type === 'groupNorm' ? x : 0));
  const squares = meansOf((x, set) => (x - (means[set] ?? Number.NaN)) ** 2);
  return Float64Array.from(values, (x, i) => {
    const set = setOf(i);
    return (x - (means[set] ?? Number.NaN)) / Math.sqrt((squares[set] ?? Number.NaN) + layer.epsilon);
  });
}
