import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { portableLog } from './portable-log.ts';

/** Random numbers of one purpose. All draws are exact in every engine: integers, + - * / and Math.sqrt only. */
export interface Stream {
  /** In [0, 1), with 53 random bits. */
  uniform(): number;
  /** An integer in [0, n), of n up to 2^32. */
  below(n: number): number;
  /** Standard normal. */
  gaussian(): number;
  /** Permutes in place (Fisher and Yates) and returns its argument. */
  shuffle<T extends { length: number; [index: number]: number }>(items: T): T;
}

/**
 * The stream of a purpose, for example `stream(0, 'init of conv 3')`. Streams of different purposes don't share draws, so that
 * adding a layer, or measuring more, leaves every other draw as it was.
 *
 * @throws RangeError where the seed is not an integer from 0 to 2^32 - 1.
 */
export function stream(seed: number, purpose: string): Stream {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`A seed is an integer from 0 to 4294967295, got ${seed}`);
  }
  const generator = xoroshiro128plusFromState(state(seed, purpose));
  let spare: number | undefined;

  const uniform = (): number => uniformFloat64(generator);

  // pure-rand's own for ranges of 32 bits, which comes with one for longer ranges: draws beyond the last multiple of n are not used.
  const below = (n: number): number => {
    const end = 2 ** 32 - (2 ** 32 % n);
    for (;;) {
      const draw = generator.next() + 2 ** 31;
      if (draw < end) return draw % n;
    }
  };

  /** Marsaglia's polar method: one pass makes two normals, the second is kept for the next call. */
  const gaussian = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const square = u * u + v * v;
      if (square > 0 && square < 1) {
        const factor = Math.sqrt((-2 * portableLog(square)) / square);
        spare = v * factor;
        return u * factor;
      }
    }
  };

  const shuffle = <T extends { length: number; [index: number]: number }>(items: T): T => {
    for (let last = items.length - 1; last > 0; last -= 1) {
      const other = below(last + 1);
      const moved = items[last] ?? 0;
      items[last] = items[other] ?? 0;
      items[other] = moved;
    }
    return items;
  };

  return { uniform, below, gaussian, shuffle };
}

/** 128 bits out of seed and purpose: FNV-1a over the purpose, then four rounds of MurmurHash3's finaliser, as in splitmix. */
function state(seed: number, purpose: string): number[] {
  let hash = 0x811c9dc5;
  for (let i = 0; i < purpose.length; i += 1) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
  let word = Math.imul(hash, 0x9e3779b1) ^ seed;
  return Array.from({ length: 4 }, () => {
    word = (word + 0x9e3779b9) | 0;
    return mixed(mixed(word) ^ hash);
  });
}

function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
