import { claimsOver, every, exceeds } from './claims.ts';
import { defineTraining, measured, type TrainingArm } from './experiment.ts';
import { choice, integer } from './params.ts';
import { targetPlan } from './source-models/plan.ts';
import { photographs } from './source-models/targets.ts';
import { netOf, wayLabels, wayLooks, weights, type Way } from './source-models/ways.ts';

const metrics = measured('testError');

const params = {
  perClass: choice({
    label: 'Labelled images',
    help: 'In all, of four classes that the source model has never seen.',
    options: { '6': '24', '25': '100', '100': '400' },
    default: '25',
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 100, min: 10, max: 1000, step: 10 }),
};

/** Learning rates at the top of the cycle, and how their arms are drawn. */
const rates = {
  low: { rate: 0.002, dash: 'dotted' },
  middle: { rate: 0.02, dash: 'dashed' },
  high: { rate: 0.2, dash: 'solid' },
} as const;

const arm = (way: Way, { rate, dash }: (typeof rates)[keyof typeof rates]): TrainingArm<typeof params> => ({
  ...netOf(way),
  label: `${wayLabels[way]}, rate ${rate}`,
  look: { ...wayLooks[way], dash },
  training: ({ perClass, steps }) => targetPlan({ learningRate: rate, steps, perClass: Number(perClass) }),
});

const arms = [
  'scratchLow',
  'scratchMiddle',
  'scratchHigh',
  'frozenLow',
  'frozenMiddle',
  'frozenHigh',
  'allLow',
  'allMiddle',
  'allHigh',
] as const;

const claim = claimsOver({ arms, metrics, params });

/** Settings that the claims were found at. */
const asRecorded = {
  text: 'with 100 labelled images and 100 steps',
  isMet: ({ perClass, steps }: { perClass: string; steps: number }) => perClass === '25' && steps === 100,
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
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: ({ perClass }) => photographs({ weights, perClass: Number(perClass), test: 1_000 }),
  arms: {
    scratchLow: arm('scratch', rates.low),
    scratchMiddle: arm('scratch', rates.middle),
    scratchHigh: arm('scratch', rates.high),
    frozenLow: arm('frozen', rates.low),
    frozenMiddle: arm('frozen', rates.middle),
    frozenHigh: arm('frozen', rates.high),
    allLow: arm('all', rates.low),
    allMiddle: arm('all', rates.middle),
    allHigh: arm('all', rates.high),
  },
  training: ({ perClass, steps }) => targetPlan({ learningRate: rates.middle.rate, steps, perClass: Number(perClass) }),
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
      settings: ['0.002', '0.02', '0.2'],
      lines: [
        { label: wayLabels.scratch, look: wayLooks.scratch, arms: ['scratchLow', 'scratchMiddle', 'scratchHigh'] },
        { label: wayLabels.frozen, look: wayLooks.frozen, arms: ['frozenLow', 'frozenMiddle', 'frozenHigh'] },
        { label: wayLabels.all, look: wayLooks.all, arms: ['allLow', 'allMiddle', 'allHigh'] },
      ],
    },
  ],
});
