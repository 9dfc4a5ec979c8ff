/**
 * Group normalisation with an optional ReLU, over x [n, pixels, c] whose channels are `groups` groups of neighbours: mean and deviation
 * are those of an example's group. Sums over pixels are taken channel by channel, 64 at a time and then added up; a group's sum over its
 * channels is taken in float64. `mean` and `inverse` [n, c] hold for each channel what belongs to its group.
 */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

import { get, set } from './lanes';

const ROWS = 64;

/** mean = mean of x, inverse = 1 / sqrt(variance + epsilon) */
export function groupMoments(
  x: usize,
  n: i32,
  pixels: i32,
  c: i32,
  groups: i32,
  epsilon: f32,
  mean: usize,
  inverse: usize,
): void {
  const row: usize = c << 2;
  const whole = row & ~15;
  const size: usize = pixels * row;
  for (let i = 0; i < n; i++, x += size, mean += row, inverse += row) {
    let j: usize = 0;
    for (; j < whole; j += 16) sum<v128>(x + j, size, row, mean + j);
    for (; j < row; j += 4) sum<f32>(x + j, size, row, mean + j);
    shareOut(mean, c, groups, pixels);
    for (j = 0; j < whole; j += 16) sumSquares<v128>(x + j, size, row, mean + j, inverse + j);
    for (; j < row; j += 4) sumSquares<f32>(x + j, size, row, mean + j, inverse + j);
    const width = c / groups;
    for (let p = inverse; p < inverse + row; p += width << 2) {
      fill(p, width, 1 / sqrt<f32>(meanOf(p, width, pixels) + epsilon));
    }
  }
}

/** In place of the sums of channels [c] over the pixels: the mean over their group, of pixels and channels. */
function shareOut(sums: usize, c: i32, groups: i32, pixels: i32): void {
  const width = c / groups;
  for (const end = sums + (c << 2); sums < end; sums += width << 2) fill(sums, width, meanOf(sums, width, pixels));
}

/** The mean over a group, from the sums of its channels over the pixels. */
function meanOf(sums: usize, width: i32, pixels: i32): f32 {
  const size: usize = width << 2;
  const whole = size & ~15;
  let low = f64x2.splat(0),
    high = f64x2.splat(0);
  let p: usize = 0;
  for (; p < whole; p += 16) {
    const v = v128.load(sums + p);
    low = f64x2.add(low, f64x2.promote_low_f32x4(v));
    high = f64x2.add(high, f64x2.promote_low_f32x4(i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)));
  }
  const both = f64x2.add(low, high);
  let total = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; p < size; p += 4) total += f64(load<f32>(sums + p));
  return f32(total / (f64(pixels) * f64(width)));
}

function fill(out: usize, count: i32, value: f32): void {
  for (const end = out + (count << 2); out < end; out += 4) store<f32>(out, value);
}

/** out = sum of x over the pixels */
function sum<T>(x: usize, size: usize, row: usize, out: usize): void {
  let total = f32x4.splat(0);
  for (const end = x + size; x < end;) {
    const stop = min(x + ROWS * row, end);
    let sum = f32x4.splat(0);
    for (; x < stop; x += row) sum = f32x4.add(sum, get<T>(x));
    total = f32x4.add(total, sum);
  }
  set<T>(out, total);
}

/** out = sum of (x - mean)^2 over the pixels */
function sumSquares<T>(x: usize, size: usize, row: usize, mean: usize, out: usize): void {
  const mu = get<T>(mean);
  let total = f32x4.splat(0);
  for (const end = x + size; x < end;) {
    const stop = min(x + ROWS * row, end);
    let sum = f32x4.splat(0);
    for (; x < stop; x += row) {
      const d = f32x4.sub(get<T>(x), mu);
      sum = f32x4.add(sum, f32x4.mul(d, d));
    }
    total = f32x4.add(total, sum);
  }
  set<T>(out, total);
}

/** y = gain (x - mean) inverse + shift, cut off below at 0 where `relu`. */
export function groupNormalize(
  x: usize,
  y: usize,
  n: i32,
  pixels: i32,
  c: i32,
  mean: usize,
  inverse: usize,
  gain: usize,
  shift: usize,
  relu: bool,
): void {
  const row: usize = c << 2;
  const whole = row & ~15;
  const size: usize = pixels * row;
  for (let i = 0; i < n; i++, x += size, y += size, mean += row, inverse += row) {
    let j: usize = 0;
    for (; j < whole; j += 16) apply<v128>(x + j, y + j, size, row, mean + j, inverse + j, gain + j, shift + j, relu);
    for (; j < row; j += 4) apply<f32>(x + j, y + j, size, row, mean + j, inverse + j, gain + j, shift + j, relu);
  }
}

function apply<T>(
  x: usize,
  y: usize,
  size: usize,
  row: usize,
  mean: usize,
  inverse: usize,
  gain: usize,
  shift: usize,
  relu: bool,
): void {
  const mu = get<T>(mean);
  const scale = f32x4.mul(get<T>(gain), get<T>(inverse));
  const beta = get<T>(shift);
  const zero = f32x4.splat(0);
  // `max` would return NaN for NaN too: a net that diverged must not be cut back to 0.
  if (relu) {
    for (let p: usize = 0; p < size; p += row) {
      set<T>(y + p, f32x4.max(f32x4.add(f32x4.mul(f32x4.sub(get<T>(x + p), mu), scale), beta), zero));
    }
  } else {
    for (let p: usize = 0; p < size; p += row) {
      set<T>(y + p, f32x4.add(f32x4.mul(f32x4.sub(get<T>(x + p), mu), scale), beta));
    }
  }
}

/**
 * With h = (x - mean) inverse, dz = dy, or dy where y > 0 after a ReLU, and g = gain dz: dShift = sum dz and dGain = sum dz h over
 * examples and pixels, dx = inverse (g - mean(g) - h mean(g h)) with means over the example's group.
 *
 * @param work room for 4 c numbers: of one example mean(g) and mean(g h), and what was added to dShift and dGain by up to 64 of them.
 */
export function groupNormalizeGradient(
  dy: usize,
  x: usize,
  y: usize,
  dx: usize,
  dGain: usize,
  dShift: usize,
  work: usize,
  n: i32,
  pixels: i32,
  c: i32,
  groups: i32,
  mean: usize,
  inverse: usize,
  gain: usize,
  relu: bool,
): void {
  const row: usize = c << 2;
  const whole = row & ~15;
  const size: usize = pixels * row;
  const products = work + row;
  const some = work + 2 * row;
  memory.fill(dShift, 0, row);
  memory.fill(dGain, 0, row);
  memory.fill(some, 0, 2 * row);
  for (let i = 1; i <= n; i++) {
    let j: usize = 0;
    for (; j < whole; j += 16) {
      sumGradients<v128>(dy + j, x + j, y + j, size, row, mean + j, inverse + j, gain + j, work + j, some + j, relu);
    }
    for (; j < row; j += 4) {
      sumGradients<f32>(dy + j, x + j, y + j, size, row, mean + j, inverse + j, gain + j, work + j, some + j, relu);
    }
    shareOut(work, c, groups, pixels);
    shareOut(products, c, groups, pixels);
    for (j = 0; j < whole; j += 16) {
      gradient<v128>(dy + j, x + j, y + j, dx + j, size, row, mean + j, inverse + j, gain + j, work + j, relu);
    }
    for (; j < row; j += 4) {
      gradient<f32>(dy + j, x + j, y + j, dx + j, size, row, mean + j, inverse + j, gain + j, work + j, relu);
    }
    if (i % ROWS == 0 || i == n) {
      for (j = 0; j < row; j += 4) {
        store<f32>(dShift + j, load<f32>(dShift + j) + load<f32>(some + j));
        store<f32>(dGain + j, load<f32>(dGain + j) + load<f32>(some + row + j));
      }
      memory.fill(some, 0, 2 * row);
    }
    dy += size;
    x += size;
    y += size;
    dx += size;
    mean += row;
    inverse += row;
  }
}

/** Of one example: sums [2, c] = gain sum dz and gain sum dz h; adds sum dz and sum dz h to some [2, c]. */
function sumGradients<T>(
  dy: usize,
  x: usize,
  y: usize,
  size: usize,
  row: usize,
  mean: usize,
  inverse: usize,
  gain: usize,
  sums: usize,
  some: usize,
  relu: bool,
): void {
  const mu = get<T>(mean);
  const gamma = get<T>(gain);
  const zero = f32x4.splat(0);
  let total = zero,
    product = zero;
  for (let p: usize = 0; p < size;) {
    const stop = min(p + ROWS * row, size);
    let sum = zero,
      sumProduct = zero;
    for (; p < stop; p += row) {
      let dz = get<T>(dy + p);
      if (relu) dz = v128.and(dz, f32x4.gt(get<T>(y + p), zero));
      sum = f32x4.add(sum, dz);
      sumProduct = f32x4.add(sumProduct, f32x4.mul(dz, f32x4.sub(get<T>(x + p), mu)));
    }
    total = f32x4.add(total, sum);
    product = f32x4.add(product, sumProduct);
  }
  product = f32x4.mul(product, get<T>(inverse));
  set<T>(sums, f32x4.mul(gamma, total));
  set<T>(sums + row, f32x4.mul(gamma, product));
  set<T>(some, f32x4.add(get<T>(some), total));
  set<T>(some + row, f32x4.add(get<T>(some + row), product));
}

/** Of one example: dx from means [2, c] = mean(g) and mean(g h). */
function gradient<T>(
  dy: usize,
  x: usize,
  y: usize,
  dx: usize,
  size: usize,
  row: usize,
  mean: usize,
  inverse: usize,
  gain: usize,
  means: usize,
  relu: bool,
): void {
  const mu = get<T>(mean);
  const scale = get<T>(inverse);
  const gamma = get<T>(gain);
  const shift = get<T>(means);
  // h mean(g h) = (x - mean) slope
  const slope = f32x4.mul(get<T>(means + row), scale);
  const zero = f32x4.splat(0);
  for (let p: usize = 0; p < size; p += row) {
    let dz = get<T>(dy + p);
    if (relu) dz = v128.and(dz, f32x4.gt(get<T>(y + p), zero));
    const centred = f32x4.sub(get<T>(x + p), mu);
    const rest = f32x4.sub(f32x4.sub(f32x4.mul(gamma, dz), shift), f32x4.mul(centred, slope));
    set<T>(dx + p, f32x4.mul(scale, rest));
  }
}
