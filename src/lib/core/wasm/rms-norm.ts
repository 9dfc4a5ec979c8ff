/**
 * RMS normalisation with an optional ReLU, over x [n, pixels, c]; `inverse` [n] is that of each example's root mean square. Sums are taken
 * over 64 vectors at a time and then added up.
 */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

import { get, set } from './lanes';

const ROWS = 64;

/** inverse = 1 / sqrt(mean(x^2) + epsilon), over x [n, count]. */
export function rootMeanSquares(x: usize, n: i32, count: i32, epsilon: f32, inverse: usize): void {
  const size: usize = count << 2;
  for (let i = 0; i < n; i++, inverse += 4) {
    const end = x + size;
    const whole = x + (size & ~15);
    let total: f64 = 0;
    while (x < whole) {
      const stop = min(x + ROWS * 16, whole);
      let sum = f32x4.splat(0);
      for (; x < stop; x += 16) {
        const v = v128.load(x);
        sum = f32x4.add(sum, f32x4.mul(v, v));
      }
      total += f64(f32x4.extract_lane(sum, 0)) + f64(f32x4.extract_lane(sum, 1));
      total += f64(f32x4.extract_lane(sum, 2)) + f64(f32x4.extract_lane(sum, 3));
    }
    for (; x < end; x += 4) total += f64(load<f32>(x)) * f64(load<f32>(x));
    store<f32>(inverse, 1 / sqrt<f32>(f32(total / f64(count)) + epsilon));
  }
}

/** y = gain x inverse, cut off below at 0 where `relu`. */
export function rmsNormalize(x: usize, y: usize, n: i32, pixels: i32, c: i32, inverse: usize, gain: usize, relu: bool): void {
  const row: usize = c << 2;
  const whole = row & ~15;
  const size: usize = pixels * row;
  for (let i = 0; i < n; i++, x += size, y += size, inverse += 4) {
    const scale = f32x4.splat(load<f32>(inverse));
    let j: usize = 0;
    for (; j < whole; j += 16) scaleChannels<v128>(x + j, y + j, size, row, scale, gain + j, relu);
    for (; j < row; j += 4) scaleChannels<f32>(x + j, y + j, size, row, scale, gain + j, relu);
  }
}

function scaleChannels<T>(x: usize, y: usize, size: usize, row: usize, inverse: v128, gain: usize, relu: bool): void {
  const scale = f32x4.mul(get<T>(gain), inverse);
  const zero = f32x4.splat(0);
  if (relu) {
    for (let p: usize = 0; p < size; p += row) set<T>(y + p, f32x4.max(f32x4.mul(get<T>(x + p), scale), zero));
  } else {
    for (let p: usize = 0; p < size; p += row) set<T>(y + p, f32x4.mul(get<T>(x + p), scale));
  }
}

/**
 * With h = x inverse, dz = dy, or dy where y > 0 after a ReLU, and g = gain dz: dGain = sum dz h over examples and pixels,
 * dx = inverse (g - h mean(g h)), the mean over the example.
 *
 * @param work room for c numbers: what was added to dGain by up to 64 examples.
 */
export function rmsNormalizeGradient(
  dy: usize,
  x: usize,
  y: usize,
  dx: usize,
  dGain: usize,
  work: usize,
  n: i32,
  pixels: i32,
  c: i32,
  inverse: usize,
  gain: usize,
  relu: bool,
): void {
  const row: usize = c << 2;
  const whole = row & ~15;
  const size: usize = pixels * row;
  memory.fill(dGain, 0, row);
  memory.fill(work, 0, row);
  for (let i = 1; i <= n; i++, inverse += 4) {
    const scale = f32x4.splat(load<f32>(inverse));
    let product: f64 = 0;
    let j: usize = 0;
    for (; j < whole; j += 16) product += productOf<v128>(dy + j, x + j, y + j, size, row, scale, gain + j, work + j, relu);
    for (; j < row; j += 4) product += productOf<f32>(dy + j, x + j, y + j, size, row, scale, gain + j, work + j, relu);
    // h mean(g h) = x slope
    const slope = f32x4.mul(f32x4.splat(f32(product / (f64(pixels) * f64(c)))), scale);
    for (j = 0; j < whole; j += 16) gradientOf<v128>(dy + j, x + j, y + j, dx + j, size, row, scale, gain + j, slope, relu);
    for (; j < row; j += 4) gradientOf<f32>(dy + j, x + j, y + j, dx + j, size, row, scale, gain + j, slope, relu);
    if (i % ROWS == 0 || i == n) {
      for (j = 0; j < row; j += 4) store<f32>(dGain + j, load<f32>(dGain + j) + load<f32>(work + j));
      memory.fill(work, 0, row);
    }
    dy += size;
    x += size;
    y += size;
    dx += size;
  }
}

/** Of some channels of one example: the sum of g h; adds sum dz h to `some`. */
function productOf<T>(
  dy: usize,
  x: usize,
  y: usize,
  size: usize,
  row: usize,
  inverse: v128,
  gain: usize,
  some: usize,
  relu: bool,
): f64 {
  const zero = f32x4.splat(0);
  let total = zero;
  for (let p: usize = 0; p < size;) {
    const stop = min(p + ROWS * row, size);
    let sum = zero;
    for (; p < stop; p += row) {
      let dz = get<T>(dy + p);
      if (relu) dz = v128.and(dz, f32x4.gt(get<T>(y + p), zero));
      sum = f32x4.add(sum, f32x4.mul(dz, get<T>(x + p)));
    }
    total = f32x4.add(total, sum);
  }
  total = f32x4.mul(total, inverse);
  set<T>(some, f32x4.add(get<T>(some), total));
  const weighted = f32x4.mul(get<T>(gain), total);
  return (
    f64(f32x4.extract_lane(weighted, 0)) +
    f64(f32x4.extract_lane(weighted, 1)) +
    f64(f32x4.extract_lane(weighted, 2)) +
    f64(f32x4.extract_lane(weighted, 3))
  );
}

function gradientOf<T>(
  dy: usize,
  x: usize,
  y: usize,
  dx: usize,
  size: usize,
  row: usize,
  inverse: v128,
  gain: usize,
  slope: v128,
  relu: bool,
): void {
  const gamma = get<T>(gain);
  const zero = f32x4.splat(0);
  for (let p: usize = 0; p < size; p += row) {
    let dz = get<T>(dy + p);
    if (relu) dz = v128.and(dz, f32x4.gt(get<T>(y + p), zero));
    set<T>(dx + p, f32x4.mul(inverse, f32x4.sub(f32x4.mul(gamma, dz), f32x4.mul(get<T>(x + p), slope))));
  }
}
