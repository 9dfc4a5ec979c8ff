import { claimsOver, every, exceeds } from './claims.ts';
import { defineTraining, measured, type Look, type TrainingArm } from './experiment.ts';
import type { Values } from './params.ts';
import { targetPlan } from './source-models/plan.ts';
import { learningRate, steps, testImages } from './source-models/settings.ts';
import { digits, photographs } from './source-models/targets.ts';
import { netOf, wayLabels, wayLooks, weights, type Way } from './source-models/ways.ts';

const metrics = measured('testError');

const params = {
  learningRate,
  steps: steps(100),
  test: testImages,
};

type Settings = Values<typeof params>;

/** Labelled images of each class. */
const amounts = { few: 6, many: 65, most: 250 } as const;

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
  label: `${(4 * amounts[amount]).toLocaleString('en-GB')} ${tasks[distance].label}, ${wayLabels[way]}`,
  look: { ...wayLooks[way], dash },
  dataset: ({ test }) => tasks[distance].task({ weights, perClass: amounts[amount], test: Number(test) }),
  training: ({ learningRate, steps }) =>
    // A digit turned over is no digit.
    targetPlan({ learningRate, steps, perClass: amounts[amount], augment: distance === 'near' }),
});

/** Of a way, over the labelled images: first of the near task, then of the far one. */
const scratch = [
  'nearFewScratch',
  'nearManyScratch',
  'nearMostScratch',
  'farFewScratch',
  'farManyScratch',
  'farMostScratch',
] as const;
const frozen = ['nearFewFrozen', 'nearManyFrozen', 'nearMostFrozen', 'farFewFrozen', 'farManyFrozen', 'farMostFrozen'] as const;
const tuned = ['nearFewAll', 'nearManyAll', 'nearMostAll', 'farFewAll', 'farManyAll', 'farMostAll'] as const;

const arms = [...scratch, ...frozen, ...tuned] as const;

/** The corners of the table: two ways, and the two ends of either axis. */
const quick = [...frozen, ...tuned].filter((arm) => !arm.includes('Most'));

const claim = claimsOver({ arms, metrics, params });

/** Settings that the claims were found at. */
const asRecorded = {
  text: 'with a learning rate of 0.05 and 100 steps',
  isMet: ({ learningRate, steps }: Settings) => learningRate === 0.05 && steps === 100,
};

const forLonger = {
  text: 'with a learning rate of 0.05 and 300 steps',
  isMet: ({ learningRate, steps }: Settings) => learningRate === 0.05 && steps === 300,
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
      arms: quick,
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'full',
      note: '24 to 1,000 labelled images, from scratch too, 300 steps; tested on the images of four classes among 4,000. It takes a minute or more',
      values: { steps: 300, test: '4000' },
      arms,
      seeds: [0, 1, 2],
    },
  },
  // #region experiment
  dataset: ({ test }) => photographs({ weights, perClass: amounts.many, test: Number(test) }),
  arms: {
    nearFewScratch: arm('near', 'few', 'scratch', 'dotted'),
    nearFewFrozen: arm('near', 'few', 'frozen', 'dotted'),
    nearFewAll: arm('near', 'few', 'all', 'dotted'),
    nearManyScratch: arm('near', 'many', 'scratch', 'solid'),
    nearManyFrozen: arm('near', 'many', 'frozen', 'solid'),
    nearManyAll: arm('near', 'many', 'all', 'solid'),
    nearMostScratch: arm('near', 'most', 'scratch', 'dashed'),
    nearMostFrozen: arm('near', 'most', 'frozen', 'dashed'),
    nearMostAll: arm('near', 'most', 'all', 'dashed'),
    farFewScratch: arm('far', 'few', 'scratch', 'dotted'),
    farFewFrozen: arm('far', 'few', 'frozen', 'dotted'),
    farFewAll: arm('far', 'few', 'all', 'dotted'),
    farManyScratch: arm('far', 'many', 'scratch', 'solid'),
    farManyFrozen: arm('far', 'many', 'frozen', 'solid'),
    farManyAll: arm('far', 'many', 'all', 'solid'),
    farMostScratch: arm('far', 'most', 'scratch', 'dashed'),
    farMostFrozen: arm('far', 'most', 'frozen', 'dashed'),
    farMostAll: arm('far', 'most', 'all', 'dashed'),
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
    claim(
      'In 300 steps on digits fine-tuning ends below training from scratch with each number of images, with 24 by 15 percentage points at least.',
      [...scratch, ...tuned],
      (log) =>
        every(
          exceeds(log.farFewScratch.testError.last, log.farFewAll.testError.last, 15),
          ...scratch.slice(4).map((arm, i) => exceeds(log[arm].testError.last, log[tuned[i + 4] ?? arm].testError.last)),
        ),
      forLonger,
    ),
    claim(
      'In 300 steps training from scratch passes frozen features on digits, by four percentage points at least from 260 images on; on photographs it does not up to 1,000.',
      [...scratch, ...frozen],
      (log) =>
        every(
          ...scratch.slice(0, 4).map((arm, i) => exceeds(log[arm].testError.last, log[frozen[i] ?? arm].testError.last)),
          ...scratch.slice(4).map((arm, i) => exceeds(log[frozen[i + 4] ?? arm].testError.last, log[arm].testError.last, 4)),
        ),
      forLonger,
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
      settings: ['24', '260', '1,000'],
      lines: [
        { label: wayLabels.scratch, look: wayLooks.scratch, arms: ['nearFewScratch', 'nearManyScratch', 'nearMostScratch'] },
        { label: wayLabels.frozen, look: wayLooks.frozen, arms: ['nearFewFrozen', 'nearManyFrozen', 'nearMostFrozen'] },
        { label: wayLabels.all, look: wayLooks.all, arms: ['nearFewAll', 'nearManyAll', 'nearMostAll'] },
      ],
    },
    {
      kind: 'sweep',
      metric: 'testError',
      title: 'Test error on digits, which are far',
      xLabel: 'labelled images',
      yLabel: 'test error, %',
      yScale: 'linear',
      settings: ['24', '260', '1,000'],
      lines: [
        { label: wayLabels.scratch, look: wayLooks.scratch, arms: ['farFewScratch', 'farManyScratch', 'farMostScratch'] },
        { label: wayLabels.frozen, look: wayLooks.frozen, arms: ['farFewFrozen', 'farManyFrozen', 'farMostFrozen'] },
        { label: wayLabels.all, look: wayLooks.all, arms: ['farFewAll', 'farManyAll', 'farMostAll'] },
      ],
    },
  ],
});
