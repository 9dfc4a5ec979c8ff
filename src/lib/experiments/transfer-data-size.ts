import { claimsOver, every, exceeds, notAbove } from './claims.ts';
import { defineTraining, measured, type Look, type TrainingArm } from './experiment.ts';
import { integer, number } from './params.ts';
import { targetPlan } from './source-models/plan.ts';
import { photographs } from './source-models/targets.ts';
import { netOf, wayLabels, wayLooks, weights, type Way } from './source-models/ways.ts';

const metrics = measured('testError');

const params = {
  learningRate: number({
    label: 'Learning rate',
    help: 'At the top of the cycle; of all nets.',
    default: 0.05,
    min: 0.001,
    max: 1,
    scale: 'log',
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 100, min: 10, max: 1000, step: 10 }),
};

const test = 1_000;

/** An arm: a way, and how many labelled images of each class there are. */
const arm = (way: Way, perClass: number, dash: Look['dash']): TrainingArm<typeof params> => ({
  ...netOf(way),
  label: `${wayLabels[way]}, ${4 * perClass} images`,
  look: { ...wayLooks[way], dash },
  dataset: () => photographs({ weights, perClass, test }),
  training: ({ learningRate, steps }) => targetPlan({ learningRate, steps, perClass }),
});

const arms = [
  'scratchFew',
  'scratchSome',
  'scratchMany',
  'frozenFew',
  'frozenSome',
  'frozenMany',
  'allFew',
  'allSome',
  'allMany',
] as const;

const claim = claimsOver({ arms, metrics, params });

/** Settings that the claims were found at. */
const asRecorded = {
  text: 'with a learning rate of 0.05 and 100 steps',
  isMet: ({ learningRate, steps }: { learningRate: number; steps: number }) => learningRate === 0.05 && steps === 100,
};

export default defineTraining({
  title: 'How many labelled images',
  summary: 'Test error against the number of labelled images, from scratch and from a source model.',
  section: '/transfer-learning/#how-many-images',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: '24, 100 and 400 labelled images, 100 steps; tested on the images of four classes among 1,000',
      values: {},
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => photographs({ weights, perClass: 100, test }),
  arms: {
    scratchFew: arm('scratch', 6, 'dotted'),
    scratchSome: arm('scratch', 25, 'dashed'),
    scratchMany: arm('scratch', 100, 'solid'),
    frozenFew: arm('frozen', 6, 'dotted'),
    frozenSome: arm('frozen', 25, 'dashed'),
    frozenMany: arm('frozen', 100, 'solid'),
    allFew: arm('all', 6, 'dotted'),
    allSome: arm('all', 25, 'dashed'),
    allMany: arm('all', 100, 'solid'),
  },
  training: ({ learningRate, steps }) => targetPlan({ learningRate, steps, perClass: 100 }),
  metrics,
  claims: [
    claim(
      'All fine-tuned ends below training from scratch at each number of labelled images.',
      ['scratchFew', 'scratchSome', 'scratchMany', 'allFew', 'allSome', 'allMany'],
      (log) =>
        every(
          exceeds(log.scratchFew.testError.last, log.allFew.testError.last),
          exceeds(log.scratchSome.testError.last, log.allSome.testError.last),
          exceeds(log.scratchMany.testError.last, log.allMany.testError.last),
        ),
      asRecorded,
    ),
    claim(
      'With the source model, 24 labelled images are worth 100 without it.',
      ['frozenFew', 'scratchSome'],
      ({ frozenFew, scratchSome }) => notAbove(frozenFew.testError.last, scratchSome.testError.last),
      asRecorded,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'sweep',
      metric: 'testError',
      title: 'Test error at the end',
      xLabel: 'labelled images',
      yLabel: 'test error, %',
      yScale: 'linear',
      settings: ['24', '100', '400'],
      lines: [
        { label: wayLabels.scratch, look: wayLooks.scratch, arms: ['scratchFew', 'scratchSome', 'scratchMany'] },
        { label: wayLabels.frozen, look: wayLooks.frozen, arms: ['frozenFew', 'frozenSome', 'frozenMany'] },
        { label: wayLabels.all, look: wayLooks.all, arms: ['allFew', 'allSome', 'allMany'] },
      ],
    },
  ],
});
