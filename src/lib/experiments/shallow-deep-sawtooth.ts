import type { Initializer, Layer } from '../models/layers.ts';
import { atLeast, claimsOver, every, notAbove } from './claims.ts';
import { sawtooth } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { integer, number } from './params.ts';

const metrics = measured('testLoss', 'predictions', 'targets');

const params = {
  compositions: integer({
    label: 'Compositions k',
    help: 'The function to learn is the tent composed k times, of 2ᵏ straight pieces.',
    default: 2,
    min: 1,
    max: 7,
  }),
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of a step along the gradient, for both networks.',
    default: 0.02,
    min: 0.001,
    max: 0.5,
    scale: 'log',
  }),
  steps: integer({
    label: 'Steps',
    help: 'Updates of the weights, each from 32 points of the function.',
    default: 30000,
    min: 1000,
    max: 100000,
    step: 1000,
  }),
};

const claim = claimsOver({ arms: ['shallow', 'deep'], metrics, params });

/** Half the mean square of f - 1/2 for a sawtooth f: what the best constant reaches. */
const constant = 1 / 24;

const seeds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

// #region model
/**
 * Rectified linear units between one input and one output, initialised after He et al. 2015. The biases of the first layer are spread,
 * so that its units bend at different places of [0, 1] to begin with.
 */
function reluNet(hidden: readonly number[]): readonly Layer[] {
  const dense = (units: number, gain: number, biasInit: Initializer): Layer => ({
    type: 'dense',
    units,
    init: { type: 'fanIn', gain },
    biasInit,
  });
  const zeros: Initializer = { type: 'zeros' };
  const layers = hidden.flatMap((units, l): Layer[] => [
    dense(units, 2, l === 0 ? { type: 'uniform', bound: 1 } : zeros),
    { type: 'activation', fn: 'relu' },
  ]);
  return [{ type: 'flatten' }, ...layers, dense(1, 1, zeros)];
}
// #endregion

export default defineTraining({
  title: 'Learning a sawtooth, shallow and deep',
  summary:
    'Two networks of 361 parameters, one hidden layer or four, learn 4 straight pieces, or 32, which both could represent.',
  section: '/circuits/#learning',
  params,
  presets: {
    quick: {
      label: '4 pieces',
      note: 'The tent composed twice',
      values: { compositions: 2 },
      arms: ['shallow', 'deep'],
      seeds,
    },
    full: {
      label: '32 pieces',
      note: 'Composed five times: still fewer pieces than the shallow network has units',
      values: { compositions: 5 },
      arms: ['shallow', 'deep'],
      seeds,
    },
  },
  dataset: ({ compositions }) => sawtooth({ compositions, train: 129, test: 128 }),
  arms: {
    shallow: {
      label: 'one hidden layer of 120 units',
      look: { colour: 'first', dash: 'solid' },
      model: () => reluNet([120]),
    },
    deep: {
      label: 'four hidden layers of 10 units',
      look: { colour: 'second', dash: 'dashed' },
      model: () => reluNet([10, 10, 10, 10]),
    },
  },
  training: ({ learningRate, steps }) => ({
    loss: 'meanSquaredError',
    optimizer: { learningRate, momentum: 0.9, weightDecay: 0 },
    batchSize: 32,
    steps,
    augment: false,
    measureEvery: 500,
  }),
  metrics,
  claims: [
    claim(
      'Both networks learn four pieces: their loss ends below a thousandth of that of the best constant.',
      ['shallow', 'deep'],
      ({ shallow, deep }) =>
        every(notAbove(shallow.testLoss.last, constant / 1000), notAbove(deep.testLoss.last, constant / 1000)),
      {
        text: 'with 4 pieces, after 30,000 steps or more',
        isMet: ({ compositions, steps }) => compositions === 2 && steps >= 30000,
      },
    ),
    claim(
      'Neither network learns 32 pieces: their loss ends above two thirds of that of the best constant.',
      ['shallow', 'deep'],
      ({ shallow, deep }) =>
        every(atLeast(shallow.testLoss.last, (2 / 3) * constant), atLeast(deep.testLoss.last, (2 / 3) * constant)),
      {
        text: 'with 32 pieces, within 30,000 steps',
        isMet: ({ compositions, steps }) => compositions === 5 && steps <= 30000,
      },
    ),
  ],
  figure: [
    {
      kind: 'curves',
      metric: 'testLoss',
      title: 'Test loss',
      xLabel: 'step',
      yLabel: 'half the mean squared error',
      yScale: 'log',
    },
    {
      kind: 'metrics',
      metrics: ['predictions', 'targets'],
      arm: 'shallow',
      title: 'What the shallow network has learnt',
      xLabel: 'input',
      yLabel: 'output',
      yScale: 'linear',
    },
    {
      kind: 'metrics',
      metrics: ['predictions', 'targets'],
      arm: 'deep',
      title: 'What the deep network has learnt',
      xLabel: 'input',
      yLabel: 'output',
      yScale: 'linear',
    },
  ],
});
