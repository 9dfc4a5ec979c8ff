type Numbers = Float32Array | Float64Array;

/** Summed in order, in float64: the same number everywhere. */
export function mean(values: Numbers): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The root of the mean square distance from the mean, which is not computed from squares alone: that would lose its digits. */
export function deviation(values: Numbers): number {
  const centre = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return Math.sqrt(squares / values.length);
}

/** The greatest value that at most this share of the others lies below. */
export function quantile(values: Float32Array, share: number): number {
  return values.toSorted()[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}

/** The mean of each column of `values` [rows, columns]. */
export function columnMeans(values: Float32Array, columns: number): number[] {
  const sums = new Float64Array(columns);
  values.forEach((value, i) => {
    sums[i % columns] = (sums[i % columns] ?? 0) + value;
  });
  return Array.from(sums, (sum) => (sum * columns) / values.length);
}

/** Of the units of `values` [examples, units], those that are 0 for every example, in percent. In a map, each place of each channel is one. */
export function percentOfZeros(values: Float32Array, units: number): number {
  let zero = 0;
  for (let unit = 0; unit < units; unit += 1) {
    let i = unit;
    while (i < values.length && values[i] === 0) i += units;
    if (i >= values.length) zero += 1;
  }
  return (100 * zero) / units;
}

/** sqrt(mean of x²), in float64, which the squares of all float32 numbers fit into. */
export function rootMeanSquare(values: Numbers): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares / values.length);
}
