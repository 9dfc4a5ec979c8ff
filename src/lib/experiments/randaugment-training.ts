import { claimsOver, every, exceeds, increasing } from './claims.ts';
import { defineTraining, measured, type Look, type RandAugmentPlan, type TrainingArm } from './experiment.ts';
import type { Values } from './params.ts';
import { targetPlan } from './source-models/plan.ts';
import { labelled, learningRate, steps } from './source-models/settings.ts';
import { photographs } from './source-models/targets.ts';
import { netOf, wayLabels, weights, type Way } from './source-models/ways.ts';

const metrics = measured('testError', 'trainLoss');

const params = {
  perClass: labelled({ '25': '100', '100': '400' }, '25'),
  learningRate,
  steps: steps(120),
};

type Settings = Values<typeof params>;

/** What is done to the images of a step: nothing, flips and shifts, and RandAugment before these. */
const treatments = {
  None: { label: 'as they are', dash: 'dotted', augment: false, randAugment: undefined },
  Flips: { label: 'flips and shifts', dash: 'dashed', augment: true, randAugment: undefined },
  Weak: { label: 'with RandAugment, N = 1, M = 5', dash: 'solid', augment: true, randAugment: { operations: 1, magnitude: 5 } },
  Strong: { label: 'with RandAugment, N = 2, M = 9', dash: 'solid', augment: true, randAugment: { operations: 2, magnitude: 9 } },
} as const satisfies Record<
  string,
  { label: string; dash: Look['dash']; augment: boolean; randAugment: RandAugmentPlan | undefined }
>;

const colours = {
  None: 'neutral',
  Flips: 'first',
  Weak: 'second',
  Strong: 'third',
} as const satisfies Record<keyof typeof treatments, Look['colour']>;

const arm = (way: Way, treatment: keyof typeof treatments): TrainingArm<typeof params> => {
  const { label, dash, augment, randAugment } = treatments[treatment];
  return {
    ...netOf(way),
    label: `${wayLabels[way]}, ${label}`,
    look: { colour: colours[treatment], dash },
    training: () => ({ augment, ...(randAugment && { randAugment }) }),
  };
};

const scratch = ['scratchNone', 'scratchFlips', 'scratchWeak', 'scratchStrong'] as const;
const tuned = ['allNone', 'allFlips', 'allWeak', 'allStrong'] as const;
const arms = [...scratch, ...tuned] as const;

const claim = claimsOver({ arms, metrics, params });

/** Settings that the claims were found at. */
const asRecorded = {
  text: 'with 100 labelled images, a learning rate of 0.05 and 120 steps',
  isMet: ({ perClass, learningRate, steps }: Settings) => perClass === '25' && learningRate === 0.05 && steps === 120,
};

const forLonger = {
  text: 'with 100 labelled images, a learning rate of 0.05 and 800 steps',
  isMet: ({ perClass, learningRate, steps }: Settings) => perClass === '25' && learningRate === 0.05 && steps === 800,
};

export default defineTraining({
  title: 'RandAugment, tried',
  summary:
    'Two nets on few labelled images, with RandAugment and without, for as many steps: what it does to training and to the test.',
  section: '/transfer-learning/#randaugment-tried',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: '100 labelled images, 120 steps; tested on the images of four classes among 2,000',
      values: {},
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'full',
      note: 'from scratch alone, 100 labelled images, 800 steps; tested on the same images. It takes a minute or more',
      values: { steps: 800 },
      arms: scratch,
      seeds: [0, 1, 2],
    },
  },
  // #region experiment
  dataset: ({ perClass }) => photographs({ weights, perClass: Number(perClass), test: 2_000 }),
  arms: {
    scratchNone: arm('scratch', 'None'),
    scratchFlips: arm('scratch', 'Flips'),
    scratchWeak: arm('scratch', 'Weak'),
    scratchStrong: arm('scratch', 'Strong'),
    allNone: arm('all', 'None'),
    allFlips: arm('all', 'Flips'),
    allWeak: arm('all', 'Weak'),
    allStrong: arm('all', 'Strong'),
  },
  training: ({ perClass, learningRate, steps }) => targetPlan({ learningRate, steps, perClass: Number(perClass) }),
  metrics,
  claims: [
    claim(
      'From scratch, flips and shifts bring the test error down, by three percentage points at least.',
      ['scratchNone', 'scratchFlips'],
      ({ scratchNone, scratchFlips }) => exceeds(scratchNone.testError.last, scratchFlips.testError.last, 3),
      asRecorded,
    ),
    claim(
      'RandAugment on top of them does not, in so few steps: from scratch either strength ends above flips and shifts alone.',
      ['scratchFlips', 'scratchWeak', 'scratchStrong'],
      ({ scratchFlips, scratchWeak, scratchStrong }) =>
        every(
          exceeds(scratchWeak.testError.last, scratchFlips.testError.last),
          exceeds(scratchStrong.testError.last, scratchFlips.testError.last),
        ),
      asRecorded,
    ),
    claim(
      'Each treatment makes the training images harder than the one before it: the training loss rises from one to the next, from scratch as fine-tuned.',
      arms,
      (log) =>
        every(
          increasing([
            log.scratchNone.trainLoss.last,
            log.scratchFlips.trainLoss.last,
            log.scratchWeak.trainLoss.last,
            log.scratchStrong.trainLoss.last,
          ]),
          increasing([
            log.allNone.trainLoss.last,
            log.allFlips.trainLoss.last,
            log.allWeak.trainLoss.last,
            log.allStrong.trainLoss.last,
          ]),
        ),
      asRecorded,
    ),
    claim(
      'In 800 steps from scratch the order turns: the stronger RandAugment ends below flips and shifts alone.',
      ['scratchFlips', 'scratchStrong'],
      ({ scratchFlips, scratchStrong }) => exceeds(scratchFlips.testError.last, scratchStrong.testError.last),
      forLonger,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'sweep',
      metric: 'testError',
      title: 'Test error at the end',
      xLabel: 'training images, with N and M of RandAugment',
      yLabel: 'test error, %',
      yScale: 'linear',
      settings: ['as they are', 'flips, shifts', '1, 5', '2, 9'],
      lines: [
        { label: wayLabels.scratch, look: { colour: 'neutral', dash: 'dotted' }, arms: scratch },
        { label: wayLabels.all, look: { colour: 'third', dash: 'dashed' }, arms: tuned },
      ],
    },
    {
      kind: 'sweep',
      metric: 'trainLoss',
      title: 'Training loss at the end',
      xLabel: 'training images, with N and M of RandAugment',
      yLabel: 'nats',
      yScale: 'linear',
      settings: ['as they are', 'flips, shifts', '1, 5', '2, 9'],
      lines: [
        { label: wayLabels.scratch, look: { colour: 'neutral', dash: 'dotted' }, arms: scratch },
        { label: wayLabels.all, look: { colour: 'third', dash: 'dashed' }, arms: tuned },
      ],
    },
  ],
});
