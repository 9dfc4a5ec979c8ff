import type { TrainingPlan } from '../../src/lib/experiments/experiment.ts';
import type { Activation, Layer, Shape } from '../../src/lib/models/layers.ts';
import type { Placed } from '../../src/lib/core/outline.ts';

/**
 * Every layer and both losses in float64, in plain loops that read like the formulas: what the engines are held against. Of the
 * core it shares only the outline of a model.
 */

/** Flat arrays in the book's layouts; statistics are running mean and variance of each normalisation in turn. */
export interface ReferenceState {
  readonly parameters: readonly Float64Array[];
  readonly statistics: readonly Float64Array[];
}

export interface ReferencePass {
  /** [n, classes] */
  readonly logits: Float64Array;
  /** After the pass: in training, moved by the batch. */
  readonly statistics: readonly Float64Array[];
}

export type ReferenceMode = 'train' | 'evaluate';

/** n examples of `shape` each, one after the other. */
interface Tensor {
  readonly n: number;
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** Forward pass over n images [n, ...shape of the first layer's input]. */
export function referencePass(
  layers: readonly Placed[],
  state: ReferenceState,
  images: ArrayLike<number>,
  mode: ReferenceMode,
): ReferencePass {
  const pass = new Pass(state, mode);
  const shape = layers[0]?.input ?? [];
  const x = { n: images.length / size(shape), shape, values: Float64Array.from(images) };
  const { values } = pass.sequence(layers, x);
  return { logits: values, statistics: pass.statistics };
}

/** Loss of logits [n, classes] and targets [n, classes], mean over the n examples. */
export function referenceLoss(
  loss: TrainingPlan['loss'],
  logits: Float64Array,
  targets: ArrayLike<number>,
  classes: number,
): number {
  const n = logits.length / classes;
  let total = 0;
  for (let i = 0; i < n; i += 1) {
    const z = logits.subarray(i * classes, (i + 1) * classes);
    for (let k = 0; k < classes; k += 1) {
      const y = at(targets, i * classes + k);
      if (loss === 'softmaxCrossEntropy') {
        const sum = z.reduce((powers, logit) => powers + Math.exp(logit), 0);
        total -= y * Math.log(Math.exp(at(z, k)) / sum);
      } else if (loss === 'meanSquaredError') {
        total += (at(z, k) - y) ** 2 / 2;
      } else {
        const s = logistic(at(z, k));
        total -= y * Math.log(s) + (1 - y) * Math.log(1 - s);
      }
    }
  }
  return total / n;
}

/**
 * Central differences (f(w + step) - f(w - step)) / 2 step in one array of `parameters`, at each of `entries`. In float64 a step
 * of 1e-6 leaves an error near 1e-10, and hardly ever carries a number over the corner of a ReLU.
 */
export function differences(
  f: (parameters: readonly Float64Array[]) => number,
  parameters: readonly Float64Array[],
  index: number,
  entries: readonly number[],
  step = 1e-6,
): number[] {
  return entries.map((entry) => {
    const [above = 0, below = 0] = [step, -step].map((move) => {
      const moved = parameters.map((values) => values.slice());
      const values = moved[index];
      if (values === undefined || entry >= values.length) throw new RangeError(`No entry ${entry} in parameter ${index}.`);
      values[entry] = at(values, entry) + move;
      return f(moved);
    });
    return (above - below) / (2 * step);
  });
}

class Pass {
  readonly statistics: Float64Array[] = [];
  readonly #state: ReferenceState;
  readonly #mode: ReferenceMode;
  #taken = 0;

  constructor(state: ReferenceState, mode: ReferenceMode) {
    this.#state = state;
    this.#mode = mode;
  }

  sequence(layers: readonly Placed[], x: Tensor): Tensor {
    return layers.reduce((value, placed) => this.#layer(placed, value), x);
  }

  #layer(placed: Placed, x: Tensor): Tensor {
    const y = this.#apply(placed.layer, placed, x);
    return placed.relu ? each(y, activations.relu) : y;
  }

  #apply(layer: Layer, placed: Placed, x: Tensor): Tensor {
    switch (layer.type) {
      case 'dense':
        return dense(x, this.#parameter(), this.#parameter());
      case 'conv2d':
        return convolution(x, this.#parameter(), layer.kernelSize, layer.stride, layer.filters);
      case 'batchNorm':
        return this.#norm(x, layer.epsilon, layer.momentum);
      case 'activation':
        return each(x, activations[layer.fn]);
      case 'recurrent':
        return recurrence(x, [this.#parameter(), this.#parameter(), this.#parameter()], activations[layer.fn]);
      case 'residual': {
        const branch = this.sequence(placed.branch, x);
        return sum(branch, layer.shortcut === 'identity' ? x : optionA(x, branch.shape));
      }
      case 'globalAveragePool':
        return averagePool(x);
      case 'flatten':
        return { ...x, shape: [size(x.shape)] };
      default:
        throw layer satisfies never;
    }
  }

  /** The parameters lie in the order in which the layers ask for them. */
  #parameter(): Float64Array {
    const values = this.#state.parameters[this.#taken];
    if (values === undefined) throw new RangeError(`The layers ask for more than ${this.#taken} parameters.`);
    this.#taken += 1;
    return values;
  }

  /** y = gain (x - mean) / sqrt(variance + epsilon) + shift, over the rows of x [rows, channels]. */
  #norm(x: Tensor, epsilon: number, momentum: number): Tensor {
    const [gain, shift] = [this.#parameter(), this.#parameter()];
    const channels = gain.length;
    const rows = x.values.length / channels;
    const [runningMean, runningVariance] = [this.#statistic(channels), this.#statistic(channels)];
    const y = new Float64Array(x.values.length);
    for (let c = 0; c < channels; c += 1) {
      let [mean, variance] = [at(runningMean, c), at(runningVariance, c)];
      if (this.#mode === 'train') {
        mean = 0;
        variance = 0;
        for (let i = 0; i < rows; i += 1) mean += at(x.values, i * channels + c) / rows;
        for (let i = 0; i < rows; i += 1) variance += (at(x.values, i * channels + c) - mean) ** 2 / rows;
        runningMean[c] = (1 - momentum) * at(runningMean, c) + momentum * mean;
        // The unbiased estimate; of a single row there is none.
        const unbiased = rows > 1 ? (variance * rows) / (rows - 1) : variance;
        runningVariance[c] = (1 - momentum) * at(runningVariance, c) + momentum * unbiased;
      }
      for (let i = c; i < y.length; i += channels) {
        y[i] = (at(gain, c) * (at(x.values, i) - mean)) / Math.sqrt(variance + epsilon) + at(shift, c);
      }
    }
    return { ...x, values: y };
  }

  #statistic(channels: number): Float64Array {
    const values = this.#state.statistics[this.statistics.length]?.slice();
    if (values?.length !== channels) throw new RangeError(`No statistic of ${channels} channels at ${this.statistics.length}.`);
    this.statistics.push(values);
    return values;
  }
}

const activations: Readonly<Record<Activation, (x: number) => number>> = {
  relu: (x) => Math.max(x, 0),
  tanh: Math.tanh,
  sigmoid: logistic,
  softsign: (x) => x / (1 + Math.abs(x)),
};

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

const each = (x: Tensor, f: (value: number) => number): Tensor => ({ ...x, values: x.values.map(f) });

const sum = (a: Tensor, b: Tensor): Tensor => ({ ...a, values: a.values.map((value, i) => value + at(b.values, i)) });

/** z[i, o] = b[o] + sum_c x[i, c] w[c, o] */
function dense({ n, shape, values }: Tensor, w: Float64Array, b: Float64Array): Tensor {
  const [inputs, units] = [size(shape), b.length];
  const z = new Float64Array(n * units);
  for (let i = 0; i < n; i += 1) {
    for (let o = 0; o < units; o += 1) {
      let total = at(b, o);
      for (let c = 0; c < inputs; c += 1) total += at(values, i * inputs + c) * at(w, c * units + o);
      z[i * units + o] = total;
    }
  }
  return { n, shape: [units], values: z };
}

/** h_T of h_t[i, o] = f(b[o] + sum_c x[i, t, c] u[c, o] + sum_p h_(t-1)[i, p] w[p, o]), h_0 = 0 */
function recurrence(
  { n, shape: [steps = 0, , features = 0], values }: Tensor,
  [u, w, b]: readonly [Float64Array, Float64Array, Float64Array],
  f: (z: number) => number,
): Tensor {
  const units = b.length;
  let h = new Float64Array(n * units);
  for (let t = 0; t < steps; t += 1) {
    const next = new Float64Array(n * units);
    for (let i = 0; i < n; i += 1) {
      for (let o = 0; o < units; o += 1) {
        let z = at(b, o);
        for (let c = 0; c < features; c += 1) z += at(values, (i * steps + t) * features + c) * at(u, c * units + o);
        for (let p = 0; p < units; p += 1) z += at(h, i * units + p) * at(w, p * units + o);
        next[i * units + o] = f(z);
      }
    }
    h = next;
  }
  return { n, shape: [units], values: h };
}

/** y[i, r, s, o] = sum over a, b, c of x[i, stride r + a - margin, stride s + b - margin, c] w[a, b, c, o], x zero outside. */
function convolution(x: Tensor, w: Float64Array, k: number, stride: number, filters: number): Tensor {
  const [height = 0, width = 0, channels = 0] = x.shape;
  const margin = (k - 1) / 2;
  const shape = [Math.floor((height - 1) / stride) + 1, Math.floor((width - 1) / stride) + 1, filters];
  const [rows = 0, columns = 0] = shape;
  const y = new Float64Array(x.n * size(shape));
  for (let i = 0; i < x.n; i += 1) {
    for (let r = 0; r < rows; r += 1) {
      for (let s = 0; s < columns; s += 1) {
        for (let a = 0; a < k; a += 1) {
          for (let b = 0; b < k; b += 1) {
            const [row, column] = [stride * r + a - margin, stride * s + b - margin];
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            for (let c = 0; c < channels; c += 1) {
              const pixel = at(x.values, ((i * height + row) * width + column) * channels + c);
              for (let o = 0; o < filters; o += 1) {
                const place = ((i * rows + r) * columns + s) * filters + o;
                y[place] = at(y, place) + pixel * at(w, ((a * k + b) * channels + c) * filters + o);
              }
            }
          }
        }
      }
    }
  }
  return { n: x.n, shape, values: y };
}

/** y[i, r, s, c] = x[i, 2r, 2s, c], and 0 in the channels that x does not have. */
function optionA(x: Tensor, shape: Shape): Tensor {
  const [height = 0, width = 0, channels = 0] = x.shape;
  const [rows = 0, columns = 0, wide = 0] = shape;
  const y = new Float64Array(x.n * size(shape));
  for (let i = 0; i < x.n; i += 1) {
    for (let r = 0; r < rows; r += 1) {
      for (let s = 0; s < columns; s += 1) {
        for (let c = 0; c < channels; c += 1) {
          y[((i * rows + r) * columns + s) * wide + c] = at(x.values, ((i * height + 2 * r) * width + 2 * s) * channels + c);
        }
      }
    }
  }
  return { n: x.n, shape, values: y };
}

/** y[i, c] = mean over pixels p of x[i, p, c] */
function averagePool({ n, shape, values }: Tensor): Tensor {
  const channels = shape[2] ?? 0;
  const pixels = size(shape) / channels;
  const y = new Float64Array(n * channels);
  for (let i = 0; i < values.length; i += 1) {
    const place = Math.floor(i / size(shape)) * channels + (i % channels);
    y[place] = at(y, place) + at(values, i) / pixels;
  }
  return { n, shape: [channels], values: y };
}

const size = (shape: Shape): number => shape.reduce((product, length) => product * length, 1);

/** An entry that is there: NaN would show a mistake in the loops above. */
const at = (values: ArrayLike<number>, i: number): number => values[i] ?? Number.NaN;
