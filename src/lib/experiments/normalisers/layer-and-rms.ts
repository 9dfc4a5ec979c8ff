/** RMS normalisation of a vector, beside its layer normalisation. */
import { stream } from '../../random/stream.ts';
import { normalised } from './normalise.ts';

const whole = (x: Float64Array): readonly (readonly number[])[] => [Array.from(x.keys())];

/** (x - mean) / sqrt(variance + epsilon). */
export const layerNorm = (x: Float64Array, epsilon: number): Float64Array =>
  normalised(x, whole(x), { isCentred: true, epsilon });

/** x / sqrt(mean of x^2 + epsilon) (Zhang and Sennrich 2019, eq. 4, with the epsilon of implementations). */
export const rmsNorm = (x: Float64Array, epsilon: number): Float64Array => normalised(x, whole(x), { isCentred: false, epsilon });

/** A random vector whose numbers have mean 0 and variance 1, but for rounding. */
export const standardVector = (n: number, start: number): Float64Array =>
  layerNorm(Float64Array.from({ length: n }, stream(start, 'vector to normalise').gaussian), 0);

/** Root of the mean square. */
export const rootMeanSquare = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value ** 2, 0) / x.length);

/** Root of the mean squared difference. */
export const distance = (a: Float64Array, b: Float64Array): number =>
  rootMeanSquare(a.map((value, i) => value - (b[i] ?? Number.NaN)));

interface Vector {
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
  readonly epsilon: number;
}

/** RMS normalisation out of layer normalisation: (S LN(x) + mean) / R, with S^2 = deviation^2 + epsilon and R^2 = S^2 + mean^2. */
export function rmsFromLayer(layer: Float64Array, { mean, deviation, epsilon }: Vector): Float64Array {
  const root = Math.sqrt(deviation ** 2 + epsilon);
  return layer.map((value) => (root * value + mean) / Math.hypot(root, mean));
}

/**
 * How far apart the two are: sqrt(v (S/R - 1)^2 + (mean/R)^2), where v = deviation^2 / S^2 is the variance of LN(x), whose mean is 0. With
 * epsilon = 0 and r = mean/deviation that is sqrt(2 - 2/sqrt(1 + r^2)), from 0 up to sqrt(2).
 */
export function distanceOf({ mean, deviation, epsilon }: Vector): number {
  const root = Math.sqrt(deviation ** 2 + epsilon);
  const rms = Math.hypot(root, mean);
  return Math.hypot((deviation / root) * (root / rms - 1), mean / rms);
}
