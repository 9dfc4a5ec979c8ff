import type { Layer } from '../models/layers.ts';
import { sigmoidMlp } from '../models/mlp.ts';
import { atLeast, claimsOver, every, exceeds, type Finding, type Readings } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { integer, number } from './params.ts';

const metrics = measured('trainLoss', 'testError', 'gradientNorm', 'biasGradientNorm');

const hiddenLayers = 4;

/** What did best for each network in a search over 0.2, 0.3, 0.5, 0.7 (rescaled) and 1, 2, 3 (not), as multiples of the rescaled one's. */
const rates = { plain: 6, rescaled: 1, shallow: 2 };

const params = {
  ratio: number({
    label: 'Ratio r',
    help: 'Each hidden layer learns at r times the rate of the next: with 5, the four of them at 125, 25, 5 and 1 times η.',
    default: 5,
    min: 1,
    max: 10,
    step: 0.1,
  }),
  learningRate: number({
    label: 'Learning rate η',
    help: 'Of the rescaled network. The same network as it is takes six times as much, the shallow one twice as much.',
    default: 0.5,
    min: 0.01,
    max: 10,
    scale: 'log',
  }),
  steps: integer({
    label: 'Steps',
    help: 'Steps of gradient descent over all digits.',
    default: 500,
    min: 10,
    max: 1000,
    step: 10,
  }),
};

/** Learning rate of the run that takes a few steps, small ones, to look at the first. */
const smallRate = 0.01;

const claim = claimsOver({ arms: ['plain', 'rescaled', 'shallow', 'small'], metrics, params });

// #region model
/** The diagonal of D, a number a layer: r^3, r^2, r, 1 for the hidden layers, and 1 for the outputs. */
const scalesOf = (ratio: number): readonly number[] => [
  ...Array.from({ length: hiddenLayers }, (_, l) => ratio ** (hiddenLayers - 1 - l)),
  1,
];

/** Nielsen's net of four hidden layers, with gradients multiplied by these numbers, a layer each. */
function rescaledMlp(scales: readonly number[]): readonly Layer[] {
  let l = 0;
  return sigmoidMlp([30, 30, 30, 30], 10).map((layer) =>
    layer.type === 'dense' ? { ...layer, learningRateScale: scales[l++] ?? 1 } : layer,
  );
}
// #endregion

/** g'Dg over the weights of all layers and the biases of the hidden ones: what is left out would only add to it. */
function descent(scales: readonly number[], weights: readonly number[], biases: readonly number[]): number {
  const squares = weights.map((norm, l) => norm ** 2 + (biases[l] ?? 0) ** 2);
  return scales.reduce((sum, scale, l) => sum + scale * (squares[l] ?? 0), 0);
}

/** The running mean of the loss after so many steps. */
const lossAfter = (step: number, { x, y }: Readings<number>): number => y[x.indexOf(step)] ?? Number.NaN;

/** The greatest over the least. */
const imbalance = (speeds: readonly number[]): number => Math.max(...speeds) / Math.min(...speeds);

const below = (value: number, bound: number, what: string): Finding => ({
  held: value < bound,
  evidence: `${what}${value.toPrecision(3)}, asked: below ${bound.toPrecision(3)}`,
});

export default defineTraining({
  title: 'Multiplying the lost factors back in',
  summary: 'A network of four hidden layers whose early layers get larger learning rates, against the same network without.',
  section: '/unstable-gradients/#rescaling',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: '1,000 digits, 500 steps with all of them; each network at the best of several learning rates',
      values: {},
      arms: ['plain', 'rescaled', 'shallow', 'small'],
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => mnist({ train: 1000, test: 1000 }),
  arms: {
    plain: {
      label: 'four hidden layers',
      look: { colour: 'plain', dash: 'solid' },
      model: () => rescaledMlp(scalesOf(1)),
      training: ({ learningRate }) => ({ optimizer: descentAt(learningRate * rates.plain) }),
    },
    rescaled: {
      label: 'four hidden layers, rescaled',
      look: { colour: 'first', dash: 'dashed' },
      model: ({ ratio }) => rescaledMlp(scalesOf(ratio)),
      training: ({ learningRate }) => ({ optimizer: descentAt(learningRate * rates.rescaled) }),
    },
    shallow: {
      label: 'one hidden layer',
      look: { colour: 'neutral', dash: 'dotted' },
      model: () => sigmoidMlp([30], 10),
      training: ({ learningRate }) => ({ optimizer: descentAt(learningRate * rates.shallow) }),
    },
    small: {
      label: 'rescaled, small steps',
      look: { colour: 'second', dash: 'dotted' },
      model: ({ ratio }) => rescaledMlp(scalesOf(ratio)),
      training: () => ({ optimizer: descentAt(smallRate), steps: 10, measureEvery: 1 }),
    },
  },
  training: ({ learningRate, steps }) => ({
    loss: 'sigmoidCrossEntropy',
    optimizer: descentAt(learningRate),
    batchSize: 'all',
    steps,
    augment: false,
    measureEvery: Math.ceil(steps / 20),
  }),
  metrics,
  claims: [
    claim(
      'The rescaled gradient points downhill: the directional derivative −g′Dg is negative.',
      ['small'],
      ({ small: { gradientNorm, biasGradientNorm } }, { ratio }) => {
        const slopes = gradientNorm.y.map((norms, i) => -descent(scalesOf(ratio), norms, biasGradientNorm.y[i] ?? []));
        return below(Math.max(...slopes), 0, 'at each of the small steps at most ');
      },
    ),
    claim('One small step along it lowers the loss over all digits.', ['small'], ({ small: { trainLoss } }) =>
      exceeds(trainLoss.first, trainLoss.y[1] ?? Number.NaN),
    ),
    claim(
      'Rescaled, the hidden layers start at speeds within a factor of 5 of each other; as they are, at least 50 apart.',
      ['rescaled', 'plain'],
      ({ rescaled, plain }, { ratio }) => {
        const speeds = rescaled.biasGradientNorm.first.map((norm, l) => norm * (scalesOf(ratio)[l] ?? Number.NaN));
        return every(below(imbalance(speeds), 5, ''), atLeast(imbalance(plain.biasGradientNorm.first), 50));
      },
      { text: 'with the ratio 5', isMet: ({ ratio }) => ratio === 5 },
    ),
    claim(
      'Rescaled, the network leaves the plateau earlier: after 200 steps it has the lower loss.',
      ['plain', 'rescaled'],
      ({ plain, rescaled }) => exceeds(lossAfter(200, plain.trainLoss), lossAfter(200, rescaled.trainLoss), 0.25),
      { text: 'in 200 steps or more', isMet: ({ steps }) => steps >= 200 },
    ),
    claim('The network with a single hidden layer ends below both.', ['plain', 'rescaled', 'shallow'], (arms) =>
      every(
        exceeds(arms.plain.trainLoss.last, arms.shallow.trainLoss.last),
        exceeds(arms.rescaled.trainLoss.last, arms.shallow.trainLoss.last),
      ),
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'curves',
      metric: 'trainLoss',
      arms: ['plain', 'rescaled', 'shallow'],
      title: 'Training loss',
      xLabel: 'step',
      yLabel: 'nats',
      yScale: 'linear',
      yMax: 4,
    },
    {
      kind: 'layers',
      metric: 'biasGradientNorm',
      arm: 'rescaled',
      title: 'Rescaled: norm of the bias gradient before it is multiplied',
      xLabel: 'step',
      yLabel: 'norm of dC/db',
      yScale: 'log',
    },
    {
      kind: 'points',
      metric: 'testError',
      arms: ['plain', 'rescaled', 'shallow'],
      title: 'Test error at the end',
      xLabel: 'network',
      yLabel: '%',
      yScale: 'linear',
    },
  ],
});

/** Plain gradient descent at this rate. */
function descentAt(learningRate: number) {
  return { learningRate, momentum: 0, weightDecay: 0 };
}
