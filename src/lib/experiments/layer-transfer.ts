import { claimsOver, every, exceeds, notAbove } from './claims.ts';
import { defineTraining, measured, type Look, type TrainingArm } from './experiment.ts';
import type { Values } from './params.ts';
import { targetPlan } from './source-models/plan.ts';
import { targetClasses } from './source-models/recipe.ts';
import { labelled, learningRate, steps, testImages } from './source-models/settings.ts';
import { lastOf, takenFrom, targetNet, type StageCount } from './source-models/stages.ts';
import { photographs } from './source-models/targets.ts';
import { weights } from './source-models/ways.ts';

const metrics = measured('testError');

const params = {
  perClass: labelled({ '100': '400', '250': '1,000', '1250': '5,000' }, '100'),
  learningRate,
  steps: steps(100),
  test: testImages,
};

type Settings = Values<typeof params>;

const looks = {
  frozen: { colour: 'first', dash: 'solid' },
  tuned: { colour: 'third', dash: 'dashed' },
  kept: { colour: 'second', dash: 'dotted' },
} as const satisfies Record<string, Look>;

/** The first stages from the source model, the others drawn; those taken frozen, or trained with the rest (Yosinski et al.'s AnB and AnB+). */
const arm = (taken: StageCount, isFrozen: boolean): TrainingArm<typeof params> => ({
  label: taken === 0 ? 'nothing taken' : `${taken} stages ${isFrozen ? 'taken and frozen' : 'taken and fine-tuned'}`,
  look: looks[isFrozen ? 'frozen' : 'tuned'],
  model: () => targetNet(targetClasses.length, isFrozen ? taken : 0, 'evaluation'),
  startsFrom: () => takenFrom(weights, taken),
});

/**
 * Yosinski et al.'s control BnB: a net is trained on the target task, its first stages are kept and frozen, the others drawn anew and
 * trained for as many steps again.
 */
const control = (kept: Exclude<StageCount, 0>): TrainingArm<typeof params> => ({
  label: `${kept} stages of its own kept and frozen`,
  look: looks.kept,
  model: () => targetNet(targetClasses.length, 0, 'evaluation'),
  training: ({ steps }) => ({ steps: 2 * steps }),
  continues: ({ steps }) => ({
    after: steps,
    model: targetNet(targetClasses.length, kept, 'evaluation'),
    upTo: lastOf(kept),
  }),
});

const frozen = ['frozen1', 'frozen2', 'frozen3', 'frozen4'] as const;
const tuned = ['tuned1', 'tuned2', 'tuned3', 'tuned4'] as const;
const kept = ['kept1', 'kept2', 'kept3', 'kept4'] as const;

const quick = ['none', ...frozen, ...tuned] as const;

const arms = [...quick, ...kept] as const;

const claim = claimsOver({ arms, metrics, params });

/** Settings that the claims were found at. */
const asRecorded = {
  text: 'with 400 labelled images, a learning rate of 0.05 and 100 steps',
  isMet: ({ perClass, learningRate, steps }: Settings) => perClass === '100' && learningRate === 0.05 && steps === 100,
};

const forLonger = {
  text: 'with 5,000 labelled images, a learning rate of 0.05 and 300 steps',
  isMet: ({ perClass, learningRate, steps }: Settings) => perClass === '1250' && learningRate === 0.05 && steps === 300,
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
      arms: quick,
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'full',
      note: '5,000 labelled images, 300 steps, and as many again where a net is cut; tested on the images of four classes among 4,000. It takes a minute or more',
      values: { perClass: '1250', steps: 300, test: '4000' },
      arms,
      seeds: [0, 1, 2],
    },
  },
  // #region experiment
  dataset: ({ perClass, test }) => photographs({ weights, perClass: Number(perClass), test: Number(test) }),
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
    kept1: control(1),
    kept2: control(2),
    kept3: control(3),
    kept4: control(4),
  },
  training: ({ perClass, learningRate, steps }) => targetPlan({ learningRate, steps, perClass: Number(perClass) }),
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
    claim(
      'With 5,000 images, freezing the first two stages costs at most four percentage points against fine-tuning them, freezing three at least two and a half, and all four at least ten.',
      [...frozen, ...tuned],
      (log) =>
        every(
          notAbove(log.frozen1.testError.last, log.tuned1.testError.last, 4),
          notAbove(log.frozen2.testError.last, log.tuned2.testError.last, 4),
          exceeds(log.frozen3.testError.last, log.tuned3.testError.last, 2.5),
          exceeds(log.frozen4.testError.last, log.tuned4.testError.last, 10),
        ),
      forLonger,
    ),
    claim(
      'A net that keeps stages of its own and learns the rest anew ends at most one and a half percentage points above the net that was cut, wherever that was.',
      ['none', ...kept],
      (log) => every(...kept.map((arm) => notAbove(log[arm].testError.last, log.none.testError.last, 1.5))),
      forLonger,
    ),
    claim(
      'Up to three frozen stages from the source model end at least four percentage points below as many of the net’s own; all four end at most two below.',
      [...frozen, ...kept],
      (log) =>
        every(
          ...kept.slice(0, 3).map((arm, i) => exceeds(log[arm].testError.last, log[frozen[i] ?? arm].testError.last, 4)),
          notAbove(log.kept4.testError.last, log.frozen4.testError.last, 2),
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
      xLabel: 'stages taken from the source model',
      yLabel: 'test error, %',
      yScale: 'linear',
      settings: ['0', '1', '2', '3', '4'],
      lines: [
        { label: 'taken and frozen', look: looks.frozen, arms: ['none', ...frozen] },
        { label: 'taken and fine-tuned', look: looks.tuned, arms: ['none', ...tuned] },
        { label: 'its own, kept and frozen', look: looks.kept, arms: ['none', ...kept] },
      ],
    },
  ],
});
