import { beforeEach, describe, expect, it } from 'vitest';
import { referenceLoss } from '../setup/reference.ts';
import { bench, type Bench } from './kernels.ts';

/** The functions that our kernels compute themselves, so that every device gets the same bits, against Math. */
let kernels: Bench;
beforeEach(async () => {
  kernels = await bench();
});

const TOLERANCE = 3e-7;

/** float32 numbers from -range to range, dense near 0, in no multiple of four, so that the last vector is not full. */
function numbers(range: number): Float32Array {
  const values: number[] = [0];
  for (let size = range; size > 1e-6; size *= 0.9) values.push(size, -size);
  for (let i = -500; i <= 500; i += 1) values.push((i * range) / 501);
  while (values.length % 4 !== 3) values.push(0.1 * values.length);
  return Float32Array.from(values);
}

function applied(kernel: 'sigmoid' | 'tanh' | 'relu' | 'softsign', x: Float32Array): Float32Array {
  const [from, to] = [kernels.put(x), kernels.put(x)];
  kernels.run[kernel](from, to, x.length);
  return kernels.get(to, x.length);
}

/** The largest relative error over all numbers, with the number it is at. */
function worst(x: Float32Array, found: Float32Array, expected: (value: number) => number): { error: number; at: number } {
  let result = { error: 0, at: 0 };
  x.forEach((value, i) => {
    const target = expected(value);
    const error = target === 0 ? Math.abs(found[i] ?? Number.NaN) : Math.abs((found[i] ?? Number.NaN) / target - 1);
    if (!(error <= result.error)) result = { error, at: value };
  });
  return result;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('sigmoid', () => {
  it('is that of Math wherever its value is a normal float32 number', () => {
    const x = numbers(87);
    expect(worst(x, applied('sigmoid', x), sigmoid).error).toBeLessThan(TOLERANCE);
  });

  it('ends at 0 and 1, and leaves NaN', () => {
    const [low = 1, high, below = 1, above, none] = applied('sigmoid', Float32Array.of(-100, 100, -Infinity, Infinity, NaN));
    for (const value of [low, below]) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(2e-38);
    }
    expect([high, above, none]).toEqual([1, 1, NaN]);
  });
});

describe('tanh', () => {
  it('is that of Math, also near 0, where the quotient of exponentials loses its digits', () => {
    for (const range of [1e-3, 0.3, 1, 20, 100]) {
      const x = numbers(range);
      expect(worst(x, applied('tanh', x), Math.tanh).error).toBeLessThan(TOLERANCE);
    }
  });

  it('ends at -1 and 1, keeps the sign of 0, and leaves NaN', () => {
    const x = Float32Array.of(-100, 100, -Infinity, Infinity, -0, 0, NaN);
    expect([...applied('tanh', x)]).toEqual([-1, 1, -1, 1, -0, 0, NaN]);
  });

  it('is odd, bit for bit', () => {
    const x = numbers(10);
    expect(
      applied(
        'tanh',
        x.map((value) => -value),
      ),
    ).toEqual(applied('tanh', x).map((value) => -value));
  });
});

describe('relu', () => {
  it('cuts off below 0 and leaves NaN', () => {
    const x = Float32Array.of(-3, -Infinity, 0, 2.5, Infinity, -1e-40, NaN);
    expect([...applied('relu', x)]).toEqual([0, 0, 0, 2.5, Infinity, 0, NaN]);
  });
});

it.each([1, 2, 3, 4, 5, 7, 8])('functions of %i numbers write no more than these', (count) => {
  const x = kernels.put(new Float32Array(12).fill(0.5));
  for (const kernel of ['relu', 'sigmoid', 'tanh', 'softsign'] as const) {
    const y = kernels.put(new Float32Array(12).fill(9));
    kernels.run[kernel](x, y, count);
    expect([...kernels.get(y + 4 * count, 12 - count)]).toEqual(new Array(12 - count).fill(9));
  }
  for (const kernel of ['reluGradient', 'sigmoidGradient', 'tanhGradient', 'softsignGradient'] as const) {
    const dx = kernels.put(new Float32Array(12).fill(9));
    kernels.run[kernel](x, x, dx, count);
    expect([...kernels.get(dx + 4 * count, 12 - count)]).toEqual(new Array(12 - count).fill(9));
  }
});

describe('gradients of the activations', () => {
  it.each([
    { kernel: 'reluGradient', slope: (y: number) => (y > 0 ? 1 : 0) },
    { kernel: 'sigmoidGradient', slope: (y: number) => y * (1 - y) },
    { kernel: 'tanhGradient', slope: (y: number) => 1 - y * y },
    { kernel: 'softsignGradient', slope: (y: number) => (1 - Math.abs(y)) ** 2 },
  ] as const)('$kernel is dy times the slope, from the output y', ({ kernel, slope }) => {
    const y = Float32Array.from({ length: 39 }, (_, i) => (i - 19) / 20);
    const dy = y.map((_, i) => Math.cos(i));
    const dx = kernels.put(y);
    kernels.run[kernel](kernels.put(dy), kernels.put(y), dx, y.length);
    kernels.get(dx, y.length).forEach((value, i) => expect(value).toBeCloseTo((dy[i] ?? 0) * slope(y[i] ?? 0), 6));
  });
});

type Loss = 'softmaxCrossEntropy' | 'sigmoidCrossEntropy';

function lossOf(loss: Loss, logits: ArrayLike<number>, targets: ArrayLike<number>, classes: number) {
  const [z, y, dz] = [kernels.put(logits), kernels.put(targets), kernels.put(logits)];
  const value = kernels.run[loss](z, y, dz, logits.length / classes, classes);
  return { value, dz: kernels.get(dz, logits.length) };
}

describe('the exponential in the losses', () => {
  // Two logits, x and 0: the share of x is exp(x) / (1 + exp(x)).
  const shares = (x: Float32Array): Float32Array =>
    x.map((value) => lossOf('softmaxCrossEntropy', [value, 0], [0, 1], 2).dz[0] ?? Number.NaN);
  // One logit and the target 0.
  const slopes = (x: Float32Array): Float32Array =>
    x.map((value) => lossOf('sigmoidCrossEntropy', [value], [0], 1).dz[0] ?? Number.NaN);

  it('is that of Math wherever its value is a normal float32 number', () => {
    const x = numbers(87);
    expect(worst(x, shares(x), sigmoid).error).toBeLessThan(TOLERANCE);
    expect(worst(x, slopes(x), sigmoid).error).toBeLessThan(TOLERANCE);
  });
});

describe('the logarithm in the losses', () => {
  it('is that of Math: k equal logits without a target have the loss log k', () => {
    for (let k = 2; k < 5000; k = Math.ceil(k * 1.07)) {
      const { value } = lossOf('softmaxCrossEntropy', new Float32Array(k), new Float32Array(k), k);
      expect(Math.abs(value / Math.log(k) - 1)).toBeLessThan(TOLERANCE);
    }
  });

  it('is that of Math from 1 to 2: one logit of the target 0 has the loss log(1 + exp(x))', () => {
    const x = numbers(80).filter((value) => value < 0);
    for (const value of x) {
      const loss = lossOf('sigmoidCrossEntropy', [value], [0], 1).value;
      // 1 + exp(x) is rounded to float32.
      expect(Math.abs(loss - Math.log1p(Math.exp(value)))).toBeLessThan(1.3e-7);
    }
  });
});

describe.each(['softmaxCrossEntropy', 'sigmoidCrossEntropy'] as const)('%s', (loss) => {
  it.each([
    { n: 1, k: 1 },
    { n: 1, k: 3 },
    { n: 5, k: 7 },
    { n: 64, k: 10 },
  ])('of $n examples and $k classes is that of the reference', ({ n, k }) => {
    const logits = Float32Array.from({ length: n * k }, (_, i) => 6 * Math.sin(3 * i + 1));
    const targets = Float32Array.from({ length: n * k }, (_, i) => (i % k === Math.floor(i / k) % k ? 1 : 0));
    const expected = referenceLoss(loss, Float64Array.from(logits), targets, k);
    const { value, dz } = lossOf(loss, logits, targets, k);
    expect(Math.abs(value - expected)).toBeLessThan(TOLERANCE * Math.max(expected, 1));
    const slopes = Array.from(logits, (_, i) => {
      const [above = 0, below = 0] = [1e-5, -1e-5].map((move) => {
        const moved = Float64Array.from(logits);
        moved[i] = (moved[i] ?? 0) + move;
        return referenceLoss(loss, moved, targets, k);
      });
      return (above - below) / 2e-5;
    });
    dz.forEach((slope, i) => expect(Math.abs(slope - (slopes[i] ?? Number.NaN))).toBeLessThan(1e-7));
  });

  it('stays finite for logits of 300, and is right there', () => {
    // 600 = 300 - (-300) for softmax; 300 for the class that is missed and 300 for the one that is wrongly sure.
    const { value, dz } = lossOf(loss, [300, -300], [0, 1], 2);
    expect(value).toBeCloseTo(600, 3);
    expect([...dz]).toEqual([expect.closeTo(1, 6), expect.closeTo(-1, 6)]);
    const right = lossOf(loss, [300, -300], [1, 0], 2);
    expect(right.value).toBeCloseTo(0, 6);
    for (const slope of right.dz) expect(slope).toBeCloseTo(0, 6);
  });

  it('is no number where a logit is none', () => {
    expect(lossOf(loss, [NaN, 1, 0, 2], [1, 0, 0, 1], 2).value).toBeNaN();
  });
});
