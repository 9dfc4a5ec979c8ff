/**
 * The numbers that the exercises ask for, by id, each computed in another way than in the chapter: by counting, by iterating, by looking
 * for a root. A key that is wrong in the chapter is wrong here only if the same mistake was made twice.
 */
export const recomputed: Readonly<Record<string, () => number>> = {
  // Each of the ANDs of ten wires becomes nine gates, and the OR of the ANDs one gate less than it has wires.
  'exr-two-wires-a': () => sum(range(2 ** 9).map(() => 9)) + (2 ** 9 - 1),
  // ORs for "odd" and for "even" in every block; ANDs over the blocks; one OR.
  'exr-blocks-a': () => sum([4, 4, 4, 4].map((inputs) => 2 * 2 ** (inputs - 1))) + oddSettings(4) + 1,
  'exr-blocks-tree': () => 3 * mergesOf(16),
  'exr-any-peak-c': () => Math.min(...lengthsOfPieces(0.25, 3)),
  'exr-blind-parity-c': () => 1 / Math.sqrt(2 ** 30),

  // The error is the largest at the end of the interval; its first term is the whole of it but for 1e-5.
  'exr-identity-neuron-error': () => Math.abs(40 * (sigmoid(0.1) - 0.5) - 1),
  'exr-how-many-images-b': () => root((m) => 0.0004 / Math.sqrt((0.9657 * 0.0343 + 0.9653 * 0.0347) / m) - 1.96, 1e5, 1e7),
  'exr-standard-weights-b': () => root((n) => Math.sqrt(n) * Math.sqrt(1 / (6 * Math.sqrt(2 * Math.PI * 0.4 * n))) - 1, 1, 1e4),

  'exr-window-d': () => (2 * root((z) => 100 * slope(z) - 1, 0, 20)) / 100,
  'exr-ten-chain-a': () => product(range(9).map(() => slope(0))),
  'exr-balance-a': () => root((k) => 0.1 * Math.sqrt(k) - Math.LN10, 1, 1e4),
  'exr-balance-b': () => root((k) => Math.exp(-0.05 * k) * 10 - 1, 1, 1e4),

  'exr-effective-momentum-a': () => root((x) => (1 + 0.9 - x) ** 2 - 4 * 0.9, 0, 1),
  'exr-effective-momentum-b': () => 2 * (1000 / crossings(0.9, 0.1, 1000)),
  'exr-nesterov-limit-b': () => root((x) => spectralRadius(1.99 * (1 - x), -0.99 * (1 - x)) - 1, 1.01, 2),
  'exr-deeper-autoencoder-a': () => product(range(11).map(() => 0.621)) / product(range(11).map(() => 0.405)),

  'exr-tolerances-a': () => 100 * (root((c) => product(range(150).map(() => c)) - 10, 1, 1.1) - 1),
  'exr-tolerances-b': () => leastDepth((layers) => product(range(layers).map(() => 1.01)) >= 10),
  'exr-rank-one-c': () => 0.1 * Math.hypot(...range(64).map(() => 1)),
  'exr-half-precision-a': () => leastDepth((layers) => product(range(layers - 1).map(() => 0.9)) < 2 ** -24),
  'exr-half-precision-b': () => leastDepth((layers) => 2 ** 10 * product(range(layers - 1).map(() => 0.9)) < 2 ** -24),

  'exr-leaky-c': () => 1 / (gaussianMean((z) => relu(z) ** 2) - gaussianMean(relu) ** 2),
  'exr-widths-a': () =>
    product(
      [
        [300, 30],
        [30, 300],
        [300, 30],
        [30, 300],
      ].map(([from = 0, to = 0]) => (4 / (from + to)) * from * 0.5),
    ),
  'exr-widths-b': () => Math.sqrt(2 / sum(range(3 * 3 * 64).map(() => 1))),
  'exr-typical-a': () => root((layers) => Math.exp((-5 * layers) / 400) - 0.5, 1, 1000),
  'exr-deep-linear-c': () => integral((u) => 1 / (u ** 2 * (1 - u)), 0.1, 0.9),
  'exr-plateau-a': () => Math.sqrt(2) ** 30 / Math.sqrt(2) ** 22,

  'exr-two-orders-a': () => slopeAt((y) => ((1 + y) ** 2 + y ** 2) ** 2, 1),
  'exr-tending-to-one-b': () => product(range(100).map((l) => 1 - 1 / (l + 2))),
  'exr-tending-to-one-c': () => 1e6 * root((epsilon) => Math.exp(1e6 * Math.log1p(-epsilon)) - 0.1, 0, 1e-5),
  'exr-same-matrix-a': () => Math.max(...upperRightEntries(0.9, 100)),
  'exr-killing-step-a': () => 1 / (35 + 1),
  'exr-killing-step-b': () => 1 / (35 + 1) / 0.1,
  'exr-volume-c': () => root((layers) => Math.exp(-layers / 2) - 1e-7, 1, 100),

  'exr-monotone-b': () => integral((x) => Math.abs(2 * (x - 0.7)), 0, 1),
  'exr-curvature-c': () => 2 / secondDerivative((w) => 0.5 * w ** 100, 1.1),
  'exr-normalised-a': () => stepsUntil(10, 1, (theta) => theta - 0.5 * Math.min(1, theta)),
  'exr-bias-c': () => root((t) => 9 * clip(t - 1, 1) + clip(t + 19, 1), 0, 1),
  'exr-adam-b': () => Math.sqrt(averageAfter([100])),
  'exr-adam-time': () => stepsUntilThird(),
  'exr-scaled-a': () => Math.min(1, 0.5 * 65_536) / 65_536,

  'exr-count-three': () => residualParameters(3),
  'exr-which-paths-b': () => (1 + 1e-8) ** -1e8,
  'exr-which-paths-c': () => indexOfGreatest(range(51).map((m) => binomial(50, m) * 0.1 ** m)),
  'exr-without-scale-size': () => Math.sqrt(product(range(25).map(() => 1 + 1))),
  'exr-gate-bias-a': () => product(range(15).map(() => 1 - sigmoid(-6))),
  'exr-normalised-plain-c': () => 1 / Math.sqrt(2 * (gaussianMean((z) => relu(z) ** 2) - gaussianMean(relu) ** 2)),
  'exr-normalised-residual-c': () => Math.sqrt(product(range(27).map((k) => 1 + 1 / (1 + k)))),

  'exr-count-dense-a': () => denseParameters(40, 12),
  'exr-connections-b': () => 1 + 3 * sum(range(13).map((l) => l + 1)),
  'exr-connections-formula': () => sum(range(40).map((l) => l + 1)),
  'exr-singular-values-b': () => product(range(12).map(() => Math.hypot(1, 0.5))),

  'exr-lstm-c': () => root((b) => 500 * Math.log(sigmoid(b)) + 1, 0, 20),
  'exr-valley-a': () => product(range(49).map(() => Math.SQRT1_2)),
  'exr-valley-b': () => root((t) => (1 - 2 * t * (1 - t)) ** 24.5 - 0.5, 0, 0.5),
  'exr-parameters-a': () => {
    const m = Math.SQRT2 * 50;
    return 2 * 50 ** 2 + 2 * 50 - (m ** 2 + m);
  },

  // One dimension is taken out with the mean and one with the size: two features leave none.
  'exr-rms-gradient-c': () => leastDepth((features) => features - 2 > 0),
  'exr-growth-b': () => iterate(1, 10_000, (q) => q + 0.01 / q),
  // Forgotten is a start once the weights are long: a small one is forgotten at once.
  'exr-growth-c': () => 0.1 / iterate(0.01, 10_000, (q) => Math.sqrt(q ** 2 + 2 * 0.01)),
  // Until the distance to the balance has fallen to the e-th part.
  'exr-growth-d': () => stepsUntil(1, 1 / Math.E, (distance) => distance * (1 - 4 * 0.1 * 0.0001)),

  'exr-paired-c': () => (22 - 18) / Math.sqrt(22 + 18),
  'exr-paired-d': () => leastDepth((n) => 0.02 / Math.sqrt((0.91 * 0.09 + 0.89 * 0.11) / n) >= 1.96),
  'exr-bottleneck-a': () => bottleneck(2048),
  'exr-bottleneck-b': () => bottleneck(1024) + 1024 * 2048 + 2 * 2048 + 2 * bottleneck(2048),
  'exr-selection-a': () => (100 * 1.49 * Math.sqrt(0.7 - 0.7 ** 2)) / 20,
  'exr-randaugment-b': () => 2 / 14 - 1 / 14 ** 2,
  'exr-randaugment-d': () => (32 / 100) * 200,
};

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const product = (numbers: readonly number[]): number => numbers.reduce((total, one) => total * one, 1);
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const slope = (z: number): number => sigmoid(z) * (1 - sigmoid(z));
const relu = (z: number): number => Math.max(0, z);
const clip = (value: number, most: number): number => Math.min(most, Math.max(-most, value));

/** Where a function that has a sign at each end changes it, by halving. */
function root(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const sign = Math.sign(f(low));
  if (sign === 0 || sign === Math.sign(f(high))) throw new Error('The function has no two signs.');
  for (let time = 0; time < 200; time++) {
    const middle = (low + high) / 2;
    if (Math.sign(f(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** By the middles of many small intervals. */
function integral(f: (x: number) => number, from: number, to: number, parts = 200_000): number {
  const width = (to - from) / parts;
  return sum(range(parts).map((index) => f(from + (index + 0.5) * width))) * width;
}

const gaussianMean = (f: (z: number) => number): number =>
  integral((z) => (f(z) * Math.exp(-(z ** 2) / 2)) / Math.sqrt(2 * Math.PI), -10, 10);

const slopeAt = (f: (x: number) => number, x: number): number => (f(x + 1e-6) - f(x - 1e-6)) / 2e-6;
const secondDerivative = (f: (x: number) => number, x: number): number => (f(x + 1e-4) - 2 * f(x) + f(x - 1e-4)) / 1e-8;
const indexOfGreatest = (numbers: readonly number[]): number => numbers.indexOf(Math.max(...numbers));
const binomial = (n: number, m: number): number => product(range(m).map((index) => (n - index) / (index + 1)));
const iterate = (start: number, times: number, step: (value: number) => number): number =>
  range(times).reduce((value) => step(value), start);

/** The least whole number from 1 on for which it is so. */
function leastDepth(isSo: (n: number) => boolean): number {
  let n = 1;
  while (!isSo(n)) n += 1;
  return n;
}

function stepsUntil(start: number, end: number, step: (value: number) => number): number {
  let [value, steps] = [start, 0];
  for (; value > end; steps += 1) value = step(value);
  return steps;
}

/** Settings of so many bits with an odd number of ones. */
const oddSettings = (bits: number): number =>
  range(2 ** bits).filter((setting) => setting.toString(2).replaceAll('0', '').length % 2 === 1).length;

/** How many times two of so many signals are merged into one until one is left. */
const mergesOf = (signals: number): number => (signals === 1 ? 0 : Math.floor(signals / 2) + mergesOf(Math.ceil(signals / 2)));

/** Widths of the pieces of the tent with its peak at p, composed k times. */
function lengthsOfPieces(p: number, k: number): number[] {
  if (k === 0) return [1];
  return lengthsOfPieces(p, k - 1).flatMap((length) => [length * p, length * (1 - p)]);
}

/** How often θ changes its sign under descent with momentum on a quadratic. */
function crossings(momentum: number, rate: number, steps: number): number {
  let [theta, velocity, count] = [1, 0, 0];
  for (let time = 0; time < steps; time++) {
    velocity = momentum * velocity - rate * theta;
    const next = theta + velocity;
    if (Math.sign(next) !== Math.sign(theta)) count += 1;
    theta = next;
  }
  return count;
}

/** Of the recurrence x(t+1) = a x(t) + b x(t-1), whose roots are real here. */
const spectralRadius = (a: number, b: number): number => (Math.abs(a) + Math.sqrt(a ** 2 + 4 * b)) / 2;

/** Upper right entries of the powers of [[q, 10], [0, q]]. */
function upperRightEntries(q: number, powers: number): number[] {
  let [diagonal, corner] = [q, 10];
  return range(powers).map(() => {
    const entry = corner;
    [diagonal, corner] = [diagonal * q, diagonal * 10 + corner * q];
    return entry;
  });
}

/** Adam's mean square after these gradients, when ones had been coming for a long time. */
const averageAfter = (gradients: readonly number[]): number => gradients.reduce((v, g) => 0.999 * v + 0.001 * g ** 2, 1);

function stepsUntilThird(): number {
  const excess = averageAfter([100]) - 1;
  let [v, steps] = [averageAfter([100]), 0];
  for (; v - 1 > excess / 3; steps += 1) v = 0.999 * v + 0.001;
  return steps;
}

/** Convolution by convolution: 9 p q weights and 2 q gains and shifts each, and the layer of the scores. */
function residualParameters(n: number): number {
  let [channels, parameters] = [3, 0];
  const convolution = (to: number): void => {
    parameters += 9 * channels * to + 2 * to;
    channels = to;
  };
  convolution(16);
  for (const width of [16, 32, 64]) for (let time = 0; time < 2 * n; time++) convolution(width);
  return parameters + 64 * 10 + 10;
}

/** Layer by layer, each a normalisation of what it reads and a convolution to k maps. */
function denseParameters(depth: number, k: number): number {
  let [channels, parameters] = [16, 9 * 3 * 16];
  for (const block of range(3)) {
    for (let time = 0; time < (depth - 4) / 3; time++) {
      parameters += 2 * channels + 9 * channels * k;
      channels += k;
    }
    if (block < 2) parameters += 2 * channels + channels ** 2;
  }
  return parameters + 2 * channels + channels * 10 + 10;
}

const bottleneck = (from: number): number =>
  [
    [from, 512, 1],
    [512, 512, 9],
    [512, 2048, 1],
  ].reduce((total, [p = 0, q = 0, area = 0]) => total + p * q * area + 2 * q, 0);
