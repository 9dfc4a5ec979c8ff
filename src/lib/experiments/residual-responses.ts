import { cifarNet } from '../models/cifar-net.ts';
import { claimsOver, every, exceeds, show, type Condition, type Finding, type Readings } from './claims.ts';
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

type Layers = Readings<readonly number[]>;

/**
 * Size of the branch of each block against that of its input: the responses of the second convolutions, the third, the fifth ... of all
 * layers, over the activations behind the first layer and behind every block but the last.
 */
const shares = ({ layerResponses, activationSpread }: { layerResponses: Layers; activationSpread: Layers }): readonly number[] =>
  layerResponses.last.flatMap((size, i) => (i > 0 && i % 2 === 0 ? [size / (activationSpread.last[i - 2] ?? Number.NaN)] : []));

const between = (value: number, low: number, high: number): Finding => ({
  held: value >= low && value <= high,
  evidence: `${show(value)}, asked: ${show(low)} to ${show(high)}`,
});

/** Settings that the claims were found at. */
const asRecorded: Condition<Values<typeof params>> = {
  text: 'with a learning rate of 0.02, a width of 4 and 440 steps',
  isMet: ({ learningRate, width, steps }) => learningRate === 0.02 && width === 4 && steps === 440,
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
      'In each of the nets the responses have on average a size of about 1, as at the start.',
      ['plain20', 'residual20', 'residual56'],
      ({ plain20, residual20, residual56 }) =>
        every(...[plain20, residual20, residual56].map(({ layerResponses }) => between(mean(layerResponses.last), 0.8, 1.4))),
      asRecorded,
    ),
    claim(
      'Against what they are added to, the branches are on average smaller with 56 layers than with 20.',
      ['residual20', 'residual56'],
      ({ residual20, residual56 }) => exceeds(mean(shares(residual20)), mean(shares(residual56)), 0.1),
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
      of: 'blocks',
      title: 'What leaves each block after training',
      xLabel: 'block, from the input',
      yLabel: 'standard deviation',
      yScale: 'linear',
    },
  ],
});
