const LOG2_E = 1.4426950408889634;
/** ln 2 in two parts: the first has zeros at its end, so that a whole multiple of it is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** 1/n! for n = 0 to 13. */
const inverseFactorials = Array.from({ length: 13 }).reduce<readonly number[]>(
  (known, _, i) => [...known, (known[i] ?? 1) / (i + 1)],
  [1],
);

/**
 * e^x from + - * / alone. `Math.exp` differs in the last digit between engines; a path that a steep place magnifies many thousand
 * times would soon be another one elsewhere.
 *
 * x = k ln 2 + r with abs(r) <= 0.347, then e^x = 2^k e^r, with the series of e^r to r^13, which leaves less than 1e-17 of it. Relative error
 * below 1e-15 where the result is a normal number; beyond, 0 and Infinity as from `Math.exp`.
 */
export function portableExp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = Math.round(x * LOG2_E);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let series = 0;
  for (let n = inverseFactorials.length - 1; n >= 0; n--) series = series * r + (inverseFactorials[n] ?? 0);
  return timesPowerOfTwo(series, k);
}

/** Doubling and halving are exact while the result is a normal number. */
function timesPowerOfTwo(value: number, k: number): number {
  let result = value;
  for (let i = 0; i < k; i++) result *= 2;
  for (let i = 0; i > k; i--) result /= 2;
  return result;
}
