/**
 * jax-js: the whole step, with gradients and update, in one `jit`. Running statistics of the normalisations are left out, which
 * favours it. Every array is owned: passing one on ends it, `.ref` keeps it.
 */
import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad, type Device } from '@jax-js/jax';
import type { Activation, Initializer, Layer, Shape } from '../../../models/layers.ts';
import { outputShape } from '../../../models/shapes.ts';
import type { Work } from '../works.ts';
import { initialValues, inputsOf } from './inputs.ts';
import type { Stepper } from './Stepper.ts';

export async function prepareJax(device: Device, work: Work): Promise<Stepper> {
  const devices = await init(device);
  if (!devices.includes(device)) throw new Error(`jax-js has no ${device} here`);
  defaultDevice(device);

  const model = new Model(work.layers, work.inputShape);
  const step = trainingStep(model, work);
  let params = model.parameters.map(({ values, shape }) => np.array(values, { shape }));
  let velocities = model.parameters.map(({ shape }) => np.zeros(shape));
  const [height, width, channels] = work.inputShape;
  const batches = inputsOf(work).map(({ count, images, targets }) => ({
    x: np.array(images, { shape: [count, channels, height, width] }),
    targets: np.array(targets, { shape: [count, work.classes] }),
  }));
  let steps = 0;
  let loss: np.Array | undefined;
  return {
    step() {
      const batch = batches[steps % batches.length];
      if (batch === undefined) throw new Error('There are no batches.');
      steps += 1;
      loss?.dispose();
      [params, velocities, loss] = step(params, velocities, batch.x.ref, batch.targets.ref);
    },
    async settle() {
      await blockUntilReady([...params, ...velocities]);
      return (await loss?.ref.data())?.[0] ?? Number.NaN;
    },
  };
}

type Step = (params: np.Array[], velocities: np.Array[], x: np.Array, targets: np.Array) => [np.Array[], np.Array[], np.Array];

function trainingStep(model: Model, { loss, optimizer }: Work): Step {
  const { learningRate, momentum, weightDecay } = optimizer;
  const costOf = (params: np.Array[], x: np.Array, targets: np.Array): np.Array =>
    losses[loss](model.forward(params, x), targets);
  const update = (params: np.Array[], velocities: np.Array[], x: np.Array, targets: np.Array): ReturnType<Step> => {
    const [value, gradients] = valueAndGrad(costOf)(
      params.map((param) => param.ref),
      x,
      targets,
    );
    const newVelocities = gradients.map((gradient, i) => {
      const [param, velocity] = [at(params, i), at(velocities, i)];
      const decayed = param.shape.length > 1 && !model.isNorm(i) ? gradient.add(param.ref.mul(weightDecay)) : gradient;
      return velocity.mul(momentum).add(decayed);
    });
    const newParams = params.map((param, i) => param.sub(at(newVelocities, i).ref.mul(learningRate)));
    return [newParams, newVelocities, value];
  };
  return jit(update);
}

const losses: Readonly<Record<Work['loss'], (logits: np.Array, targets: np.Array) => np.Array>> = {
  softmaxCrossEntropy: (logits, targets) => {
    const count = logits.shape[0] ?? 1;
    return nn
      .logSoftmax(logits, -1)
      .mul(targets)
      .sum()
      .mul(-1 / count);
  },
  sigmoidCrossEntropy: (logits, targets) => {
    const count = logits.shape[0] ?? 1;
    const tail = np.log1p(np.exp(np.absolute(logits.ref).neg()));
    return nn
      .relu(logits.ref)
      .sub(logits.mul(targets))
      .add(tail)
      .sum()
      .mul(1 / count);
  },
};

const activations: Readonly<Record<Activation, (x: np.Array) => np.Array>> = {
  relu: (x) => nn.relu(x),
  tanh: (x) => np.tanh(x),
  sigmoid: (x) => nn.sigmoid(x),
  softsign: (x) => nn.softSign(x),
};

interface Declared {
  readonly values: Float32Array<ArrayBuffer>;
  readonly shape: number[];
  readonly norm: boolean;
}

type Apply = (x: np.Array, params: readonly np.Array[]) => np.Array;

/** Images as [n, channels, height, width], kernels as [out, in, k, k]. */
class Model {
  readonly parameters: Declared[] = [];
  readonly #steps: Apply[] = [];

  constructor(layers: readonly Layer[], input: Shape) {
    let shape = input;
    for (const layer of layers) {
      this.#steps.push(this.#build(layer, shape));
      shape = outputShape(layer, shape);
    }
  }

  isNorm(i: number): boolean {
    return this.parameters[i]?.norm ?? false;
  }

  forward(params: readonly np.Array[], x: np.Array): np.Array {
    return this.#steps.reduce((value, step) => step(value, params), x);
  }

  #build(layer: Layer, input: Shape): Apply {
    const channels = input.at(-1) ?? 0;
    switch (layer.type) {
      case 'conv2d': {
        const { kernelSize, filters, stride, init: initial } = layer;
        const margin = (kernelSize - 1) / 2;
        const kernel = this.#declare([filters, channels, kernelSize, kernelSize], initial, kernelSize ** 2 * channels);
        return (x, params) =>
          lax.convGeneralDilated(
            x,
            at(params, kernel),
            [stride, stride],
            [
              [margin, margin],
              [margin, margin],
            ],
          );
      }
      case 'batchNorm': {
        const gain = this.#declare([1, channels, 1, 1], 'ones', 1);
        const shift = this.#declare([1, channels, 1, 1], { type: 'zeros' }, 1);
        return (x, params) => batchNorm(x, at(params, gain), at(params, shift), layer.epsilon);
      }
      case 'dense': {
        const weights = this.#declare([channels, layer.units], layer.init, channels);
        const biases = this.#declare([layer.units], layer.biasInit, channels);
        return (x, params) => np.matmul(x, at(params, weights)).add(at(params, biases));
      }
      case 'activation':
        return activations[layer.fn];
      case 'globalAveragePool':
        return (x) => np.mean(x, [2, 3]);
      case 'flatten':
        return (x) => x.reshape([x.shape[0] ?? 0, -1]);
      case 'averagePool':
      case 'concat':
      case 'groupNorm':
      case 'highway':
      case 'recurrent':
      case 'residual':
      case 'rmsNorm':
        throw new Error('The bench times plain nets of images only.');
      default:
        throw layer satisfies never;
    }
  }

  /** The place of a new parameter among all. */
  #declare(shape: number[], initial: Initializer | 'ones', fanIn: number): number {
    const count = shape.reduce((product, length) => product * length, 1);
    const seed = this.parameters.length + 1;
    const values = initial === 'ones' ? new Float32Array(count).fill(1) : initialValues(initial, count, fanIn, seed);
    return this.parameters.push({ values, shape, norm: initial === 'ones' || (shape.length === 4 && shape[0] === 1) }) - 1;
  }
}

/** With the mean and variance of the batch, over [n, height, width]. */
function batchNorm(x: np.Array, gain: np.Array, shift: np.Array, epsilon: number): np.Array {
  const axes = [0, 2, 3];
  const centred = x.ref.sub(np.mean(x, axes, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), axes, { keepdims: true });
  return centred.mul(gain.div(np.sqrt(variance.add(epsilon)))).add(shift);
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No item ${index} among ${items.length}.`);
  return item;
}
