import type { WasmExports } from './exports.ts';
import type { Scratch } from './Scratch.ts';

/**
 * Sizes of x [n, h, w, c], the square filter [k, k, c, co], y [n, oh, ow, co]; stride s, and a margin of zeros on every side. A
 * matrix product of [w, c] and [c, co] is a convolution of one row with a filter of one tap.
 */
export interface Geometry {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly k: number;
  readonly co: number;
  readonly oh: number;
  readonly ow: number;
  readonly s: number;
  readonly margin: number;
}

/** Of a matrix product of [rows, c] and [c, co]. */
type Columns = Pick<Geometry, 'c' | 'co'>;

export const line = (rows: number, { c, co }: Columns): Geometry => ({
  n: 1,
  h: 1,
  w: rows,
  c,
  k: 1,
  co,
  oh: 1,
  ow: rows,
  s: 1,
  margin: 0,
});

/** The same for the gradient of the [c, co] matrix: in images of few rows, so that the part of x in work stays in the cache. */
export function lines(rows: number, columns: Columns): Geometry {
  const w = largestDivisor(rows, 64);
  return { ...line(w, columns), n: rows / w };
}

function largestDivisor(count: number, limit: number): number {
  for (let divisor = Math.min(count, limit); divisor > 1; divisor -= 1) if (count % divisor === 0) return divisor;
  return 1;
}

const upTo = (multiple: number, count: number): number => Math.ceil(count / multiple) * multiple;

/** Working memory that the three functions below need, in numbers. */
export function scratchSizes({ n, h, w, c, k, co, oh, ow, margin }: Geometry): Parameters<Scratch['fit']>[0] {
  const forward = n * (h + 2 * margin) * (w + 2 * margin) * upTo(4, c);
  const backward = n * (h + k - 1) * (w + k - 1) * upTo(4, co);
  return {
    input: Math.max(forward, backward),
    filter: k * k * Math.max(upTo(8, co) * upTo(4, c), upTo(8, c) * upTo(4, co)),
    output: n * oh * ow * upTo(8, co),
    sums: k * k * upTo(4, c) * upTo(8, co),
  };
}

/** x [n, h, w, c] with its margins and channels up to a multiple of 4; itself where it already is that. */
function withMargins(run: WasmExports, scratch: Scratch, x: number, { n, h, w, c, margin }: Geometry) {
  const channels = upTo(4, c);
  if (margin === 0 && channels === c) return { at: x, h, w, c };
  const [height, width] = [h + 2 * margin, w + 2 * margin];
  run.spread(x, scratch.at.input, n, h, w, c, height, width, channels, margin, 1);
  return { at: scratch.at.input, h: height, w: width, c: channels };
}

/** out = x convolved with the filter. */
export function convolve(run: WasmExports, scratch: Scratch, x: number, filter: number, out: number, geometry: Geometry): void {
  pack(run, scratch, filter, geometry);
  convolvePacked(run, scratch, x, out, geometry);
}

/** Gets a filter ready, for one or more calls of `convolvePacked`. */
export function pack(run: WasmExports, scratch: Scratch, filter: number, { c, k, co }: Geometry): void {
  run.packFilter(filter, scratch.at.filter, k * k, c, upTo(4, c), co);
}

/** out = x convolved with the filter that was packed last. */
export function convolvePacked(run: WasmExports, scratch: Scratch, x: number, out: number, geometry: Geometry): void {
  const { n, co, oh, ow, k, s } = geometry;
  const input = withMargins(run, scratch, x, geometry);
  run.correlate(input.at, scratch.at.filter, out, n, input.h, input.w, input.c, oh, ow, co, k, s);
}

/**
 * The input gradient is a convolution of the output gradient with the filter turned round: the output gradient is spread by the
 * stride, with a margin of k - 1 - margin before it, and as much behind it as gives the height and width of the input.
 */
export function inputGradient(
  run: WasmExports,
  scratch: Scratch,
  dy: number,
  filter: number,
  dx: number,
  geometry: Geometry,
): void {
  packFlipped(run, scratch, filter, geometry);
  inputGradientPacked(run, scratch, dy, dx, geometry);
}

/** Gets a filter ready, for one or more calls of `inputGradientPacked`. */
export function packFlipped(run: WasmExports, scratch: Scratch, filter: number, { c, k, co }: Geometry): void {
  run.packFlippedFilter(filter, scratch.at.filter, k * k, c, co, upTo(4, co));
}

/** `inputGradient` with the filter that was packed last. */
export function inputGradientPacked(run: WasmExports, scratch: Scratch, dy: number, dx: number, geometry: Geometry): void {
  const { n, h, w, c, k, co, oh, ow, s, margin } = geometry;
  const channels = upTo(4, co);
  const [height, width] = [h + k - 1, w + k - 1];
  let input = dy;
  if (k > 1 || s > 1 || channels !== co) {
    input = scratch.at.input;
    run.spread(dy, input, n, oh, ow, co, height, width, channels, k - 1 - margin, s);
  }
  run.correlate(input, scratch.at.filter, dx, n, height, width, channels, h, w, c, k, 1);
}

/** gradient [k, k, c, co]: the input correlated with the output gradient. */
export function filterGradient(
  run: WasmExports,
  scratch: Scratch,
  x: number,
  dy: number,
  gradient: number,
  geometry: Geometry,
): void {
  const { n, c, k, co, oh, ow, s } = geometry;
  const input = withMargins(run, scratch, x, geometry);
  const channels = upTo(8, co);
  let output = dy;
  if (channels !== co) {
    output = scratch.at.output;
    run.spread(dy, output, n, oh, ow, co, oh, ow, channels, 0, 1);
  }
  const exact = input.c === c && channels === co;
  const sums = exact ? gradient : scratch.at.sums;
  run.correlateFilter(input.at, output, sums, n, input.h, input.w, input.c, oh, ow, channels, k, s);
  if (!exact) run.trimFilter(sums, gradient, k * k, c, input.c, co, channels);
}
