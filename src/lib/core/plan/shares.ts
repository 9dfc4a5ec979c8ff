import type { WasmExports } from './exports.ts';

/** Does part `part` of `parts` of a kernel's work: the same numbers, whatever the number of parts. */
type Share = (run: WasmExports, args: readonly number[], part: number, parts: number) => void;

/** The kernels that are worth sharing out: five sixths of a convolutional net's step. */
export type SharedKernel = 'correlate' | 'correlateFilter' | 'spread';

export const sharedKernels: readonly SharedKernel[] = ['correlate', 'correlateFilter', 'spread'];

const slice = (count: number, part: number, parts: number): readonly [number, number] => [
  Math.floor((count * part) / parts),
  Math.floor((count * (part + 1)) / parts),
];

type Twelve = [number, number, number, number, number, number, number, number, number, number, number, number];
type Eleven = [number, number, number, number, number, number, number, number, number, number, number];

export const shares: Readonly<Record<SharedKernel, Share>> = {
  /** Some of the images. */
  correlate(run, args, part, parts) {
    const [x, f, out, n, h, w, c, oh, ow, co, k, s] = args as Twelve;
    const [from, to] = slice(n, part, parts);
    if (from === to) return;
    run.correlate(x + 4 * from * h * w * c, f, out + 4 * from * oh * ow * co, to - from, h, w, c, oh, ow, co, k, s);
  },

  /** Some of the taps: each sums over all images, in the same order as ever. */
  correlateFilter(run, args, part, parts) {
    const [x, dy, g, n, h, w, c, oh, ow, co, k, s] = args as Twelve;
    const [from, to] = slice(k * k, part, parts);
    for (let tap = from; tap < to; tap += 1) {
      const shift = Math.floor(tap / k) * w + (tap % k);
      run.correlateFilter(x + 4 * shift * c, dy, g + 4 * tap * c * co, n, h, w, c, oh, ow, co, 1, s);
    }
  },

  /** Some of the images. */
  spread(run, args, part, parts) {
    const [x, out, n, h, w, c, oh, ow, oc, margin, step] = args as Eleven;
    const [from, to] = slice(n, part, parts);
    if (from === to) return;
    run.spread(x + 4 * from * h * w * c, out + 4 * from * oh * ow * oc, to - from, h, w, c, oh, ow, oc, margin, step);
  },
};

/** Numbers written, times what each costs: below this, telling another thread takes longer than the work. */
const WORTH = 100_000;

/** Whether a call is worth sharing: whether it has parts, and enough work. */
export const isWorthSharing: Readonly<Record<SharedKernel, (args: readonly number[]) => boolean>> = {
  correlate: (args) => {
    const [, , , n, , , c, oh, ow, co, k] = args as Twelve;
    return n > 1 && n * oh * ow * co * k * k * c > WORTH;
  },
  correlateFilter: (args) => {
    const [, , , n, , , c, oh, ow, co, k] = args as Twelve;
    return k > 1 && n * oh * ow * co * k * k * c > WORTH;
  },
  spread: (args) => {
    const [, , n, , , , oh, ow, oc] = args as Eleven;
    return n > 1 && n * oh * ow * oc > WORTH;
  },
};
