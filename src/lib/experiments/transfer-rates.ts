import { claimsOver, every, exceeds, increasing, notAbove } from './claims.ts';
import { defineTraining, measured, type TrainingArm } from './experiment.ts';
import type { Values } from './params.ts';
import { targetPlan } from './source-models/plan.ts';
import { labelled, steps, testImages } from './source-models/settings.ts';
import { photographs } from './source-models/targets.ts';
import { netOf, wayLabels, wayLooks, weights, type Way } from './source-models/ways.ts';

const metrics = measured('testError');

const params = {
  perClass: labelled({ '6': '24', '25': '100', '100': '400' }, '25'),
  steps: steps(100),
  test: testImages,
};

type Settings = Values<typeof params>;

/** Learning rates at the top of the cycle, and how their arms are drawn. */
const rates = {
  Low: { rate: 0.002, dash: 'dotted' },
  LowToMiddle: { rate: 0.006, dash: 'dotted' },
  Middle: { rate: 0.02, dash: 'dashed' },
  MiddleToHigh: { rate: 0.06, dash: 'dashed' },
  High: { rate: 0.2, dash: 'solid' },
  Highest: { rate: 0.6, dash: 'solid' },
} as const;

const arm = (way: Way, { rate, dash }: (typeof rates)[keyof typeof rates]): TrainingArm<typeof params> => ({
  ...netOf(way),
  label: `${wayLabels[way]}, rate ${rate}`,
  look: { ...wayLooks[way], dash },
  training: ({ perClass, steps }) => targetPlan({ learningRate: rate, steps, perClass: Number(perClass) }),
});

/** Of a way, from the lowest rate to the highest. */
const scratch = [
  'scratchLow',
  'scratchLowToMiddle',
  'scratchMiddle',
  'scratchMiddleToHigh',
  'scratchHigh',
  'scratchHighest',
] as const;
const frozen = ['frozenLow', 'frozenLowToMiddle', 'frozenMiddle', 'frozenMiddleToHigh', 'frozenHigh', 'frozenHighest'] as const;
const tuned = ['allLow', 'allLowToMiddle', 'allMiddle', 'allMiddleToHigh', 'allHigh', 'allHighest'] as const;

const arms = [...scratch, ...frozen, ...tuned] as const;

/** Of each way at three rates, a factor of ten apart. */
const quick = arms.filter((arm) => /[a-z](Low|Middle|High)$/.test(arm) && !/(LowToMiddle|MiddleToHigh)$/.test(arm));

const claim = claimsOver({ arms, metrics, params });

/** Settings that the claims were found at. */
const asRecorded = {
  text: 'with 100 labelled images and 100 steps',
  isMet: ({ perClass, steps }: Settings) => perClass === '25' && steps === 100,
};

const forLonger = {
  text: 'with 100 labelled images and 200 steps',
  isMet: ({ perClass, steps }: Settings) => perClass === '25' && steps === 200,
};

export default defineTraining({
  title: 'The rate decides',
  summary: 'Three ways to a classifier at three learning rates each: which way wins depends on which rates are compared.',
  section: '/transfer-learning/#learning-rates',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: '100 labelled images, 100 steps; tested on the images of four classes among 1,000',
      values: {},
      arms: quick,
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'full',
      note: 'six rates from 0.002 to 0.6, 100 labelled images, 200 steps; tested on the images of four classes among 4,000. It takes a minute or more',
      values: { steps: 200, test: '4000' },
      arms,
      seeds: [0, 1, 2],
    },
  },
  // #region experiment
  dataset: ({ perClass, test }) => photographs({ weights, perClass: Number(perClass), test: Number(test) }),
  arms: {
    scratchLow: arm('scratch', rates.Low),
    scratchLowToMiddle: arm('scratch', rates.LowToMiddle),
    scratchMiddle: arm('scratch', rates.Middle),
    scratchMiddleToHigh: arm('scratch', rates.MiddleToHigh),
    scratchHigh: arm('scratch', rates.High),
    scratchHighest: arm('scratch', rates.Highest),
    frozenLow: arm('frozen', rates.Low),
    frozenLowToMiddle: arm('frozen', rates.LowToMiddle),
    frozenMiddle: arm('frozen', rates.Middle),
    frozenMiddleToHigh: arm('frozen', rates.MiddleToHigh),
    frozenHigh: arm('frozen', rates.High),
    frozenHighest: arm('frozen', rates.Highest),
    allLow: arm('all', rates.Low),
    allLowToMiddle: arm('all', rates.LowToMiddle),
    allMiddle: arm('all', rates.Middle),
    allMiddleToHigh: arm('all', rates.MiddleToHigh),
    allHigh: arm('all', rates.High),
    allHighest: arm('all', rates.Highest),
  },
  training: ({ perClass, steps }) => targetPlan({ learningRate: rates.Middle.rate, steps, perClass: Number(perClass) }),
  metrics,
  claims: [
    claim(
      'Fine-tuned at its lowest rate, the source model ends above frozen features at their best; at the middle rate, it ends below them.',
      ['frozenLow', 'frozenMiddle', 'frozenHigh', 'allLow', 'allMiddle'],
      ({ frozenLow, frozenMiddle, frozenHigh, allLow, allMiddle }) => {
        const frozen = Math.min(frozenLow.testError.last, frozenMiddle.testError.last, frozenHigh.testError.last);
        return every(exceeds(allLow.testError.last, frozen), exceeds(frozen, allMiddle.testError.last));
      },
      asRecorded,
    ),
    claim(
      'From scratch, no rate comes below fine-tuning at the middle rate.',
      ['scratchLow', 'scratchMiddle', 'scratchHigh', 'allMiddle'],
      ({ scratchLow, scratchMiddle, scratchHigh, allMiddle }) =>
        every(
          ...[scratchLow, scratchMiddle, scratchHigh].map(({ testError }) => exceeds(testError.last, allMiddle.testError.last)),
        ),
      asRecorded,
    ),
    claim(
      'In 200 steps, at each rate from 0.002 to 0.2 fine-tuning ends below frozen features, and these below training from scratch.',
      arms,
      (log) =>
        every(
          ...scratch
            .slice(0, 5)
            .map((arm, i) =>
              increasing([log[tuned[i] ?? arm], log[frozen[i] ?? arm], log[arm]].map(({ testError }) => testError.last)),
            ),
        ),
      forLonger,
    ),
    claim(
      'At a rate of 0.6 fine-tuning ends above frozen features, by two percentage points at least, and at most three below training from scratch.',
      ['scratchHighest', 'frozenHighest', 'allHighest'],
      ({ scratchHighest, frozenHighest, allHighest }) =>
        every(
          exceeds(allHighest.testError.last, frozenHighest.testError.last, 2),
          notAbove(scratchHighest.testError.last, allHighest.testError.last, 3),
        ),
      forLonger,
    ),
    claim(
      'Of the six rates neither the lowest nor the highest is the best, from scratch or fine-tuned.',
      [...scratch, ...tuned],
      (log) =>
        every(
          ...[scratch, tuned].map((way) => {
            const [low = 0, ...errors] = way.map((arm) => log[arm].testError.last);
            return exceeds(Math.min(low, errors[4] ?? 0), Math.min(...errors.slice(0, 4)));
          }),
        ),
      forLonger,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'sweep',
      metric: 'testError',
      title: 'Test error at the end',
      xLabel: 'learning rate at the top of the cycle',
      yLabel: 'test error, %',
      yScale: 'linear',
      settings: ['0.002', '0.006', '0.02', '0.06', '0.2', '0.6'],
      lines: [
        { label: wayLabels.scratch, look: wayLooks.scratch, arms: scratch },
        { label: wayLabels.frozen, look: wayLooks.frozen, arms: frozen },
        { label: wayLabels.all, look: wayLooks.all, arms: tuned },
      ],
    },
  ],
});
