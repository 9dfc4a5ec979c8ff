import type { TrainingPlan } from '../../src/lib/experiments/experiment.ts';
import type { Activation, BatchNormLayer, Conv2dLayer, Layer, Shape } from '../../src/lib/models/layers.ts';
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
        return this.#convolution(layer, x);
      case 'batchNorm':
        return this.#norm(x, layer);
      case 'groupNorm': {
        const channels = x.shape.at(-1) ?? 0;
        const groups = layer.groups === 'channels' ? channels : layer.groups;
        const [gain, shift] = [this.#parameter(), this.#parameter()];
        return normalised(x, channels / groups, true, layer.epsilon, (h, c) => at(gain, c) * h + at(shift, c));
      }
      case 'rmsNorm': {
        const gain = this.#parameter();
        return normalised(x, gain.length, false, layer.epsilon, (h, c) => at(gain, c) * h);
      }
      case 'activation':
        return each(x, activations[layer.fn]);
      case 'recurrent':
        return recurrence(x, [this.#parameter(), this.#parameter(), this.#parameter()], activations[layer.fn]);
      case 'residual': {
        const { branchScale = 1, shortcutScale = 1 } = layer;
        const branch = this.sequence(placed.branch, x);
        const across = layer.shortcut === 'optionA' ? optionA(x, branch.shape) : this.sequence(placed.beside, x);
        return combined((f, s) => branchScale * f + shortcutScale * s, branch, across);
      }
      case 'highway': {
        const h = this.sequence(placed.branch, x);
        // The outline ends a gate with its sigmoid.
        const t = this.sequence(placed.beside, x);
        const share = layer.gates === 'shortcut' ? each(t, () => 1) : t;
        const kept = combined((value, gate) => value * (1 - gate), x, t);
        return combined(
          (a, b) => a + b,
          combined((value, gate) => value * gate, h, share),
          kept,
        );
      }
      case 'concat':
        return joined(x, this.sequence(placed.branch, x));
      case 'averagePool':
        return squares(x, layer.size);
      case 'globalAveragePool':
        return averagePool(x);
      case 'flatten':
        return { ...x, shape: [size(x.shape)] };
      default:
        throw layer satisfies never;
    }
  }

  /** With a bias a filter, where there are any. */
  #convolution({ kernelSize, stride, filters, biasInit }: Conv2dLayer, x: Tensor): Tensor {
    const y = convolution(x, this.#parameter(), kernelSize, stride, filters);
    if (biasInit === undefined) return y;
    const biases = this.#parameter();
    return { ...y, values: y.values.map((value, i) => value + at(biases, i % filters)) };
  }

  /** The parameters lie in the order in which the layers ask for them. */
  #parameter(): Float64Array {
    const values = this.#state.parameters[this.#taken];
    if (values === undefined) throw new RangeError(`The layers ask for more than ${this.#taken} parameters.`);
    this.#taken += 1;
    return values;
  }

  /** y = gain (x - mean) / sqrt(variance + epsilon) + shift, over the rows of x [rows, channels]. */
  #norm(x: Tensor, { epsilon, momentum, frozen }: BatchNormLayer): Tensor {
    const [gain, shift] = [this.#parameter(), this.#parameter()];
    const channels = gain.length;
    const rows = x.values.length / channels;
    const [runningMean, runningVariance] = [this.#statistic(channels), this.#statistic(channels)];
    const y = new Float64Array(x.values.length);
    for (let c = 0; c < channels; c += 1) {
      let [mean, variance] = [at(runningMean, c), at(runningVariance, c)];
      if (this.#mode === 'train' && frozen !== true) {
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

/**
 * f(h, c) of each number x of channel c, h = (x - mean) / sqrt(mean of (x - mean)^2 + epsilon), over the numbers of the same example and of
 * the same `width` neighbouring channels; not `centred`, 0 takes the place of the mean.
 */
function normalised(x: Tensor, width: number, centred: boolean, epsilon: number, f: (h: number, c: number) => number): Tensor {
  const { n, shape, values } = x;
  const [features, channels] = [size(shape), shape.at(-1) ?? 0];
  const y = new Float64Array(values.length);
  for (let i = 0; i < n; i += 1) {
    for (let first = 0; first < channels; first += width) {
      const places = Array.from({ length: features }, (_, place) => i * features + place).filter((place) => {
        const c = place % channels;
        return c >= first && c < first + width;
      });
      const meanOf = (g: (value: number) => number): number =>
        places.reduce((sum, place) => sum + g(at(values, place)), 0) / places.length;
      const mean = centred ? meanOf((value) => value) : 0;
      const deviation = Math.sqrt(meanOf((value) => (value - mean) ** 2) + epsilon);
      for (const place of places) y[place] = f((at(values, place) - mean) / deviation, place % channels);
    }
  }
  return { ...x, values: y };
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

const combined = (f: (a: number, b: number) => number, a: Tensor, b: Tensor): Tensor => ({
  ...a,
  values: a.values.map((value, i) => f(value, at(b.values, i))),
});

/** y[i, p, :] = [a[i, p, :], b[i, p, :]] */
function joined(a: Tensor, b: Tensor): Tensor {
  const [c, k] = [a.shape.at(-1) ?? 0, b.shape.at(-1) ?? 0];
  const shape = [...a.shape.slice(0, -1), c + k];
  const values = new Float64Array(a.n * size(shape));
  for (let i = 0; i < values.length; i += 1) {
    const [row, column] = [Math.floor(i / (c + k)), i % (c + k)];
    values[i] = column < c ? at(a.values, row * c + column) : at(b.values, row * k + column - c);
  }
  return { n: a.n, shape, values };
}

/** y[i, r, s, c] = mean of x[i, step r + a, step s + b, c] over a and b from 0 to step - 1 */
function squares({ n, shape: [height = 0, width = 0, channels = 0], values }: Tensor, step: number): Tensor {
  const shape = [height / step, width / step, channels];
  const y = new Float64Array(n * size(shape));
  for (let i = 0; i < values.length; i += 1) {
    const [c, column] = [i % channels, Math.floor(i / channels) % width];
    const row = Math.floor(i / channels / width); // of all images, one below the other
    const place = (Math.floor(row / step) * (width / step) + Math.floor(column / step)) * channels + c;
    y[place] = at(y, place) + at(values, i) / step ** 2;
  }
  return { n, shape, values: y };
}

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
