import { claimsOver, exceeds } from './claims.ts';
import { defineTraining, measured, type Look, type TrainingArm } from './experiment.ts';
import { integer, number } from './params.ts';
import { targetPlan } from './source-models/plan.ts';
import { targetClasses } from './source-models/recipe.ts';
import { takenFrom, targetNet, type StageCount } from './source-models/stages.ts';
import { photographs } from './source-models/targets.ts';
import { weights } from './source-models/ways.ts';

const metrics = measured('testError');

const perClass = 100;

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

const looks = {
  frozen: { colour: 'first', dash: 'solid' },
  tuned: { colour: 'third', dash: 'dashed' },
} as const satisfies Record<string, Look>;

/** The first stages from the source model, the others drawn; those taken frozen, or trained with the rest (Yosinski et al.'s AnB and AnB+). */
const arm = (taken: StageCount, isFrozen: boolean): TrainingArm<typeof params> => ({
  label: taken === 0 ? 'nothing taken' : `${taken} stages ${isFrozen ? 'taken and frozen' : 'taken and fine-tuned'}`,
  look: looks[isFrozen ? 'frozen' : 'tuned'],
  model: () => targetNet(targetClasses.length, isFrozen ? taken : 0, 'evaluation'),
  startsFrom: () => takenFrom(weights, taken),
});

const arms = ['none', 'frozen1', 'frozen2', 'frozen3', 'frozen4', 'tuned1', 'tuned2', 'tuned3', 'tuned4'] as const;

const claim = claimsOver({ arms, metrics, params });

/** Settings that the claims were found at. */
const asRecorded = {
  text: 'with a learning rate of 0.05 and 100 steps',
  isMet: ({ learningRate, steps }: { learningRate: number; steps: number }) => learningRate === 0.05 && steps === 100,
};

export default defineTraining({
  title: 'How many layers transfer',
  summary: 'The first stages of a net taken from a source model, none to all, and then frozen or fine-tuned.',
  section: '/transfer-learning/#layer-by-layer',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: '400 labelled images, 100 steps; tested on the images of four classes among 1,000',
      values: {},
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => photographs({ weights, perClass, test: 1_000 }),
  arms: {
    none: arm(0, true),
    frozen1: arm(1, true),
    frozen2: arm(2, true),
    frozen3: arm(3, true),
    frozen4: arm(4, true),
    tuned1: arm(1, false),
    tuned2: arm(2, false),
    tuned3: arm(3, false),
    tuned4: arm(4, false),
  },
  training: ({ learningRate, steps }) => targetPlan({ learningRate, steps, perClass }),
  metrics,
  claims: [
    claim(
      'All stages taken and fine-tuned end below nothing taken, by three percentage points at least.',
      ['none', 'tuned4'],
      ({ none, tuned4 }) => exceeds(none.testError.last, tuned4.testError.last, 3),
      asRecorded,
    ),
    claim(
      'All stages taken and frozen end above all stages taken and fine-tuned.',
      ['frozen4', 'tuned4'],
      ({ frozen4, tuned4 }) => exceeds(frozen4.testError.last, tuned4.testError.last),
      asRecorded,
    ),
    claim(
      'Of the frozen stages the last one costs: with it, the net ends above the one with three, by two percentage points at least.',
      ['frozen3', 'frozen4'],
      ({ frozen3, frozen4 }) => exceeds(frozen4.testError.last, frozen3.testError.last, 2),
      asRecorded,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'sweep',
      metric: 'testError',
      title: 'Test error at the end',
      xLabel: 'stages taken from the source model',
      yLabel: 'test error, %',
      yScale: 'linear',
      settings: ['0', '1', '2', '3', '4'],
      lines: [
        { label: 'taken and frozen', look: looks.frozen, arms: ['none', 'frozen1', 'frozen2', 'frozen3', 'frozen4'] },
        { label: 'taken and fine-tuned', look: looks.tuned, arms: ['none', 'tuned1', 'tuned2', 'tuned3', 'tuned4'] },
      ],
    },
  ],
});
