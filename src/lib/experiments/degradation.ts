import { cifarNet } from '../models/cifar-net.ts';
import { claimsOver, exceeds, notAbove } from './claims.ts';
import { cifar10 } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { integer, number } from './params.ts';

const metrics = measured('trainLoss', 'testError', 'gradientNorm');

const params = {
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of a step of gradient descent with momentum.',
    default: 0.02,
    min: 0.001,
    max: 1000,
    scale: 'log',
  }),
  width: integer({
    label: 'Width',
    help: 'Filters of the first stage; the next two have twice and four times as many. The paper uses 16.',
    default: 4,
    min: 4,
    max: 16,
    step: 4,
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 440, min: 10, max: 4000, step: 10 }),
  batchSize: integer({ label: 'Batch size', help: 'Images in one step.', default: 32, min: 8, max: 128, step: 8 }),
  weightDecay: number({
    label: 'Weight decay',
    help: 'Pull of every weight towards zero, added to its gradient.',
    default: 1e-4,
    min: 0,
    max: 0.01,
    step: 1e-4,
  }),
  trainImages: integer({
    label: 'Training images',
    help: 'Taken from the start of the training set.',
    default: 2000,
    min: 1000,
    max: 10000,
    step: 1000,
  }),
};

const firstLayer = (norms: readonly number[]): number => norms[0] ?? Number.NaN;

/** The last entry is the dense layer of the logits. */
const lastConvolution = (norms: readonly number[]): number => norms.at(-2) ?? Number.NaN;

const claim = claimsOver({ arms: ['plain20', 'plain56', 'residual20', 'residual56'], metrics, params });

export default defineTraining({
  title: 'Degradation: 20 against 56 layers',
  summary:
    'Two plain and two residual networks of 20 and 56 layers learn the same small images: the deep plain one hardly learns at all.',
  section: '/residual-learning/#degradation',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'All four networks, 440 steps of 32 images',
      values: {},
      arms: ['plain20', 'plain56', 'residual20', 'residual56'],
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'full',
      note: 'All four networks, 2,000 steps of 32 images: four and a half times the work',
      values: { steps: 2000 },
      arms: ['plain20', 'plain56', 'residual20', 'residual56'],
      seeds: [0, 1, 2, 3, 4],
    },
  },
  paper: {
    reference: 'he16',
    values: { learningRate: 0.1, width: 16, steps: 64_000, batchSize: 128, trainImages: 50_000 },
    dataset: cifar10({ train: 50_000, test: 10_000, side: 32 }),
    training: { augment: true },
    drops: { factor: 0.1, after: [32_000, 48_000] },
  },
  // #region experiment
  dataset: ({ trainImages }) => cifar10({ train: trainImages, test: 1000, side: 16 }),
  arms: {
    plain20: {
      label: 'plain, 20 layers',
      look: { colour: 'plain', dash: 'solid' },
      model: ({ width }) => cifarNet({ depth: 20, width, shortcuts: false }),
    },
    plain56: {
      label: 'plain, 56 layers',
      look: { colour: 'plain', dash: 'dashed' },
      model: ({ width }) => cifarNet({ depth: 56, width, shortcuts: false }),
    },
    residual20: {
      label: 'residual, 20 layers',
      look: { colour: 'residual', dash: 'solid' },
      model: ({ width }) => cifarNet({ depth: 20, width, shortcuts: true }),
    },
    residual56: {
      label: 'residual, 56 layers',
      look: { colour: 'residual', dash: 'dashed' },
      model: ({ width }) => cifarNet({ depth: 56, width, shortcuts: true }),
    },
  },
  training: ({ learningRate, weightDecay, batchSize, steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0.9, weightDecay },
    batchSize,
    steps,
    augment: false,
    measureEvery: Math.ceil(steps / 3),
  }),
  metrics,
  claims: [
    claim('The plain net of 56 layers ends with a higher training loss than the one of 20.', ['plain20', 'plain56'], (arms) =>
      exceeds(arms.plain56.trainLoss.last, arms.plain20.trainLoss.last, 0.1),
    ),
    claim(
      'The same 36 layers more cost the residual net less than the plain one.',
      ['plain20', 'plain56', 'residual20', 'residual56'],
      ({ plain20, plain56, residual20, residual56 }) =>
        exceeds(plain56.trainLoss.last - plain20.trainLoss.last, residual56.trainLoss.last - residual20.trainLoss.last),
    ),
    claim('With shortcuts, 56 layers end below 20 layers without.', ['plain20', 'residual56'], (arms) =>
      exceeds(arms.plain20.trainLoss.last, arms.residual56.trainLoss.last),
    ),
    claim(
      'With shortcuts, 56 layers end no higher than 20.',
      ['residual20', 'residual56'],
      (arms) => notAbove(arms.residual56.trainLoss.last, arms.residual20.trainLoss.last, 0.05),
      // In the quick preset the deeper residual net is still behind.
      { text: 'after 64,000 images or more, as in the full preset', isMet: (p) => p.steps * p.batchSize >= 64_000 },
    ),
    claim(
      'Before the first step, the gradient of the plain net of 56 layers is larger at its first layer than at its last convolution.',
      ['plain56'],
      (arms) => exceeds(firstLayer(arms.plain56.gradientNorm.first), lastConvolution(arms.plain56.gradientNorm.first)),
    ),
  ],
  // #endregion
  figure: [
    { kind: 'curves', metric: 'trainLoss', title: 'Training loss', xLabel: 'step', yLabel: 'nats', yScale: 'linear', yMax: 3 },
    { kind: 'curves', metric: 'testError', title: 'Test error', xLabel: 'step', yLabel: '%', yScale: 'linear' },
    {
      kind: 'profile',
      metric: 'gradientNorm',
      at: 'first',
      title: 'Gradient norm, layer by layer, before the first step',
      xLabel: 'weight layer, from the input',
      yLabel: 'norm of dC/dW',
      yScale: 'log',
    },
  ],
});
