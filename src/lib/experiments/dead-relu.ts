import { reluMlp } from '../models/relu-mlp.ts';
import { atLeast, atMost, below, challengesOver, claimsOver, every, exceeds, notAbove, show, type TypedArm } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'deadUnits');

/** Units in each of three hidden layers. */
const hidden = [64, 64, 64];

const params = {
  learningRate: number({
    label: 'Learning rate',
    help: 'Of most arms; one takes 4 times as much, and one 10 times.',
    default: 0.05,
    min: 0.005,
    max: 0.1,
    scale: 'log',
  }),
  bias: number({
    label: 'Size b of the biases',
    help: 'The hidden units of three arms start with the biases −0.3 b, −0.5 b and −b.',
    default: 1,
    min: 0,
    max: 2,
    step: 0.1,
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 1000, min: 200, max: 4000, step: 100 }),
};

export type Settings = Values<typeof params>;

const claim = claimsOver({ arms: ['small', 'large', 'negative', 'brink', 'beyond'], metrics, params });
const challenge = challengesOver({ arms: ['brink'], metrics, params });

type Dead = TypedArm<typeof metrics>['deadUnits'];

/** The share of one hidden layer, counted from 0, at every measurement. */
const shares = ({ y }: Dead, l: number): number[] => y.map((layers) => layers[l] ?? Number.NaN);
const atStart = ({ first }: Dead, l: number): number => first[l] ?? Number.NaN;
const atEnd = ({ last }: Dead, l: number): number => last[l] ?? Number.NaN;
const most = (dead: Dead, l: number): number => Math.max(...shares(dead, l));

/** How far a share ever falls below what it had been before. */
const greatestFall = (values: readonly number[]): number =>
  Math.max(...values.map((value, i) => Math.max(...values.slice(0, i + 1)) - value));

const recordedSettings = {
  text: 'with a learning rate of 0.05, biases of size 1, and 1,000 steps or more',
  isMet: ({ learningRate, bias, steps }: Settings) => learningRate === 0.05 && bias === 1 && steps >= 1000,
};

/** Steps so many times as large. */
const times =
  (factor: number) =>
  ({ learningRate }: Settings) => ({ optimizer: { learningRate: factor * learningRate, momentum: 0, weightDecay: 0 } });

export default defineTraining({
  title: 'Units that die',
  summary:
    'The share of dead units in each layer of a ReLU net while it learns digits, for two learning rates and four initial biases.',
  section: '/jacobians-and-activations/#how-many',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'Five nets, 20,000 images each',
      values: {},
      arms: ['small', 'large', 'negative', 'brink', 'beyond'],
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => mnist({ train: 2000, test: 300 }),
  arms: {
    small: {
      label: 'biases 0',
      look: { colour: 'neutral', dash: 'solid' },
      model: () => reluMlp(hidden, 10, 0),
    },
    large: {
      label: 'biases 0, rate × 10',
      look: { colour: 'first', dash: 'solid' },
      model: () => reluMlp(hidden, 10, 0),
      training: times(10),
    },
    negative: {
      label: 'biases −0.3 b',
      look: { colour: 'second', dash: 'solid' },
      model: ({ bias }) => reluMlp(hidden, 10, -0.3 * bias),
    },
    brink: {
      label: 'biases −0.5 b, rate × 4',
      look: { colour: 'second', dash: 'dashed' },
      model: ({ bias }) => reluMlp(hidden, 10, -0.5 * bias),
      training: times(4),
    },
    beyond: {
      label: 'biases −b',
      look: { colour: 'third', dash: 'solid' },
      model: ({ bias }) => reluMlp(hidden, 10, -bias),
    },
  },
  training: ({ learningRate, steps: total }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0, weightDecay: 0 },
    batchSize: 20,
    steps: total,
    augment: false,
    measureEvery: Math.ceil(total / 50),
  }),
  metrics,
  claims: [
    claim(
      'With small steps and biases of 0, no more than 5 % of the first layer are dead at any time.',
      ['small'],
      ({ small }) => notAbove(most(small.deadUnits, 0), 5),
      recordedSettings,
    ),
    claim(
      'With steps ten times as large, at least 20 % of the first layer are dead at the end, and the net has learnt: its loss is below 1.',
      ['large'],
      ({ large }) => every(atLeast(atEnd(large.deadUnits, 0), 20), notAbove(large.trainLoss.last, 1)),
      recordedSettings,
    ),
    claim(
      'In the first layer the dead stay dead: in no arm does their share ever fall by more than 15 points.',
      ['small', 'large', 'negative', 'brink', 'beyond'],
      (arms) => notAbove(Math.max(...Object.values(arms).map(({ deadUnits }) => greatestFall(shares(deadUnits, 0)))), 15),
    ),
    claim(
      'With biases of −0.3, more than 30 % of the third layer are dead at the start, and less than 15 % at the end.',
      ['negative'],
      ({ negative: { deadUnits } }) => every(exceeds(atStart(deadUnits, 2), 30), notAbove(atEnd(deadUnits, 2), 15)),
      recordedSettings,
    ),
    claim(
      'With biases of −0.5, more than 95 % of the third layer are dead at first. In the end less than 20 % are, or still more than 95 %.',
      ['brink'],
      ({ brink: { deadUnits } }) => {
        const end = atEnd(deadUnits, 2);
        const { held, evidence } = exceeds(atStart(deadUnits, 2), 95);
        return { held: held && (end < 20 || end > 95), evidence: `${evidence}; ${show(end)} at the end` };
      },
      recordedSettings,
    ),
    claim(
      'With biases of −1, the second and third layer are dead from start to end, the first does not change, and nothing is learnt.',
      ['beyond'],
      ({ beyond: { deadUnits, trainLoss } }) => {
        const first = shares(deadUnits, 0);
        return every(
          atLeast(Math.min(...shares(deadUnits, 1), ...shares(deadUnits, 2)), 100),
          notAbove(Math.max(...first) - Math.min(...first), 0),
          exceeds(trainLoss.last, 2.2),
        );
      },
      recordedSettings,
    ),
  ],
  // #endregion
  challenges: [
    challenge({
      id: 'exr-back-to-life',
      title: 'Back to life',
      task: 'Start the net with biases −0.5 b with at least 40 % of its third layer dead, and end with at most 10 % dead in every layer and a training loss below 0.15.',
      start: { learningRate: 0.1 },
      free: ['learningRate', 'bias'],
      arms: ['brink'],
      rule: ({ brink: { deadUnits, trainLoss } }) =>
        every(
          atLeast(atStart(deadUnits, 2), 40, 'dead in the third layer at the start, in %: '),
          atMost(Math.max(...deadUnits.last), 10, 'in any layer at the end: '),
          below(trainLoss.last, 0.15, 'loss: '),
        ),
    }),
  ],
  figure: [
    {
      kind: 'bars',
      metric: 'deadUnits',
      at: 'last',
      title: 'Dead units at the end',
      xLabel: 'hidden layer',
      yLabel: '% of the units',
      yScale: 'linear',
    },
    {
      kind: 'layers',
      metric: 'deadUnits',
      arm: 'large',
      title: 'Biases 0, learning rate × 10',
      xLabel: 'step',
      yLabel: '% of the units',
      yScale: 'linear',
    },
    {
      kind: 'layers',
      metric: 'deadUnits',
      arm: 'negative',
      title: 'Biases −0.3 b',
      xLabel: 'step',
      yLabel: '% of the units',
      yScale: 'linear',
    },
    {
      kind: 'layers',
      metric: 'deadUnits',
      arm: 'brink',
      title: 'Biases −0.5 b, learning rate × 4',
      xLabel: 'step',
      yLabel: '% of the units',
      yScale: 'linear',
    },
    { kind: 'curves', metric: 'trainLoss', title: 'Training loss', xLabel: 'step', yLabel: 'nats', yScale: 'linear', yMax: 3 },
  ],
});
