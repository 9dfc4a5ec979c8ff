import { describe, expect, it } from 'vitest';
import { isWorthSharing, shares, type SharedKernel } from '../../src/lib/core/plan/shares.ts';
import { normals } from '../setup/tensors.ts';
import { bench } from './kernels.ts';

/** Sizes of x [n, h, w, c], filters of k x k to co channels, y [n, oh, ow, co], stride s. */
const sizes = { n: 5, h: 9, w: 7, c: 4, k: 3, co: 8 } as const;

interface Call {
  readonly kernel: SharedKernel;
  readonly name: string;
  /** Arguments between the pointers and the end, sizes of both inputs and of the output. */
  readonly inputs: readonly number[];
  readonly output: number;
  readonly rest: readonly number[];
}

const { n, h, w, c, k, co } = sizes;
const calls: readonly Call[] = [1, 2].flatMap((s) => {
  const [oh, ow] = [Math.floor((h - k) / s) + 1, Math.floor((w - k) / s) + 1];
  const rest = [n, h, w, c, oh, ow, co, k, s];
  return [
    {
      kernel: 'correlate',
      name: `correlate, stride ${s}`,
      inputs: [n * h * w * c, k * k * c * co],
      output: n * oh * ow * co,
      rest,
    },
    {
      kernel: 'correlateFilter',
      name: `correlateFilter, stride ${s}`,
      inputs: [n * h * w * c, n * oh * ow * co],
      output: k * k * c * co,
      rest,
    },
    {
      kernel: 'spread',
      name: `spread, step ${s}`,
      inputs: [n * h * w * c],
      output: n * (s * h + 2) * (s * w + 2) * 8,
      rest: [n, h, w, c, s * h + 2, s * w + 2, 8, 1, s],
    },
  ] as const;
});

describe('a kernel that threads share out', () => {
  it.each(calls)(
    'gives the same bits in any number of parts, done in any order: $name',
    async ({ kernel, inputs, output, rest }) => {
      const { run, put, get } = await bench();
      const from = inputs.map((length, i) => put(normals(`input ${i}`, [length])));
      const compute = (parts: readonly number[]): Float32Array => {
        const to = put(new Float32Array(output).fill(9));
        for (const part of parts) shares[kernel](run, [...from, to, ...rest], part, parts.length);
        return get(to, output);
      };
      const whole = put(new Float32Array(output).fill(9));
      Reflect.apply(run[kernel], undefined, [...from, whole, ...rest]);
      const expected = get(whole, output);
      expect(expected).not.toContain(9);
      for (const parts of [[0], [0, 1], [1, 0], [2, 0, 1], [3, 1, 0, 2], [6, 5, 4, 3, 2, 1, 0]]) {
        expect(compute(parts)).toEqual(expected);
      }
    },
  );

  it('is shared where there is enough to do, and more than one part of it', () => {
    const large = [0, 0, 0, 32, 18, 18, 8, 16, 16, 8, 3, 1];
    expect(isWorthSharing.correlate(large)).toBe(true);
    expect(isWorthSharing.correlateFilter(large)).toBe(true);
    expect(isWorthSharing.spread([0, 0, 32, 16, 16, 64, 18, 18, 64, 1, 1])).toBe(true);
    const single = [0, 0, 0, 1, 18, 18, 8, 16, 16, 8, 3, 1];
    expect(isWorthSharing.correlate(single)).toBe(false);
    const product = [0, 0, 0, 32, 18, 18, 8, 16, 16, 80, 1, 1];
    expect(isWorthSharing.correlateFilter(product)).toBe(false);
    const small = [0, 0, 0, 2, 3, 3, 4, 1, 1, 8, 3, 1];
    expect(isWorthSharing.correlate(small)).toBe(false);
  });
});
