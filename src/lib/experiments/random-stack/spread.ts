import { batch, width } from './draws.ts';

/** Root of the mean square. */
export function rms(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}

/** Standard deviation over all numbers. */
export function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let sum = 0;
  for (const value of values) sum += (value - mean) ** 2;
  return Math.sqrt(sum / values.length);
}

/** Of numbers [width, batch]: the standard deviation of a unit over the inputs, as the root of its mean square over the units. */
export function deviationBetweenInputs(values: Float64Array): number {
  let sum = 0;
  for (let unit = 0; unit < width; unit += 1) sum += deviation(values.subarray(unit * batch, (unit + 1) * batch)) ** 2;
  return Math.sqrt(sum / width);
}

/** Shares in per cent in so many equally wide bins from low to high, what lies beyond in the outermost; x is the middle of a bin. */
export function histogram(values: Float64Array, low: number, high: number, bins: number) {
  const size = (high - low) / bins;
  const y = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((value - low) / size)));
    y[bin] = (y[bin] ?? 0) + 100 / values.length;
  }
  return { x: y.map((_, bin) => low + (bin + 0.5) * size), y };
}
