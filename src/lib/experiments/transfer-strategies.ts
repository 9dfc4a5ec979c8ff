import type { FrozenNorms } from '../models/freezing.ts';
import { claimsOver, every, exceeds } from './claims.ts';
import { defineTraining, measured, type TrainingArm } from './experiment.ts';
import { choice, integer, number, type Values } from './params.ts';
import { targetPlan } from './source-models/plan.ts';
import { targetClasses } from './source-models/recipe.ts';
import { allStages, takenFrom, targetNet, type StageCount } from './source-models/stages.ts';
import { photographs } from './source-models/targets.ts';

const metrics = measured('testError', 'trainLoss');

const weights = 'cifar-six-16';

const params = {
  perClass: choice({
    label: 'Labelled images',
    help: 'In all, of four classes that the source model has never seen.',
    options: { '25': '100', '100': '400', '250': '1,000' },
    default: '25',
  }),
  norms: choice({
    label: 'Frozen normalisations',
    help: 'Whether layers that are frozen normalise by their running statistics, as in evaluation, or by each batch.',
    options: { evaluation: 'as in evaluation', batch: 'by the batch' },
    default: 'evaluation',
  }),
  learningRate: number({
    label: 'Learning rate',
    help: 'At the top of the cycle; of all nets.',
    default: 0.05,
    min: 0.001,
    max: 1,
    scale: 'log',
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 200, min: 10, max: 1000, step: 10 }),
};

type Settings = Values<typeof params>;

/** From the source model, with so many stages frozen. */
const transferred = (
  label: string,
  look: TrainingArm['look'],
  frozen: StageCount,
  norms: (values: Settings) => FrozenNorms,
): TrainingArm<typeof params> => ({
  label,
  look,
  model: (values) => targetNet(targetClasses.length, frozen, norms(values)),
  startsFrom: () => takenFrom(weights, allStages),
});

const arms = ['scratch', 'frozen', 'top', 'all'] as const;

const claim = claimsOver({ arms, metrics, params });

/** Settings that the claims were found at. */
const asRecorded = {
  text: 'with 100 labelled images, normalisation as in evaluation, a learning rate of 0.05 and 200 steps',
  isMet: ({ perClass, norms, learningRate, steps }: Settings) =>
    perClass === '25' && norms === 'evaluation' && learningRate === 0.05 && steps === 200,
};

export default defineTraining({
  title: 'Four ways to a classifier',
  summary: 'From scratch, or from a source model: features frozen, the last two stages fine-tuned, or all of it.',
  section: '/transfer-learning/#four-ways',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: '200 steps of 32 images; tested on the images of four classes among 2,000',
      values: {},
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: ({ perClass }) => photographs({ weights, perClass: Number(perClass), test: 2_000 }),
  arms: {
    scratch: {
      label: 'from scratch',
      look: { colour: 'neutral', dash: 'dotted' },
      model: () => targetNet(targetClasses.length, 0, 'evaluation'),
    },
    frozen: transferred('features frozen', { colour: 'first', dash: 'solid' }, allStages, ({ norms }) => norms),
    top: transferred('last two stages fine-tuned', { colour: 'second', dash: 'dashed' }, 2, ({ norms }) => norms),
    all: transferred('all fine-tuned', { colour: 'third', dash: 'solid' }, 0, () => 'evaluation'),
  },
  training: ({ perClass, learningRate, steps }) => ({
    ...targetPlan({ learningRate, steps, perClass: Number(perClass) }),
    measureEvery: Math.max(1, Math.floor(steps / 4)),
  }),
  metrics,
  claims: [
    claim(
      'With a hundred labelled images each way from the source model ends at least three percentage points below training from scratch.',
      arms,
      ({ scratch, frozen, top, all }) =>
        every(...[frozen, top, all].map(({ testError }) => exceeds(scratch.testError.last, testError.last, 3))),
      asRecorded,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'points',
      metric: 'testError',
      title: 'Test error at the end',
      xLabel: 'way',
      yLabel: 'test error, %',
      yScale: 'linear',
    },
    { kind: 'curves', metric: 'trainLoss', title: 'Training loss', xLabel: 'step', yLabel: 'nats', yScale: 'linear', yMax: 2 },
  ],
});
