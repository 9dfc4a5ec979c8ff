/** Losses of logits z [n, k] and targets y, mean over the n examples, with dz, their gradient. Sums are taken in float64. */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

import { exp4, log4 } from './math';

function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

function log1(x: f32): f32 {
  return f32x4.extract_lane(log4(f32x4.splat(x)), 0);
}

/** 1/n sum (log sum_j exp z_j - z_y); dz = (softmax z - y) / n. The largest logit is taken off before exp, which cannot overflow. */
export function softmaxCrossEntropy(z: usize, y: usize, dz: usize, n: i32, k: i32): f64 {
  const row: usize = k << 2;
  const share = f32(1) / f32(n);
  let loss: f64 = 0;
  for (const end = z + n * row; z < end; z += row, y += row, dz += row) {
    let largest = load<f32>(z);
    for (let j: usize = 4; j < row; j += 4) largest = max<f32>(largest, load<f32>(z + j));
    let sum: f32 = 0;
    for (let j: usize = 0; j < row; j += 4) {
      const shifted = load<f32>(z + j) - largest;
      const power = exp1(shifted);
      store<f32>(dz + j, power);
      sum += power;
      loss -= f64(load<f32>(y + j)) * f64(shifted);
    }
    loss += f64(log1(sum));
    for (let j: usize = 0; j < row; j += 4) store<f32>(dz + j, (load<f32>(dz + j) / sum - load<f32>(y + j)) * share);
  }
  return loss / f64(n);
}

/**
 * 1/n sum over examples and classes of -y log s(z) - (1 - y) log(1 - s(z)), s the logistic function, computed as
 * max(z, 0) - z y + log(1 + exp(-|z|)); dz = (s(z) - y) / n.
 */
export function sigmoidCrossEntropy(z: usize, y: usize, dz: usize, n: i32, k: i32): f64 {
  const share = f32(1) / f32(n);
  let loss: f64 = 0;
  for (const end = z + ((n * k) << 2); z < end; z += 4, y += 4, dz += 4) {
    const logit = load<f32>(z);
    const target = load<f32>(y);
    const power = exp1(-abs<f32>(logit));
    loss += f64(max<f32>(logit, 0)) - f64(logit) * f64(target) + f64(log1(1 + power));
    store<f32>(dz, ((logit < 0 ? power : 1) / (1 + power) - target) * share);
  }
  return loss / f64(n);
}

/** 1/n sum over examples and outputs of (z - y)^2 / 2; dz = (z - y) / n. */
export function meanSquaredError(z: usize, y: usize, dz: usize, n: i32, k: i32): f64 {
  const share = f32(1) / f32(n);
  let loss: f64 = 0;
  for (const end = z + ((n * k) << 2); z < end; z += 4, y += 4, dz += 4) {
    const difference = load<f32>(z) - load<f32>(y);
    loss += f64(difference) * f64(difference);
    store<f32>(dz, difference * share);
  }
  return loss / 2 / f64(n);
}
