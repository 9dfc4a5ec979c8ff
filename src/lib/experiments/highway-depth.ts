import { highwayMlp, plainMlp } from '../models/shortcut-mlp.ts';
import { claimsOver, every, exceeds, notAbove, type Condition } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured, type Look, type TrainingArm } from './experiment.ts';
import { integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'gradientNorm');

const params = {
  gateBias: number({
    label: 'Bias b_T of the gates',
    help: 'Where the biases of all gates start, but for the net that shows −2.',
    default: -4,
    min: -10,
    max: 2,
    step: 0.5,
  }),
  learningRate: number({
    label: 'Factor on the learning rates',
    help: 'Each net has a learning rate chosen for it; this multiplies all of them.',
    default: 1,
    min: 0.1,
    max: 10,
    scale: 'log',
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 300, min: 50, max: 4000, step: 50 }),
};

type Settings = Values<typeof params>;

/** Units a layer, for about 5,000 parameters each: 5,112 without gates and 5,100 with them. */
const widths = { plain: 71, highway: 50 } as const;

interface Net {
  readonly label: string;
  readonly look: Look;
  /**
   * Without gates: of 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.03, 0.05 and 0.1 the learning rate with the lowest training loss after 300
   * steps (500 for 100 layers), as a mean over the seeds 100 and 101, which the recording does not use. With gates: of 0.03, 0.1, 0.2, 0.4
   * and 0.8 the one that is best for 10 and for 20 layers, as for one hidden layer without gates; 50 layers would do still better with 0.8.
   */
  readonly rate: number;
}

type Arm = TrainingArm<typeof params>;

const trained = (rate: number): NonNullable<Arm['training']> => {
  return ({ learningRate }) => ({ optimizer: { learningRate: learningRate * rate, momentum: 0.9, weightDecay: 0 } });
};

const plain = (depth: number, { label, look, rate }: Net): Arm => ({
  label,
  look,
  model: () => plainMlp({ depth, width: widths.plain, fn: 'tanh', outputs: 10 }),
  training: trained(rate),
});

/** @param own b_T, where it is not the parameter of the example. */
const highway = (depth: number, { label, look, rate }: Net, own?: number): Arm => ({
  label,
  look,
  model: ({ gateBias }) => highwayMlp({ depth, width: widths.highway, fn: 'tanh', outputs: 10, gateBias: own ?? gateBias }),
  training: trained(rate),
});

const quickArms = ['shallow', 'plain10', 'plain20', 'plain50', 'highway10', 'highway20', 'highway50', 'open50'] as const;
const fullArms = ['plain50', 'highway50', 'open50', 'plain100', 'highway100'] as const;

const claim = claimsOver({ arms: [...quickArms, 'plain100', 'highway100'], metrics, params });

/** Settings that the learning rates were chosen for. */
const during = (words: string, isLong: (steps: number) => boolean): Condition<Settings> => ({
  text: `${words}, at the learning rates that were chosen, with b_T = −4`,
  isMet: ({ gateBias, learningRate, steps }) => gateBias === -4 && learningRate === 1 && isLong(steps),
});
const shortRun = during('after 300 steps', (steps) => steps === 300);
const longRun = during('after 1,000 steps or more', (steps) => steps >= 1000);
const atStart = { text: 'with b_T = −4', isMet: ({ gateBias }: Settings) => gateBias === -4 };

/** Norms of the highway layers: without the first layer and the logits, which lie outside of them. */
const within = (norms: readonly number[]): readonly number[] => norms.slice(1, -1);
const greatest = (values: readonly number[]): number => Math.max(...values);
const least = (values: readonly number[]): number => Math.min(...values);

export default defineTraining({
  title: 'Ten layers, twenty and fifty, with gates and without',
  summary: 'Plain and highway networks of equal size learn digits: depth hurts the plain ones, and gates too far open hurt too.',
  section: '/highway-networks/#miniature',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'Up to 50 layers, 300 steps of 100 digits',
      values: {},
      arms: quickArms,
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'longer, and 100 layers',
      note: '50 and 100 layers, 1,000 steps of 100 digits: four times the work',
      values: { steps: 1000 },
      arms: fullArms,
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => mnist({ train: 2000, test: 1 }),
  arms: {
    shallow: plain(1, { label: 'one hidden layer', look: { colour: 'neutral', dash: 'solid' }, rate: 0.4 }),
    plain10: plain(10, { label: 'plain, 10 layers', look: { colour: 'plain', dash: 'solid' }, rate: 0.02 }),
    plain20: plain(20, { label: 'plain, 20 layers', look: { colour: 'plain', dash: 'dashed' }, rate: 0.01 }),
    plain50: plain(50, { label: 'plain, 50 layers', look: { colour: 'plain', dash: 'dotted' }, rate: 0.005 }),
    plain100: plain(100, { label: 'plain, 100 layers', look: { colour: 'neutral', dash: 'dotted' }, rate: 0.002 }),
    highway10: highway(10, { label: 'highway, 10 layers', look: { colour: 'highway', dash: 'solid' }, rate: 0.4 }),
    highway20: highway(20, { label: 'highway, 20 layers', look: { colour: 'highway', dash: 'dashed' }, rate: 0.4 }),
    highway50: highway(50, { label: 'highway, 50 layers', look: { colour: 'highway', dash: 'dotted' }, rate: 0.4 }),
    highway100: highway(100, { label: 'highway, 100 layers', look: { colour: 'third', dash: 'solid' }, rate: 0.4 }),
    open50: highway(50, { label: '50 layers, b_T = −2', look: { colour: 'second', dash: 'dashed' }, rate: 0.4 }, -2),
  },
  training: ({ steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate: 0.01, momentum: 0.9, weightDecay: 0 },
    batchSize: 100,
    steps,
    augment: false,
    measureEvery: steps,
  }),
  metrics,
  claims: [
    claim(
      'Without gates every step in depth costs: 20 layers end above 10, and 50 above 20.',
      ['plain10', 'plain20', 'plain50'],
      ({ plain10, plain20, plain50 }) =>
        every(
          exceeds(plain20.trainLoss.last, plain10.trainLoss.last),
          exceeds(plain50.trainLoss.last, plain20.trainLoss.last, 0.1),
        ),
      shortRun,
    ),
    claim(
      'With gates, 50 layers end at less than a tenth of the loss of 50 layers without.',
      ['plain50', 'highway50'],
      ({ plain50, highway50 }) => notAbove(highway50.trainLoss.last, plain50.trainLoss.last / 10),
      shortRun,
    ),
    claim(
      'With gates, 10, 20 and 50 layers all end below 0.03, and one hidden layer without gates does too.',
      ['shallow', 'highway10', 'highway20', 'highway50'],
      (arms) => notAbove(greatest(Object.values(arms).map(({ trainLoss }) => trainLoss.last)), 0.03),
      shortRun,
    ),
    claim(
      'With b_T = −2 in place of −4, 50 layers end more than ten times as high.',
      ['highway50', 'open50'],
      ({ highway50, open50 }) => exceeds(open50.trainLoss.last, 10 * highway50.trainLoss.last),
      shortRun,
    ),
    claim(
      'Before the first step, the gradients of all highway layers are of one size, up to a factor of 1.5.',
      ['highway50', 'open50'],
      ({ highway50, open50 }) =>
        every(
          ...[highway50, open50].map(({ gradientNorm }) => {
            const norms = within(gradientNorm.first);
            return notAbove(greatest(norms) / least(norms), 1.5);
          }),
        ),
      atStart,
    ),
    claim(
      'With b_T = −2 each of them has less than a tenth of the norm that it has with −4.',
      ['highway50', 'open50'],
      ({ highway50, open50 }) =>
        notAbove(greatest(within(open50.gradientNorm.first)), least(within(highway50.gradientNorm.first)) / 10),
      atStart,
    ),
    claim(
      'In a longer run b_T = −2 leaves the plateau: its loss ends below 0.3.',
      ['open50'],
      ({ open50 }) => notAbove(open50.trainLoss.last, 0.3),
      longRun,
    ),
    claim(
      'There 100 layers with gates end at less than a tenth of the loss of 100 layers without.',
      ['plain100', 'highway100'],
      ({ plain100, highway100 }) => notAbove(highway100.trainLoss.last, plain100.trainLoss.last / 10),
      longRun,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'curves',
      metric: 'trainLoss',
      arms: ['shallow', 'plain10', 'plain20', 'plain50', 'plain100'],
      title: 'Training loss without gates',
      xLabel: 'step',
      yLabel: 'nats',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'trainLoss',
      arms: ['highway10', 'highway20', 'highway50', 'highway100', 'open50'],
      title: 'Training loss with gates',
      xLabel: 'step',
      yLabel: 'nats',
      yScale: 'log',
    },
    {
      kind: 'profile',
      metric: 'gradientNorm',
      at: 'first',
      title: 'Before the first step: weight gradients',
      xLabel: 'layer',
      yLabel: 'norm of dC/dW',
      yScale: 'log',
    },
  ],
});
