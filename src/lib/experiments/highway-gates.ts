import { highwayMlp } from '../models/shortcut-mlp.ts';
import { atLeast, below, challengesOver, claimsOver, every, notAbove } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { heatMapInWords } from './heat-map.ts';
import { choice, integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'gateOpening', 'unitGates', 'exampleGates');

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

const params = {
  digit: choice({
    label: 'Digit to look at',
    help: 'The first of this class among the test images. The training does not depend on it.',
    options: { '0': '0', '1': '1', '2': '2', '3': '3', '4': '4', '5': '5', '6': '6', '7': '7', '8': '8', '9': '9' },
    default: '7',
  }),
  gateBias: number({
    label: 'Bias b_T of the 20 layers',
    help: 'Where the biases of their gates start. The 50 layers start at −4.',
    default: -2,
    min: -8,
    max: 2,
    step: 0.5,
  }),
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of a step of gradient descent with momentum.',
    default: 0.2,
    min: 0.01,
    max: 1,
    scale: 'log',
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 500, min: 50, max: 4000, step: 50 }),
};

export type Settings = Values<typeof params>;

/** Units of each highway layer. */
const width = 50;

const claim = claimsOver({ arms: ['twenty', 'fifty'], metrics, params });
const challenge = challengesOver({ arms: ['twenty'], metrics, params });

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of the openings of single gates. */
function spread(openings: readonly number[]): number {
  const centre = mean(openings);
  return Math.sqrt(mean(openings.map((opening) => (opening - centre) ** 2)));
}

/** The gates of the five highway layers next to the input, and of the five next to the logits. */
const early = (openings: readonly number[]): readonly number[] => openings.slice(0, 5 * width);
const late = (openings: readonly number[]): readonly number[] => openings.slice(-5 * width);

/** How far the layers' mean openings are from one value, at most. */
const distance = (openings: readonly number[], from: number): number =>
  Math.max(...openings.map((opening) => Math.abs(opening - from)));

/** sigma(-2) and sigma(-4). */
const biased = { twenty: 0.1192, fifty: 0.018 } as const;

const recorded = {
  text: 'with b_T = −2 for 20 layers, a learning rate of 0.2, and 500 steps or more',
  isMet: ({ gateBias, learningRate, steps }: Settings) => gateBias === -2 && learningRate === 0.2 && steps >= 500,
};

export default defineTraining({
  title: 'Which gates open',
  summary:
    'Highway networks of 20 and 50 layers learn digits: their gates on average, for one digit, and for it before training.',
  section: '/highway-networks/#which-gates',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: '20 and 50 layers, 500 steps of 100 digits',
      values: {},
      arms: ['twenty', 'fifty'],
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => mnist({ train: 2000, test: 300 }),
  arms: {
    twenty: {
      label: '20 layers',
      look: { colour: 'highway', dash: 'dashed' },
      model: ({ gateBias }) => highwayMlp({ depth: 20, width, fn: 'tanh', outputs: 10, gateBias }),
    },
    fifty: {
      label: '50 layers, b_T = −4',
      look: { colour: 'highway', dash: 'dotted' },
      model: () => highwayMlp({ depth: 50, width, fn: 'tanh', outputs: 10, gateBias: -4 }),
    },
  },
  training: ({ digit, learningRate, steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0.9, weightDecay: 0 },
    batchSize: 100,
    steps,
    augment: false,
    measureEvery: Math.ceil(steps / 4),
    lookAt: digits.indexOf(digit),
  }),
  metrics,
  claims: [
    claim(
      'Training hardly changes how far a layer is open on average: no mean moves by more than 0.02 from σ(b_T).',
      ['twenty', 'fifty'],
      ({ twenty, fifty }) =>
        every(
          notAbove(distance(twenty.gateOpening.last, biased.twenty), 0.02),
          notAbove(distance(fifty.gateOpening.last, biased.fifty), 0.02),
        ),
      recorded,
    ),
    claim(
      'It changes how much the gates differ: for one digit their spread grows to at least three times what it was.',
      ['twenty'],
      ({ twenty: { exampleGates } }) => atLeast(spread(exampleGates.last), 3 * spread(exampleGates.first)),
      recorded,
    ),
    claim(
      'For one digit the gates differ at least twice as much as on average over the digits.',
      ['twenty'],
      ({ twenty: { exampleGates, unitGates } }) => atLeast(spread(exampleGates.last), 2 * spread(unitGates.last)),
      recorded,
    ),
    claim(
      'On average the gates of the five layers next to the input differ at least 1.5 times as much as those of the five next to the output.',
      ['twenty'],
      ({ twenty: { unitGates } }) => atLeast(spread(early(unitGates.last)), 1.5 * spread(late(unitGates.last))),
      recorded,
    ),
    claim(
      'In 50 layers that start at −4, no gate is open by more than a quarter on average.',
      ['fifty'],
      ({ fifty: { unitGates } }) => notAbove(Math.max(...unitGates.last), 0.25),
      recorded,
    ),
  ],
  // #endregion
  challenges: [
    challenge({
      id: 'exr-open-gates',
      title: 'As open as they may be',
      task: 'Let the 20 layers reach a training loss below 0.2 in 200 steps, with the gates of every layer still at least a tenth open on average.',
      start: { gateBias: 0, steps: 200 },
      free: ['gateBias', 'learningRate', 'digit'],
      arms: ['twenty'],
      rule: ({ twenty: { trainLoss, gateOpening } }) =>
        every(below(trainLoss.last, 0.2, 'loss: '), atLeast(Math.min(...gateOpening.last), 0.1, 'least opening: ')),
    }),
  ],
  figure: [
    {
      kind: 'heatmap',
      metric: 'exampleGates',
      arm: 'twenty',
      at: 'last',
      title: '20 layers: the gates for one digit',
      xLabel: 'unit',
      yLabel: 'highway layer',
      valueLabel: 'opening of the gate',
      low: 0,
      high: 0.8,
      inWords: heatMapInWords,
    },
    {
      kind: 'heatmap',
      metric: 'unitGates',
      arm: 'twenty',
      at: 'last',
      title: '20 layers: the gates on average over 300 digits',
      xLabel: 'unit',
      yLabel: 'highway layer',
      valueLabel: 'mean opening of the gate',
      low: 0,
      high: 0.8,
      inWords: heatMapInWords,
    },
    {
      kind: 'heatmap',
      metric: 'exampleGates',
      arm: 'twenty',
      at: 'first',
      title: '20 layers: the gates for that digit, before training',
      xLabel: 'unit',
      yLabel: 'highway layer',
      valueLabel: 'opening of the gate',
      low: 0,
      high: 0.8,
      inWords: heatMapInWords,
    },
    {
      kind: 'profile',
      metric: 'gateOpening',
      at: 'last',
      title: 'Each layer on average, after training',
      xLabel: 'highway layer',
      yLabel: 'mean opening of its gates',
      yScale: 'log',
    },
  ],
});
