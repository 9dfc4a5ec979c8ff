/**
 * Loops over channels are written once, for four at a time (T = v128) and, where their number is no multiple of four, for one that is
 * left over (T = f32), which then lies in the first lane of a vector of zeros.
 */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

export function get<T>(p: usize): v128 {
  return sizeof<T>() == 16 ? v128.load(p) : v128.load32_zero(p);
}

export function set<T>(p: usize, value: v128): void {
  if (sizeof<T>() == 16) v128.store(p, value);
  else store<f32>(p, f32x4.extract_lane(value, 0));
}
