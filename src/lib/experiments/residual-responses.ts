import { cifarNet } from '../models/cifar-net.ts';
import { claimsOver, exceeds, notAbove, type Condition } from './claims.ts';
import { cifar10 } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'layerResponses', 'activationSpread');

const params = {
  learningRate: number({
    label: 'Learning rate',
    help: 'Of all three nets.',
    default: 0.02,
    min: 0.001,
    max: 1,
    scale: 'log',
  }),
  width: integer({
    label: 'Width',
    help: 'Filters of the first stage; the next two have twice and four times as many.',
    default: 4,
    min: 4,
    max: 16,
    step: 4,
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 440, min: 10, max: 4000, step: 10 }),
};

const arms = ['plain20', 'residual20', 'residual56'] as const;

const claim = claimsOver({ arms, metrics, params });

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Settings that the claims were found at. */
const asRecorded: Condition<Values<typeof params>> = {
  text: 'with a learning rate of 0.02, a width of 4 and 440 steps or more',
  isMet: ({ learningRate, width, steps }) => learningRate === 0.02 && width === 4 && steps >= 440,
};

export default defineTraining({
  title: 'How large the answers of the layers are',
  summary: 'The size of what each layer answers after training, in a plain net and in two residual ones.',
  section: '/residual-learning/#hypothesis-and-evidence',
  params,
  presets: {
    quick: { label: 'quick', note: 'Three nets, 440 steps of 32 images', values: {}, arms, seeds: [0, 1, 2, 3, 4] },
  },
  // #region experiment
  dataset: () => cifar10({ train: 2000, test: 300, side: 16 }),
  arms: {
    plain20: {
      label: 'plain, 20 layers',
      look: { colour: 'plain', dash: 'solid' },
      model: ({ width }) => cifarNet({ depth: 20, width, shortcuts: false }),
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
  training: ({ learningRate, steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0.9, weightDecay: 1e-4 },
    batchSize: 32,
    steps,
    augment: false,
    measureEvery: steps,
  }),
  metrics,
  claims: [
    claim(
      'The layers of the residual net answer no more strongly than those of the plain one of 20 layers.',
      ['plain20', 'residual20'],
      ({ plain20, residual20 }) => notAbove(mean(residual20.layerResponses.last), mean(plain20.layerResponses.last)),
      asRecorded,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'profile',
      metric: 'layerResponses',
      at: 'last',
      title: 'Responses of the layers after training',
      xLabel: 'weight layer, from the input',
      yLabel: 'standard deviation',
      yScale: 'linear',
    },
    {
      kind: 'profile',
      metric: 'activationSpread',
      at: 'last',
      title: 'Activations behind each relu after training',
      xLabel: 'relu, from the input',
      yLabel: 'standard deviation',
      yScale: 'linear',
    },
  ],
});
