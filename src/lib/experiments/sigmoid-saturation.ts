import { standardMlp } from '../models/standard-mlp.ts';
import { atLeast, claimsOver, every, exceeds, notAbove } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { integer, number } from './params.ts';

const metrics = measured('trainLoss', 'activationMean', 'activationLow', 'activationHigh');

/** In the batches of one arm there are this many times as many images, and as many times fewer steps. */
const LARGER = 10;

const params = {
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of a step of the sigmoid nets; those of tanh and softsign take a tenth of it.',
    default: 1,
    min: 0.01,
    max: 10,
    scale: 'log',
  }),
  width: integer({
    label: 'Width',
    help: 'Neurons in each hidden layer; the paper has 1,000.',
    default: 64,
    min: 16,
    max: 128,
    step: 16,
  }),
  batchSize: integer({ label: 'Batch size', help: 'Images in one step.', default: 10, min: 5, max: 100, step: 5 }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 6000, min: 1000, max: 40000, step: 1000 }),
};

const claim = claimsOver({ arms: ['sigmoid3', 'sigmoid4', 'sigmoid5', 'sigmoid4large', 'tanh4', 'softsign4'], metrics, params });

const top = (layers: readonly number[]): number => layers.at(-1) ?? Number.NaN;
const belowTop = (layers: readonly number[]): number => layers.at(-2) ?? Number.NaN;
const firstLayer = (layers: readonly number[]): number => layers[0] ?? Number.NaN;

/** The measurement at which the top hidden layer is closest to zero. */
function lowest<T>(means: readonly (readonly number[])[], at: readonly T[]): T {
  const tops = means.map(top);
  const found = at[tops.indexOf(Math.min(...tops))];
  if (found === undefined) throw new RangeError('lowest() of an empty series: nothing was measured yet.');
  return found;
}

/** Of all layers and measurements, the mean that is furthest from zero. */
const furthest = (means: readonly (readonly number[])[]): number => Math.max(...means.flat().map(Math.abs));

/** Updates after which the loss first is below 2 nats; never is Infinity. */
const escape = ({ x, y }: { readonly x: readonly number[]; readonly y: readonly number[] }): number =>
  x[y.findIndex((loss) => loss < 2)] ?? Infinity;

const longEnough = {
  text: 'after 60,000 images or more',
  isMet: (values: { readonly steps: number; readonly batchSize: number }) => values.steps * values.batchSize >= 60_000,
};

export default defineTraining({
  title: 'Saturation of the top hidden layer',
  summary:
    'The activations of every hidden layer while sigmoid, tanh and softsign nets learn digits: the top sigmoid layer shuts itself off.',
  section: '/other-obstacles/#saturation',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'Six nets, 60,000 images each',
      values: {},
      arms: ['sigmoid3', 'sigmoid4', 'sigmoid5', 'sigmoid4large', 'tanh4', 'softsign4'],
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => mnist({ train: 5000, test: 300 }),
  arms: {
    sigmoid3: {
      label: 'sigmoid, three',
      look: { colour: 'neutral', dash: 'solid' },
      model: ({ width }) => standardMlp('sigmoid', [width, width, width], 10),
    },
    sigmoid4: {
      label: 'sigmoid, four',
      look: { colour: 'first', dash: 'solid' },
      model: ({ width }) => standardMlp('sigmoid', [width, width, width, width], 10),
    },
    sigmoid5: {
      label: 'sigmoid, five',
      look: { colour: 'fourth', dash: 'dashed' },
      model: ({ width }) => standardMlp('sigmoid', [width, width, width, width, width], 10),
    },
    sigmoid4large: {
      label: 'sigmoid, four, larger batches',
      look: { colour: 'neutral', dash: 'dotted' },
      model: ({ width }) => standardMlp('sigmoid', [width, width, width, width], 10),
      training: ({ batchSize, steps }) => ({
        batchSize: LARGER * batchSize,
        steps: steps / LARGER,
        measureEvery: Math.ceil(steps / LARGER / 30),
      }),
    },
    tanh4: {
      label: 'tanh, four',
      look: { colour: 'second', dash: 'solid' },
      model: ({ width }) => standardMlp('tanh', [width, width, width, width], 10),
      training: ({ learningRate }) => ({ optimizer: { learningRate: learningRate / 10, momentum: 0, weightDecay: 0 } }),
    },
    softsign4: {
      label: 'softsign, four',
      look: { colour: 'third', dash: 'solid' },
      model: ({ width }) => standardMlp('softsign', [width, width, width, width], 10),
      training: ({ learningRate }) => ({ optimizer: { learningRate: learningRate / 10, momentum: 0, weightDecay: 0 } }),
    },
  },
  training: ({ learningRate, batchSize, steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0, weightDecay: 0 },
    batchSize,
    steps,
    augment: false,
    measureEvery: Math.ceil(steps / 30),
  }),
  metrics,
  claims: [
    claim(
      'With four sigmoid layers, the mean activation of the top one falls from about one half to below 0.05.',
      ['sigmoid4'],
      ({ sigmoid4: { activationMean } }) =>
        every(
          atLeast(top(activationMean.first), 0.4, 'at the start: '),
          notAbove(lowest(activationMean.y, activationMean.y.map(top)), 0.05),
        ),
    ),
    claim(
      'When it is lowest, so are nearly all of its activations: 98 % of them are below 0.1. The layer below has a mean above one half.',
      ['sigmoid4'],
      ({ sigmoid4: { activationMean, activationHigh } }) =>
        every(
          notAbove(lowest(activationMean.y, activationHigh.y.map(top)), 0.1),
          exceeds(lowest(activationMean.y, activationMean.y.map(belowTop)), 0.5),
        ),
    ),
    claim(
      'With four layers it leaves the saturation again: at the end, the top 2 % of its activations are above 0.3, and the loss is below 2.',
      ['sigmoid4'],
      ({ sigmoid4 }) => every(exceeds(top(sigmoid4.activationHigh.last), 0.3), notAbove(sigmoid4.trainLoss.last, 2)),
      longEnough,
    ),
    claim(
      'With five layers it does not in the same time: the mean stays below 0.05, and the loss above 2.25.',
      ['sigmoid5'],
      ({ sigmoid5 }) => every(notAbove(top(sigmoid5.activationMean.last), 0.05), exceeds(sigmoid5.trainLoss.last, 2.25)),
      longEnough,
    ),
    claim(
      'The loss with three layers falls below 2 in less than a third of the steps that four layers take.',
      ['sigmoid3', 'sigmoid4'],
      ({ sigmoid3, sigmoid4 }) => exceeds(escape(sigmoid4.trainLoss) / 3, escape(sigmoid3.trainLoss)),
      longEnough,
    ),
    claim(
      'In batches ten times as large, the top layer is still above 0.1 after as many steps as brought it below 0.05.',
      ['sigmoid4', 'sigmoid4large'],
      ({ sigmoid4, sigmoid4large }) => {
        const at = sigmoid4.activationMean.x.find((_, i) => top(sigmoid4.activationMean.y[i] ?? []) < 0.05) ?? Infinity;
        const index = sigmoid4large.activationMean.x.findLastIndex((x) => x <= at);
        return exceeds(top(sigmoid4large.activationMean.y[index] ?? []), 0.1);
      },
    ),
    claim(
      'With tanh and with softsign, the mean of every hidden layer stays within 0.2 of zero.',
      ['tanh4', 'softsign4'],
      (arms) =>
        every(notAbove(furthest(arms.tanh4.activationMean.y), 0.2), notAbove(furthest(arms.softsign4.activationMean.y), 0.2)),
    ),
    claim(
      'At the end 2 % of the first tanh layer are above 0.95 and 2 % below -0.95; of the first softsign layer, 96 % lie between -0.9 and 0.9.',
      ['tanh4', 'softsign4'],
      ({ tanh4, softsign4 }) =>
        every(
          exceeds(firstLayer(tanh4.activationHigh.last), 0.95),
          exceeds(-firstLayer(tanh4.activationLow.last), 0.95),
          notAbove(firstLayer(softsign4.activationHigh.last), 0.9),
          notAbove(-firstLayer(softsign4.activationLow.last), 0.9),
        ),
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'layers',
      metric: 'activationMean',
      arm: 'sigmoid4',
      title: 'Sigmoid, four hidden layers: mean activation',
      xLabel: 'step',
      yLabel: 'mean activation',
      yScale: 'linear',
    },
    {
      kind: 'layers',
      metric: 'activationMean',
      arm: 'sigmoid5',
      title: 'Sigmoid, five hidden layers: mean activation',
      xLabel: 'step',
      yLabel: 'mean activation',
      yScale: 'linear',
    },
    {
      kind: 'layers',
      metric: 'activationMean',
      arm: 'sigmoid4large',
      title: 'Sigmoid, four, batches ten times as large: mean activation',
      xLabel: 'step',
      yLabel: 'mean activation',
      yScale: 'linear',
    },
    {
      kind: 'layers',
      metric: 'activationHigh',
      arm: 'tanh4',
      title: 'Tanh: 98th percentile of the activations',
      xLabel: 'step',
      yLabel: '98th percentile',
      yScale: 'linear',
    },
    {
      kind: 'layers',
      metric: 'activationHigh',
      arm: 'softsign4',
      title: 'Softsign: 98th percentile of the activations',
      xLabel: 'step',
      yLabel: '98th percentile',
      yScale: 'linear',
    },
    { kind: 'curves', metric: 'trainLoss', title: 'Training loss', xLabel: 'step', yLabel: 'nats', yScale: 'linear', yMax: 2.5 },
  ],
});
