const LN2 = 0.6931471805599453;
const SQRT_HALF = 0.7071067811865476;

/**
 * Natural logarithm from + - * / alone. `Math.log` differs in the last digit between engines; initial weights that are drawn
 * with it would differ too, and a run could not be repeated bit for bit elsewhere.
 *
 * x = m 2^k with sqrt(1/2) <= m < sqrt(2), then ln m = 2 artanh s with s = (m - 1) / (m + 1), |s| < 0.172: the series
 * s + s^3/3 + s^5/5 + ... to s^19 leaves less than 1e-16 of it. Relative error below 1e-15.
 *
 * @throws RangeError where x is not a positive finite number.
 */
export function portableLog(x: number): number {
  if (!(x > 0) || x === Infinity) throw new RangeError(`portableLog needs a positive finite number, got ${x}`);
  let mantissa = x;
  let exponent = 0;
  // Doubling and halving are exact, so the loops only move the binary point.
  while (mantissa >= 2 * SQRT_HALF) {
    mantissa /= 2;
    exponent += 1;
  }
  while (mantissa < SQRT_HALF) {
    mantissa *= 2;
    exponent -= 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let series = 0;
  for (let power = 19; power >= 1; power -= 2) series = series * square + 1 / power;
  return exponent * LN2 + 2 * s * series;
}
