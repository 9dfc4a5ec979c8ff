import { claimsOver, every, exceeds, notAbove } from './claims.ts';
import { defineTraining, measured, type TrainingArm } from './experiment.ts';
import type { Values } from './params.ts';
import { targetPlan } from './source-models/plan.ts';
import { learningRate, steps, testImages } from './source-models/settings.ts';
import { photographs } from './source-models/targets.ts';
import { netOf, wayLabels, wayLooks, weights, type Way } from './source-models/ways.ts';

const metrics = measured('testError');

const params = {
  learningRate,
  steps: steps(100),
  test: testImages,
};

type Settings = Values<typeof params>;

/** Labelled images of each of the four classes. */
const amounts = { Few: 6, Some: 25, Many: 100, More: 250, Most: 1_250 } as const;

/** An arm: a way, and how many labelled images of each class there are. */
const arm = (way: Way, amount: keyof typeof amounts): TrainingArm<typeof params> => ({
  ...netOf(way),
  label: `${wayLabels[way]}, ${(4 * amounts[amount]).toLocaleString('en-GB')} images`,
  look: wayLooks[way],
  dataset: ({ test }) => photographs({ weights, perClass: amounts[amount], test: Number(test) }),
  training: ({ learningRate, steps }) => targetPlan({ learningRate, steps, perClass: amounts[amount] }),
});

const fromScratch = ['scratchFew', 'scratchSome', 'scratchMany', 'scratchMore', 'scratchMost'] as const;
const frozen = ['frozenFew', 'frozenSome', 'frozenMany', 'frozenMore', 'frozenMost'] as const;
const tuned = ['allFew', 'allSome', 'allMany', 'allMore', 'allMost'] as const;

const arms = [...fromScratch, ...frozen, ...tuned] as const;

/** Those with up to 400 images. */
const quick = arms.filter((arm) => !/Mo(re|st)$/.test(arm));

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
  title: 'How many labelled images',
  summary: 'Test error against the number of labelled images, from scratch and from a source model.',
  section: '/transfer-learning/#how-many-images',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: '24, 100 and 400 labelled images, 100 steps; tested on the images of four classes among 1,000',
      values: {},
      arms: quick,
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'full',
      note: '24 to 5,000 labelled images, 300 steps; tested on the images of four classes among 4,000. It takes several minutes',
      values: { steps: 300, test: '4000' },
      arms,
      seeds: [0, 1, 2],
    },
  },
  // #region experiment
  dataset: ({ test }) => photographs({ weights, perClass: amounts.Many, test: Number(test) }),
  arms: {
    scratchFew: arm('scratch', 'Few'),
    scratchSome: arm('scratch', 'Some'),
    scratchMany: arm('scratch', 'Many'),
    scratchMore: arm('scratch', 'More'),
    scratchMost: arm('scratch', 'Most'),
    frozenFew: arm('frozen', 'Few'),
    frozenSome: arm('frozen', 'Some'),
    frozenMany: arm('frozen', 'Many'),
    frozenMore: arm('frozen', 'More'),
    frozenMost: arm('frozen', 'Most'),
    allFew: arm('all', 'Few'),
    allSome: arm('all', 'Some'),
    allMany: arm('all', 'Many'),
    allMore: arm('all', 'More'),
    allMost: arm('all', 'Most'),
  },
  training: ({ learningRate, steps }) => targetPlan({ learningRate, steps, perClass: amounts.Many }),
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
    claim(
      'In 300 steps, all fine-tuned ends below training from scratch by five percentage points at least, with each number of images up to 5,000.',
      [...fromScratch, ...tuned],
      (log) =>
        every(...fromScratch.map((arm, i) => exceeds(log[arm].testError.last, log[tuned[i] ?? 'allMost'].testError.last, 5))),
      forLonger,
    ),
    claim(
      'In 300 steps, training from scratch comes up to frozen features: it ends above them by eight points at least with 24 images, and by two at most with 1,000.',
      ['scratchFew', 'frozenFew', 'scratchMore', 'frozenMore'],
      ({ scratchFew, frozenFew, scratchMore, frozenMore }) =>
        every(
          exceeds(scratchFew.testError.last, frozenFew.testError.last, 8),
          notAbove(scratchMore.testError.last, frozenMore.testError.last, 2),
        ),
      forLonger,
    ),
    claim(
      'With frozen features 5,000 images end no lower than 400, but for a point and a half.',
      ['frozenMany', 'frozenMost'],
      ({ frozenMany, frozenMost }) => notAbove(frozenMany.testError.last, frozenMost.testError.last, 1.5),
      forLonger,
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
      settings: ['24', '100', '400', '1,000', '5,000'],
      lines: [
        {
          label: wayLabels.scratch,
          look: wayLooks.scratch,
          arms: fromScratch,
        },
        {
          label: wayLabels.frozen,
          look: wayLooks.frozen,
          arms: frozen,
        },
        {
          label: wayLabels.all,
          look: wayLooks.all,
          arms: tuned,
        },
      ],
    },
  ],
});
