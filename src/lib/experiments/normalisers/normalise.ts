/** Normalisation over sets of numbers, forwards and backwards, in float64. */

/** What a set is normalised by. */
export interface Moments {
  /** The mean; 0 where none is subtracted. */
  readonly centre: number;
  /** Mean of (x - centre)^2: the variance, or, about 0, the mean square. */
  readonly square: number;
}

export interface Statistics {
  /** Whether the mean is subtracted: by all of them but RMS normalisation. */
  readonly isCentred: boolean;
  readonly epsilon: number;
}

/** Mean over the numbers at these places. */
export function meanAt(values: ArrayLike<number>, places: readonly number[]): number {
  let sum = 0;
  for (const place of places) sum += values[place] ?? 0;
  return sum / places.length;
}

export function momentsOf(x: ArrayLike<number>, set: readonly number[], isCentred: boolean): Moments {
  const centre = isCentred ? meanAt(x, set) : 0;
  let sum = 0;
  for (const place of set) sum += ((x[place] ?? 0) - centre) ** 2;
  return { centre, square: sum / set.length };
}

/** (x - mean) / sqrt(variance + epsilon) in each set; about 0, x / sqrt(mean of x^2 + epsilon). */
export function normalised(
  x: Float64Array,
  sets: readonly (readonly number[])[],
  { isCentred, epsilon }: Statistics,
): Float64Array {
  const y = new Float64Array(x.length);
  for (const set of sets) {
    const { centre, square } = momentsOf(x, set, isCentred);
    const divisor = Math.sqrt(square + epsilon);
    for (const place of set) y[place] = ((x[place] ?? 0) - centre) / divisor;
  }
  return y;
}

/**
 * dC/dx from dC/dy: in each set (dy - mean(dy) - y mean(dy y)) / sqrt(variance + epsilon), without the first mean where none was
 * subtracted (Ioffe and Szegedy 2015, section 3, for their sets).
 *
 * @param x what was normalised
 * @param dy gradient with respect to the result
 */
export function normalisedGradient(
  x: Float64Array,
  dy: Float64Array,
  sets: readonly (readonly number[])[],
  { isCentred, epsilon }: Statistics,
): Float64Array {
  const dx = new Float64Array(x.length);
  for (const set of sets) {
    const { centre, square } = momentsOf(x, set, isCentred);
    const divisor = Math.sqrt(square + epsilon);
    const y = (place: number): number => ((x[place] ?? 0) - centre) / divisor;
    const mean = isCentred ? meanAt(dy, set) : 0;
    let along = 0;
    for (const place of set) along += (dy[place] ?? 0) * y(place);
    along /= set.length;
    for (const place of set) dx[place] = ((dy[place] ?? 0) - mean - y(place) * along) / divisor;
  }
  return dx;
}
