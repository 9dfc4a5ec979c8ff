import { cifarNet } from '../models/cifar-net.ts';
import { denseNet } from '../models/dense-net.ts';
import { claimsOver, every, exceeds, type Condition, type Readings } from './claims.ts';
import { cifar10 } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'testError');

const params = {
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of a step of gradient descent with momentum.',
    default: 0.05,
    min: 0.001,
    max: 10,
    scale: 'log',
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 240, min: 20, max: 4000, step: 20 }),
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
    max: 5000,
    step: 1000,
  }),
};

const arms = ['residual', 'wide', 'dense', 'bc'] as const;

const claim = claimsOver({ arms, metrics, params });

/** The running mean of the loss at the first measurement from this step on. */
const at = (step: number, { x, y }: Readings<number>): number => y[x.findIndex((updates) => updates >= step)] ?? Number.NaN;

/** Step at which the claims compare. */
const early = 100;

const usual: Condition<Values<typeof params>> = {
  text: 'after 100 steps or more, at the learning rate and batch size that the example opens with',
  isMet: ({ learningRate, steps, batchSize }) => learningRate === 0.05 && batchSize === 32 && steps >= early,
};

export default defineTraining({
  title: 'Dense and residual networks with as many parameters',
  summary: 'A ResNet, a DenseNet and a DenseNet-BC with about 38,000 parameters learn the same small images.',
  section: '/densenet/#miniature',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'All four networks, 240 steps of 32 images',
      values: {},
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: ({ trainImages }) => cifar10({ train: trainImages, test: 1000, side: 16 }),
  arms: {
    residual: {
      label: 'ResNet, 20 layers',
      look: { colour: 'residual', dash: 'solid' },
      model: () => cifarNet({ depth: 20, width: 6, shortcuts: true }),
    },
    wide: {
      label: 'wider ResNet, 20 layers',
      look: { colour: 'residual', dash: 'dashed' },
      model: () => cifarNet({ depth: 20, width: 8, shortcuts: true }),
    },
    dense: {
      label: 'DenseNet, 13 layers',
      look: { colour: 'dense', dash: 'solid' },
      model: () => denseNet({ depth: 13, growthRate: 8 }),
    },
    bc: {
      label: 'DenseNet-BC, 22 layers',
      look: { colour: 'dense', dash: 'dashed' },
      model: () => denseNet({ depth: 22, growthRate: 8, bottlenecks: true, compression: 0.5 }),
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
    claim(
      'After 100 steps the DenseNet has the lower training loss than a ResNet with as many parameters, by at least 0.05.',
      ['dense', 'residual'],
      ({ dense, residual }) => exceeds(at(early, residual.trainLoss), at(early, dense.trainLoss), 0.05),
      usual,
    ),
    claim(
      'So has the DenseNet-BC, with fewer parameters than either.',
      ['bc', 'residual'],
      ({ bc, residual }) => every(exceeds(at(early, residual.trainLoss), at(early, bc.trainLoss))),
      usual,
    ),
  ],
  // #endregion
  figure: [
    { kind: 'curves', metric: 'trainLoss', title: 'Training loss', xLabel: 'step', yLabel: 'nats', yScale: 'linear', yMax: 3 },
    { kind: 'curves', metric: 'testError', title: 'Test error', xLabel: 'step', yLabel: '%', yScale: 'linear' },
  ],
});
