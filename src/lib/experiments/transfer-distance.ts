import { claimsOver, every, exceeds } from './claims.ts';
import { defineTraining, measured, type Look, type TrainingArm } from './experiment.ts';
import { integer, number } from './params.ts';
import { targetPlan } from './source-models/plan.ts';
import { digits, photographs } from './source-models/targets.ts';
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

/** Labelled images of each class: of both axes the two ends. */
const amounts = { few: 6, many: 65 } as const;

const tasks = {
  near: { label: 'photographs', task: photographs },
  far: { label: 'digits', task: digits },
} as const;

const arm = (
  distance: keyof typeof tasks,
  amount: keyof typeof amounts,
  way: Way,
  dash: Look['dash'],
): TrainingArm<typeof params> => ({
  ...netOf(way),
  label: `${4 * amounts[amount]} ${tasks[distance].label}, ${wayLabels[way]}`,
  look: { ...wayLooks[way], dash },
  dataset: () => tasks[distance].task({ weights, perClass: amounts[amount], test }),
  training: ({ learningRate, steps }) =>
    // A digit turned over is no digit.
    targetPlan({ learningRate, steps, perClass: amounts[amount], augment: distance === 'near' }),
});

const arms = [
  'nearFewFrozen',
  'nearFewAll',
  'nearManyFrozen',
  'nearManyAll',
  'farFewFrozen',
  'farFewAll',
  'farManyFrozen',
  'farManyAll',
] as const;

const claim = claimsOver({ arms, metrics, params });

/** Settings that the claims were found at. */
const asRecorded = {
  text: 'with a learning rate of 0.05 and 100 steps',
  isMet: ({ learningRate, steps }: { learningRate: number; steps: number }) => learningRate === 0.05 && steps === 100,
};

export default defineTraining({
  title: 'Near and far, few and many',
  summary: 'Features frozen against all fine-tuned, on photographs and on digits, with few labelled images and with many.',
  section: '/transfer-learning/#two-axes',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: '24 and 260 labelled images, 100 steps; tested on the images of four classes among 1,000',
      values: {},
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => photographs({ weights, perClass: amounts.many, test }),
  arms: {
    nearFewFrozen: arm('near', 'few', 'frozen', 'dotted'),
    nearFewAll: arm('near', 'few', 'all', 'dotted'),
    nearManyFrozen: arm('near', 'many', 'frozen', 'solid'),
    nearManyAll: arm('near', 'many', 'all', 'solid'),
    farFewFrozen: arm('far', 'few', 'frozen', 'dotted'),
    farFewAll: arm('far', 'few', 'all', 'dotted'),
    farManyFrozen: arm('far', 'many', 'frozen', 'solid'),
    farManyAll: arm('far', 'many', 'all', 'solid'),
  },
  training: ({ learningRate, steps }) => targetPlan({ learningRate, steps, perClass: amounts.many }),
  metrics,
  claims: [
    claim(
      'On photographs fine-tuning gains more over frozen features with many labelled images than with few, and two percentage points at least.',
      ['nearFewFrozen', 'nearFewAll', 'nearManyFrozen', 'nearManyAll'],
      ({ nearFewFrozen, nearFewAll, nearManyFrozen, nearManyAll }) => {
        const gain = nearManyFrozen.testError.last - nearManyAll.testError.last;
        return every(exceeds(gain, nearFewFrozen.testError.last - nearFewAll.testError.last), exceeds(gain, 2));
      },
      asRecorded,
    ),
    claim(
      'On digits, fine-tuning ends below frozen features by five percentage points, with few labelled images as with many.',
      ['farFewFrozen', 'farFewAll', 'farManyFrozen', 'farManyAll'],
      ({ farFewFrozen, farFewAll, farManyFrozen, farManyAll }) =>
        every(
          exceeds(farFewFrozen.testError.last, farFewAll.testError.last, 5),
          exceeds(farManyFrozen.testError.last, farManyAll.testError.last, 5),
        ),
      asRecorded,
    ),
    claim(
      'With many labelled images, fine-tuning gains more over frozen features on digits, which are far, than on photographs, which are near.',
      ['nearManyFrozen', 'nearManyAll', 'farManyFrozen', 'farManyAll'],
      ({ nearManyFrozen, nearManyAll, farManyFrozen, farManyAll }) =>
        exceeds(
          farManyFrozen.testError.last / farManyAll.testError.last,
          nearManyFrozen.testError.last / nearManyAll.testError.last,
        ),
      asRecorded,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'sweep',
      metric: 'testError',
      title: 'Test error on photographs, which are near',
      xLabel: 'labelled images',
      yLabel: 'test error, %',
      yScale: 'linear',
      settings: ['24', '260'],
      lines: [
        { label: wayLabels.frozen, look: wayLooks.frozen, arms: ['nearFewFrozen', 'nearManyFrozen'] },
        { label: wayLabels.all, look: wayLooks.all, arms: ['nearFewAll', 'nearManyAll'] },
      ],
    },
    {
      kind: 'sweep',
      metric: 'testError',
      title: 'Test error on digits, which are far',
      xLabel: 'labelled images',
      yLabel: 'test error, %',
      yScale: 'linear',
      settings: ['24', '260'],
      lines: [
        { label: wayLabels.frozen, look: wayLooks.frozen, arms: ['farFewFrozen', 'farManyFrozen'] },
        { label: wayLabels.all, look: wayLooks.all, arms: ['farFewAll', 'farManyAll'] },
      ],
    },
  ],
});
