/**
 * Laws of positive random numbers by their decimal logarithms, as shares on a lattice: `shares[i]` belongs to 10^((from + i) step).
 * A product of independent numbers is then a convolution, and nothing has to be drawn.
 */
export interface LogLaw {
  readonly from: number;
  readonly shares: readonly number[];
}

/** Decades between two points of the lattice. */
export const step = 0.1;

const density = (t: number): number => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);

/** Points of a Gaussian with their shares, from -8 to 8 standard deviations. */
const points = Array.from({ length: 1601 }, (_, i) => (i - 800) / 100);
const weights = points.map((t) => density(t) / 100);

/** Mean of f(t) over a standard Gaussian t, by the trapezoidal rule, which is exact to many digits for smooth f. */
export function gaussianMean(f: (t: number) => number): number {
  let sum = 0;
  for (let i = 0; i < points.length; i += 10) sum += 10 * (weights[i] ?? 0) * f(points[i] ?? 0);
  return sum;
}

/** The law of abs(f(t)) for a standard Gaussian t. */
export function lawOf(f: (t: number) => number): LogLaw {
  const places = points.map((t) => Math.round(Math.log10(Math.abs(f(t))) / step));
  const [from, to] = [Math.min(...places.filter(Number.isFinite)), Math.max(...places.filter(Number.isFinite))];
  const shares = Array.from({ length: to - from + 1 }, () => 0);
  places.forEach((place, i) => {
    if (Number.isFinite(place)) shares[place - from] = (shares[place - from] ?? 0) + (weights[i] ?? 0);
  });
  return { from, shares };
}

/** Shares below this at the ends are left out. */
const negligible = 1e-9;

/** The law of the product of two independent numbers. */
export function times(a: LogLaw, b: LogLaw): LogLaw {
  const shares = Array.from({ length: a.shares.length + b.shares.length - 1 }, () => 0);
  a.shares.forEach((p, i) => b.shares.forEach((q, j) => (shares[i + j] = (shares[i + j] ?? 0) + p * q)));
  const start = shares.findIndex((share) => share > negligible);
  const end = shares.findLastIndex((share) => share > negligible);
  return { from: a.from + b.from + start, shares: shares.slice(start, end + 1) };
}

/** The law of the product of `count` independent numbers of one law. */
export const power = (law: LogLaw, count: number): LogLaw =>
  Array.from({ length: count - 1 }).reduce<LogLaw>((product) => times(product, law), law);

/** The share of numbers that are at least `bound`. */
export const shareAbove = ({ from, shares }: LogLaw, bound: number): number =>
  shares.reduce((sum, share, i) => ((from + i) * step >= Math.log10(bound) - 1e-9 ? sum + share : sum), 0);

/** The number that half of the shares lie below. */
export function median({ from, shares }: LogLaw): number {
  let [sum, i] = [0, 0];
  while (i < shares.length && sum + (shares[i] ?? 0) < 0.5) sum += shares[i++] ?? 0;
  return 10 ** ((from + i) * step);
}

/** Shares in per cent, in bins of `bin` lattice points from `low` to `high`, both counted in bins; x is the decimal logarithm. */
export function histogram({ from, shares }: LogLaw, bin: number, low: number, high: number) {
  const x = Array.from({ length: high - low + 1 }, (_, i) => (low + i) * bin * step);
  const y = x.map(() => 0);
  shares.forEach((share, i) => {
    const place = Math.round((from + i) / bin) - low;
    if (place >= 0 && place < y.length) y[place] = (y[place] ?? 0) + 100 * share;
  });
  return { x: x.map((value) => Number(value.toFixed(6))), y };
}
