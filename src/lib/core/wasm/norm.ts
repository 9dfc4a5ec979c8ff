/**
 * Batch normalisation with an optional ReLU, over x [m, c] with c a multiple of 4. Sums are taken over 64 rows at a time and
 * then added up, which keeps float32 sums over many thousand rows accurate.
 */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

const ROWS = 64;

/** mean[j] = 1/m sum_i x[i, j], variance[j] = 1/m sum_i (x[i, j] - mean[j])^2. */
export function moments(x: usize, m: i32, c: i32, mean: usize, variance: usize): void {
  const row: usize = c << 2;
  const end = x + m * row;
  const share = f32x4.splat(f32(1) / f32(m));
  for (let j: usize = 0; j < row; j += 16) {
    let total = f32x4.splat(0);
    for (let p = x + j; p < end;) {
      const stop = min(p + ROWS * row, end);
      let sum = f32x4.splat(0);
      for (; p < stop; p += row) sum = f32x4.add(sum, v128.load(p));
      total = f32x4.add(total, sum);
    }
    const mu = f32x4.mul(total, share);
    total = f32x4.splat(0);
    for (let p = x + j; p < end;) {
      const stop = min(p + ROWS * row, end);
      let sum = f32x4.splat(0);
      for (; p < stop; p += row) {
        const d = f32x4.sub(v128.load(p), mu);
        sum = f32x4.add(sum, f32x4.mul(d, d));
      }
      total = f32x4.add(total, sum);
    }
    v128.store(mean + j, mu);
    v128.store(variance + j, f32x4.mul(total, share));
  }
}

/** 1 / sqrt(variance + epsilon) of four channels. */
function inverseDeviation(variance: usize, epsilon: f32): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(v128.load(variance), f32x4.splat(epsilon))));
}

/** y = gamma (x - mean) / sqrt(variance + epsilon) + beta, cut off below at 0 where `relu`. */
export function normalize(
  x: usize,
  y: usize,
  m: i32,
  c: i32,
  mean: usize,
  variance: usize,
  gamma: usize,
  beta: usize,
  epsilon: f32,
  relu: bool,
): void {
  const row: usize = c << 2;
  const zero = f32x4.splat(0);
  const size: usize = m * row;
  for (let j: usize = 0; j < row; j += 16) {
    const mu = v128.load(mean + j);
    const scale = f32x4.mul(v128.load(gamma + j), inverseDeviation(variance + j, epsilon));
    const shift = v128.load(beta + j);
    // `max` would return NaN for NaN too: a net that diverged must not be cut back to 0.
    if (relu) {
      for (let p = j; p < size; p += row) {
        v128.store(y + p, f32x4.max(f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + p), mu), scale), shift), zero));
      }
    } else {
      for (let p = j; p < size; p += row) {
        v128.store(y + p, f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + p), mu), scale), shift));
      }
    }
  }
}

/**
 * With h = (x - mean) / sqrt(variance + epsilon) and dz = dy, or dy where y > 0 after a ReLU:
 * dBeta = sum dz, dGamma = sum dz h, dx = gamma / sqrt(variance + epsilon) (dz - dBeta / m - h dGamma / m); where mean and variance are
 * constants, `frozen`, dx = gamma / sqrt(variance + epsilon) dz.
 */
export function normalizeGradient(
  dy: usize,
  x: usize,
  y: usize,
  dx: usize,
  dGamma: usize,
  dBeta: usize,
  m: i32,
  c: i32,
  mean: usize,
  variance: usize,
  gamma: usize,
  epsilon: f32,
  relu: bool,
  frozen: bool,
): void {
  const row: usize = c << 2;
  const size: usize = m * row;
  const zero = f32x4.splat(0);
  const share = f32x4.splat(frozen ? 0 : f32(1) / f32(m));
  for (let j: usize = 0; j < row; j += 16) {
    const mu = v128.load(mean + j);
    const inverse = inverseDeviation(variance + j, epsilon);
    let total = zero,
      product = zero;
    for (let p = j; p < size;) {
      const stop = min(p + ROWS * row, size);
      let sum = zero,
        sumProduct = zero;
      for (; p < stop; p += row) {
        let dz = v128.load(dy + p);
        if (relu) dz = v128.and(dz, f32x4.gt(v128.load(y + p), zero));
        sum = f32x4.add(sum, dz);
        sumProduct = f32x4.add(sumProduct, f32x4.mul(dz, f32x4.mul(f32x4.sub(v128.load(x + p), mu), inverse)));
      }
      total = f32x4.add(total, sum);
      product = f32x4.add(product, sumProduct);
    }
    v128.store(dBeta + j, total);
    v128.store(dGamma + j, product);
    const scale = f32x4.mul(v128.load(gamma + j), inverse);
    const shift = f32x4.mul(total, share);
    // h dGamma / m = (x - mean) slope
    const slope = f32x4.mul(f32x4.mul(product, share), inverse);
    for (let p = j; p < size; p += row) {
      let dz = v128.load(dy + p);
      if (relu) dz = v128.and(dz, f32x4.gt(v128.load(y + p), zero));
      const centred = f32x4.sub(v128.load(x + p), mu);
      v128.store(dx + p, f32x4.mul(scale, f32x4.sub(f32x4.sub(dz, shift), f32x4.mul(centred, slope))));
    }
  }
}
