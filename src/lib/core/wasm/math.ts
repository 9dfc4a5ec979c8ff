/**
 * Functions of four numbers at a time, from additions, multiplications, divisions and shifts only, so that every device gets the
 * same bits. Errors are below 2e-7, relative. NaN stays NaN.
 */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

/**
 * exp(x) = 2^k exp(r) with k = round(x / log 2), |r| <= log(2) / 2 and the Taylor series of exp to the 7th power, whose rest is
 * below 6e-9. Beyond the range of normal float32 numbers it stays at the end of that range.
 */
export function exp4(x: v128): v128 {
  const inside = f32x4.min(f32x4.max(x, f32x4.splat(-87.33654)), f32x4.splat(88.37626));
  const k = f32x4.nearest(f32x4.mul(inside, f32x4.splat(1.44269504)));
  // log 2 in two parts, the first of few digits: k times it is exact.
  let r = f32x4.sub(inside, f32x4.mul(k, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(k, f32x4.splat(2.1219444e-4)));
  let sum = f32x4.splat(1.0 / 5040.0);
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 720.0));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 120.0));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 24.0));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 6.0));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(0.5));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23);
  return f32x4.mul(sum, power);
}

/**
 * log(x) of normal x > 0: x = m 2^k with m from sqrt(1/2) to sqrt(2), and log(m) = 2 (s + s^3/3 + s^5/5 + ...) with
 * s = (m - 1) / (m + 1), |s| < 0.172, to the 9th power.
 */
export function log4(x: v128): v128 {
  // Added to the bits, this carries into the exponent where m would be above sqrt(2).
  const bits = i32x4.add(x, i32x4.splat(0x3f800000 - 0x3f3504f3));
  const k = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(bits, 23), i32x4.splat(127)));
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const s = f32x4.div(f32x4.sub(m, f32x4.splat(1)), f32x4.add(m, f32x4.splat(1)));
  const square = f32x4.mul(s, s);
  let sum = f32x4.splat(2.0 / 9.0);
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(2.0 / 7.0));
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(2.0 / 5.0));
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(2.0 / 3.0));
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(2));
  const low = f32x4.sub(f32x4.mul(sum, s), f32x4.mul(k, f32x4.splat(2.1219444e-4)));
  const value = f32x4.add(low, f32x4.mul(k, f32x4.splat(0.693359375)));
  return v128.bitselect(value, x, f32x4.eq(x, x));
}

/** 1 / (1 + exp(-x)), from exp(-|x|), which cannot overflow. */
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  const power = exp4(f32x4.neg(f32x4.abs(x)));
  const numerator = v128.bitselect(power, one, f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(numerator, f32x4.add(one, power));
}

/**
 * sign(x) (1 - e) / (1 + e) with e = exp(-2 |x|); up to 1/4, where 1 - e would lose digits, its Taylor series to the 9th power.
 */
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const size = f32x4.abs(x);
  const power = exp4(f32x4.mul(size, f32x4.splat(-2)));
  const far = f32x4.div(f32x4.sub(one, power), f32x4.add(one, power));
  const square = f32x4.mul(x, x);
  let sum = f32x4.splat(62.0 / 2835.0);
  sum = f32x4.sub(f32x4.mul(sum, square), f32x4.splat(17.0 / 315.0));
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(2.0 / 15.0));
  sum = f32x4.sub(f32x4.mul(sum, square), f32x4.splat(1.0 / 3.0));
  const near = f32x4.add(size, f32x4.mul(size, f32x4.mul(sum, square)));
  const value = v128.bitselect(near, far, f32x4.lt(size, f32x4.splat(0.25)));
  return v128.or(value, v128.and(x, i32x4.splat(0x80000000)));
}
