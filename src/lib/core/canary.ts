import type { Conv2dLayer, Layer } from '../models/layers.ts';
import { stream } from '../random/stream.ts';
import expected from './canary.json' with { type: 'json' };
import type { Engine } from './net.ts';

/**
 * A net that has every operation of the book's image nets: strides, shortcuts of every kind, scaled ones, gates, concatenation,
 * normalisations of a batch and of each example, biases, both pools, a dense layer.
 */
const relu: Layer = { type: 'activation', fn: 'relu' };
const norm: Layer = { type: 'batchNorm', epsilon: 1e-5, momentum: 0.1 };
const groupNorm: Layer = { type: 'groupNorm', groups: 2, epsilon: 1e-5 };
const rmsNorm: Layer = { type: 'rmsNorm', epsilon: 1e-5 };
const conv = (filters: number, stride: 1 | 2, kernelSize: 1 | 3 = 3): Conv2dLayer => ({
  type: 'conv2d',
  filters,
  kernelSize,
  stride,
  init: { type: 'fanIn', gain: 2 },
});
const gate: Layer = { ...conv(8, 1, 1), biasInit: { type: 'constant', value: -1 } };
const layers: readonly Layer[] = [
  conv(4, 1),
  norm,
  relu,
  { type: 'residual', shortcut: 'identity', branch: [conv(4, 1), norm, relu, conv(4, 1), norm] },
  relu,
  { type: 'residual', shortcut: 'optionA', branch: [conv(8, 2), norm, relu, conv(8, 1), norm] },
  relu,
  { type: 'residual', shortcut: [conv(8, 1, 1)], branch: [conv(8, 1), norm], branchScale: 0.5, shortcutScale: 0.7 },
  { type: 'highway', transform: [conv(8, 1), relu], gate: [gate] },
  groupNorm,
  relu,
  { type: 'concat', branch: [norm, relu, conv(4, 1)] },
  rmsNorm,
  { type: 'averagePool', size: 2 },
  { type: 'globalAveragePool' },
  { type: 'dense', units: 10, init: { type: 'fanIn', gain: 1 }, biasInit: { type: 'zeros' } },
];
const inputShape = [8, 8, 3] as const;
const COUNT = 4;

/** Relative; a GPU that computes in 16 bits is off by 1e-3 to 1e-2. */
const TOLERANCE = 5e-4;

export interface CanaryValues {
  readonly loss: number;
  /** Of each parameter, from the input to the output: the norm of its gradient, and its product with 1, 1/2, 1/3, ... */
  readonly gradients: readonly {
    readonly layer: string;
    readonly role: string;
    readonly norm: number;
    readonly product: number;
  }[];
}

/** Loss and gradients of one training step. */
export async function canaryValues(engine: Engine): Promise<CanaryValues> {
  const random = stream(0, 'canary');
  const optimizer = { learningRate: 0, momentum: 0, weightDecay: 0 };
  const net = await engine.createNet({ layers, inputShape, loss: 'softmaxCrossEntropy', optimizer, capacity: COUNT, seed: 0 });
  try {
    const images = Float32Array.from({ length: COUNT * 8 * 8 * 3 }, random.gaussian);
    const targets = Float32Array.from({ length: COUNT * 10 }, (_, i) => (i % 11 === 0 ? 1 : 0));
    net.step({ count: COUNT, images, targets }, false);
    const [measured] = await net.measured();
    const gradients = await net.gradients();
    return {
      loss: measured?.loss ?? Number.NaN,
      gradients: net.parameters.map(({ layer, role }, i) => ({ layer, role, ...fingerprint(gradients[i] ?? []) })),
    };
  } finally {
    net.dispose();
  }
}

function fingerprint(numbers: ArrayLike<number>): { norm: number; product: number } {
  let squares = 0;
  let product = 0;
  for (let i = 0; i < numbers.length; i += 1) {
    const value = numbers[i] ?? 0;
    squares += value * value;
    product += value / (i + 1);
  }
  return { norm: Math.sqrt(squares), product };
}

/** What is wrong with a backend's step, in words; undefined where all is right. */
export async function canaryFault(engine: Engine): Promise<string | undefined> {
  const values = await canaryValues(engine);
  if (!near(values.loss, expected.loss, expected.loss)) return `its loss is ${values.loss} instead of ${expected.loss}`;
  const wrong = expected.gradients.find(({ norm, product }, i) => {
    const found = values.gradients[i];
    return found === undefined || !near(found.norm, norm, norm) || !near(found.product, product, norm);
  });
  return wrong && `its gradient of the ${wrong.role} of "${wrong.layer}" is wrong`;
}

const near = (value: number, target: number, scale: number): boolean => Math.abs(value - target) <= TOLERANCE * Math.abs(scale);
