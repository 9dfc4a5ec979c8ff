import { plainMlp, residualMlp } from '../models/shortcut-mlp.ts';
import { atLeast, claimsOver, exceeds, notAbove, type Condition, type Readings } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured, type Look, type TrainingArm } from './experiment.ts';
import { choice, integer, type Values } from './params.ts';

const metrics = measured('trainLoss');

const params = {
  scale: choice({
    label: 'Branches of the residual nets',
    help: 'A factor in front of each branch; N is the number of blocks, 5 or 25.',
    options: { root: 'times 1/√N', one: 'as they are' },
    default: 'root',
  }),
  width: integer({ label: 'Width', help: 'Units in each hidden layer.', default: 48, min: 16, max: 96, step: 16 }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 300, min: 50, max: 2000, step: 50 }),
};

/** The rates that each of the nets is trained with. */
const rates = [0.001, 0.003, 0.01, 0.03] as const;

type Kind = 'plain' | 'residual';

/** A net of so many hidden layers, of which a residual one has the first in front of its blocks of two. */
const arm = (kind: Kind, hidden: 11 | 51, learningRate: (typeof rates)[number]): TrainingArm<typeof params> => ({
  label: `${kind}, ${hidden} layers, rate ${learningRate}`,
  look: lookOf(kind, hidden),
  model: ({ width, scale }) => {
    const net = { depth: hidden, width, fn: 'relu', outputs: 10 } as const;
    const branchScale = scale === 'root' ? 1 / Math.sqrt((hidden - 1) / 2) : 1;
    return kind === 'plain' ? plainMlp(net) : residualMlp({ ...net, layersPerBlock: 2, branchScale });
  },
  training: () => ({ optimizer: { learningRate, momentum: 0.9, weightDecay: 0 } }),
});

const lookOf = (kind: Kind, hidden: 11 | 51): Look => ({ colour: kind, dash: hidden === 11 ? 'solid' : 'dashed' });

/** The arms of each net, from the smallest rate to the largest. */
const nets = {
  plain11: ['plain11at1', 'plain11at3', 'plain11at10', 'plain11at30'],
  plain51: ['plain51at1', 'plain51at3', 'plain51at10', 'plain51at30'],
  residual11: ['residual11at1', 'residual11at3', 'residual11at10', 'residual11at30'],
  residual51: ['residual51at1', 'residual51at3', 'residual51at10', 'residual51at30'],
} as const;

const arms = [...nets.plain11, ...nets.plain51, ...nets.residual11, ...nets.residual51] as const;

const claim = claimsOver({ arms, metrics, params });

type Run<N extends string> = { readonly [K in N]: { readonly trainLoss: Readings<number> } };

/** The lowest loss that a net ends with, over the rates. */
const best = <N extends string>(names: readonly N[], run: Run<N>): number =>
  Math.min(...names.map((name) => run[name].trainLoss.last));

/** Settings that the claims were found at. */
const asRecorded: Condition<Values<typeof params>> = {
  text: 'with scaled branches, 48 units a layer and 300 steps',
  isMet: ({ scale, width, steps }) => scale === 'root' && width === 48 && steps === 300,
};

export default defineTraining({
  title: 'Plain and residual, each at its best rate',
  summary:
    'Fully connected nets of 11 and of 51 layers learn digits at four learning rates: which is best, and how good is that?',
  section: '/residual-learning/#each-at-its-best',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'Four nets at four rates, 300 steps of 50 digits',
      values: {},
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => mnist({ train: 2000, test: 1 }),
  arms: {
    plain11at1: arm('plain', 11, rates[0]),
    plain11at3: arm('plain', 11, rates[1]),
    plain11at10: arm('plain', 11, rates[2]),
    plain11at30: arm('plain', 11, rates[3]),
    plain51at1: arm('plain', 51, rates[0]),
    plain51at3: arm('plain', 51, rates[1]),
    plain51at10: arm('plain', 51, rates[2]),
    plain51at30: arm('plain', 51, rates[3]),
    residual11at1: arm('residual', 11, rates[0]),
    residual11at3: arm('residual', 11, rates[1]),
    residual11at10: arm('residual', 11, rates[2]),
    residual11at30: arm('residual', 11, rates[3]),
    residual51at1: arm('residual', 51, rates[0]),
    residual51at3: arm('residual', 51, rates[1]),
    residual51at10: arm('residual', 51, rates[2]),
    residual51at30: arm('residual', 51, rates[3]),
  },
  training: ({ steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate: rates[0], momentum: 0.9, weightDecay: 0 },
    batchSize: 50,
    steps,
    augment: false,
    measureEvery: steps,
  }),
  metrics,
  claims: [
    claim(
      'With 51 layers the plain net ends, at its best rate, with more than five times the loss of the residual one at its best.',
      [...nets.plain51, ...nets.residual51],
      (run) => exceeds(best(nets.plain51, run), 5 * best(nets.residual51, run)),
      asRecorded,
    ),
    claim(
      'At every rate the residual net of 51 layers ends below the plain one at any rate.',
      [...nets.plain51, ...nets.residual51],
      (run) => exceeds(best(nets.plain51, run), Math.max(...nets.residual51.map((name) => run[name].trainLoss.last))),
      asRecorded,
    ),
    claim(
      'With 11 layers the plain net learns too: at its best rate it ends below 0.5 nats.',
      nets.plain11,
      (run) => notAbove(best(nets.plain11, run), 0.5),
      asRecorded,
    ),
    claim(
      'Forty layers more cost the plain net at least 0.5 nats, and the residual one less than 0.1.',
      [...nets.plain11, ...nets.plain51, ...nets.residual11, ...nets.residual51],
      (run) => {
        const residual = notAbove(best(nets.residual51, run), best(nets.residual11, run), 0.1);
        const plain = atLeast(best(nets.plain51, run) - best(nets.plain11, run), 0.5);
        return { held: plain.held && residual.held, evidence: `plain ${plain.evidence}; residual ${residual.evidence}` };
      },
      asRecorded,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'sweep',
      metric: 'trainLoss',
      settings: rates.map(String),
      lines: [
        { label: 'plain, 11 layers', look: lookOf('plain', 11), arms: nets.plain11 },
        { label: 'plain, 51 layers', look: lookOf('plain', 51), arms: nets.plain51 },
        { label: 'residual, 11 layers', look: lookOf('residual', 11), arms: nets.residual11 },
        { label: 'residual, 51 layers', look: lookOf('residual', 51), arms: nets.residual51 },
      ],
      title: 'Training loss at the end, by learning rate',
      xLabel: 'learning rate',
      yLabel: 'nats',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'trainLoss',
      arms: ['plain11at10', 'plain51at10', 'residual11at30', 'residual51at30'],
      title: 'Training loss at the best of these rates',
      xLabel: 'step',
      yLabel: 'nats',
      yScale: 'linear',
    },
  ],
});
