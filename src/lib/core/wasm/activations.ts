/** Activation functions and their gradients, over n numbers: whole vectors of four, and a last one that is filled up with zeros. */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

import { sigmoid4, tanh4 } from './math';

/** y = max(x, 0); NaN stays NaN. */
export function relu(x: usize, y: usize, n: i32): void {
  const end = x + (n << 2);
  const zero = f32x4.splat(0);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, f32x4.max(v128.load(x), zero));
  if (x < end) storeRest(y, f32x4.max(loadRest(x, end), zero), end - x);
}

/** dx = dy where y > 0, else 0. */
export function reluGradient(dy: usize, y: usize, dx: usize, n: i32): void {
  const end = y + (n << 2);
  const zero = f32x4.splat(0);
  for (; y + 16 <= end; y += 16, dy += 16, dx += 16) v128.store(dx, v128.and(v128.load(dy), f32x4.gt(v128.load(y), zero)));
  if (y < end) storeRest(dx, v128.and(loadRest(dy, dy + (end - y)), f32x4.gt(loadRest(y, end), zero)), end - y);
}

/** y = 1 / (1 + exp(-x)). */
export function sigmoid(x: usize, y: usize, n: i32): void {
  const end = x + (n << 2);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, sigmoid4(v128.load(x)));
  if (x < end) storeRest(y, sigmoid4(loadRest(x, end)), end - x);
}

/** dx = dy y (1 - y). */
export function sigmoidGradient(dy: usize, y: usize, dx: usize, n: i32): void {
  const end = y + (n << 2);
  for (; y + 16 <= end; y += 16, dy += 16, dx += 16) v128.store(dx, sigmoidSlope(v128.load(dy), v128.load(y)));
  if (y < end) storeRest(dx, sigmoidSlope(loadRest(dy, dy + (end - y)), loadRest(y, end)), end - y);
}

function sigmoidSlope(dy: v128, y: v128): v128 {
  return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y)));
}

export function tanh(x: usize, y: usize, n: i32): void {
  const end = x + (n << 2);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, tanh4(v128.load(x)));
  if (x < end) storeRest(y, tanh4(loadRest(x, end)), end - x);
}

/** dx = dy (1 - y^2). */
export function tanhGradient(dy: usize, y: usize, dx: usize, n: i32): void {
  const end = y + (n << 2);
  for (; y + 16 <= end; y += 16, dy += 16, dx += 16) v128.store(dx, tanhSlope(v128.load(dy), v128.load(y)));
  if (y < end) storeRest(dx, tanhSlope(loadRest(dy, dy + (end - y)), loadRest(y, end)), end - y);
}

function tanhSlope(dy: v128, y: v128): v128 {
  return f32x4.mul(dy, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)));
}

/** y = x / (1 + |x|). */
export function softsign(x: usize, y: usize, n: i32): void {
  const end = x + (n << 2);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, softsign4(v128.load(x)));
  if (x < end) storeRest(y, softsign4(loadRest(x, end)), end - x);
}

function softsign4(x: v128): v128 {
  return f32x4.div(x, f32x4.add(f32x4.splat(1), f32x4.abs(x)));
}

/** dx = dy (1 - |y|)^2, since 1 - |y| = 1 / (1 + |x|). */
export function softsignGradient(dy: usize, y: usize, dx: usize, n: i32): void {
  const end = y + (n << 2);
  for (; y + 16 <= end; y += 16, dy += 16, dx += 16) v128.store(dx, softsignSlope(v128.load(dy), v128.load(y)));
  if (y < end) storeRest(dx, softsignSlope(loadRest(dy, dy + (end - y)), loadRest(y, end)), end - y);
}

function softsignSlope(dy: v128, y: v128): v128 {
  const rest = f32x4.sub(f32x4.splat(1), f32x4.abs(y));
  return f32x4.mul(dy, f32x4.mul(rest, rest));
}

/** The one to three numbers before `end`, and zeros. */
function loadRest(from: usize, end: usize): v128 {
  let v = v128.load32_zero(from);
  if (from + 4 < end) v = f32x4.replace_lane(v, 1, load<f32>(from, 4));
  if (from + 8 < end) v = f32x4.replace_lane(v, 2, load<f32>(from, 8));
  return v;
}

function storeRest(to: usize, v: v128, bytes: usize): void {
  store<f32>(to, f32x4.extract_lane(v, 0));
  if (bytes > 4) store<f32>(to, f32x4.extract_lane(v, 1), 4);
  if (bytes > 8) store<f32>(to, f32x4.extract_lane(v, 2), 8);
}
