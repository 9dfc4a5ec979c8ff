/**
 * The binary formats of IEEE 754 in which networks are computed: p significant digits and exponents from e_min to e_max. Normal
 * numbers are +-1.f * 2^e; below 2^e_min the subnormal ones go on in equal steps of 2^(e_min - p + 1) down to zero.
 */
export interface NumberFormat {
  /**
   * The nearest number of the format; of two that are equally near, the one whose last digit is even. Infinity from half a step above
   * the largest on.
   */
  readonly round: (x: number) => number;
  /** (2 - 2^(1 - p)) 2^e_max. */
  readonly largest: number;
  /** 2^e_min: below it, digits are lost one by one. */
  readonly leastNormal: number;
  /** 2^(e_min - p + 1), the least number above zero. */
  readonly least: number;
  /** 2^-p: the greatest relative error of rounding to a normal number. */
  readonly unit: number;
}

/**
 * A sum or product of two numbers of float16 or float32 that float64 computes and `round` then rounds is the one that the format itself
 * would have computed: 53 digits are enough for the second rounding to do no harm (at least 2 p + 2, for p = 11 and p = 24).
 */
export const numberFormats = {
  float64: {
    round: (x) => x,
    largest: Number.MAX_VALUE,
    leastNormal: 2 ** -1022,
    least: Number.MIN_VALUE,
    unit: 2 ** -53,
  },
  float32: {
    round: Math.fround,
    largest: (2 - 2 ** -23) * 2 ** 127,
    leastNormal: 2 ** -126,
    least: 2 ** -149,
    unit: 2 ** -24,
  },
  float16: {
    round: roundToFloat16,
    largest: 65504,
    leastNormal: 2 ** -14,
    least: 2 ** -24,
    unit: 2 ** -11,
  },
} as const satisfies Record<string, NumberFormat>;

export type FormatName = keyof typeof numberFormats;

const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

/**
 * `Math.f16round`, which not every browser has. In [2^e, 2^(e + 1)) the numbers of float16 are 2^(e - 10) apart, and so are those of float64
 * around M = 1.5 * 2^(e + 42): adding M rounds, to even where it has to, and taking M away again is exact. Below 2^-14 they are all
 * 2^-24 apart, as for e = -14.
 */
function roundToFloat16(x: number): number {
  const size = Math.abs(x);
  if (!(size > 0 && size < Infinity)) return x;
  if (size >= 65520) return x < 0 ? -Infinity : Infinity;
  // The exponent of float32 is that of x, or of the next power of two where x rounds to it in float16 too.
  single[0] = Math.max(size, 2 ** -14);
  singleBits[0] = ((singleBits[0] ?? 0) & 0x7f800000) + (42 << 23) + 0x400000;
  const M = single[0];
  const rounded = size + M - M;
  return x < 0 ? -rounded : rounded;
}
