import type { FrozenNorms } from '../models/freezing.ts';
import { atMost, challengesOver, claimsOver, every, exceeds } from './claims.ts';
import { defineTraining, measured, type TrainingArm } from './experiment.ts';
import { choice, type Values } from './params.ts';
import { targetPlan } from './source-models/plan.ts';
import { targetClasses } from './source-models/recipe.ts';
import { labelled, learningRate, steps } from './source-models/settings.ts';
import { allStages, takenFrom, targetNet, type StageCount } from './source-models/stages.ts';
import { photographs } from './source-models/targets.ts';

const metrics = measured('testError', 'trainLoss');

const weights = 'cifar-six-16';

const params = {
  perClass: labelled({ '25': '100', '100': '400', '250': '1,000' }, '25'),
  norms: choice({
    label: 'Frozen normalisations',
    help: 'Whether layers that are frozen normalise by their running statistics, as in evaluation, or by each batch.',
    options: { evaluation: 'as in evaluation', batch: 'by the batch' },
    default: 'evaluation',
  }),
  learningRate,
  steps: steps(200),
};

export type Settings = Values<typeof params>;

/** Images of a step where a batch says little of all images. */
const SMALL_BATCH = 4;

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

/** The head alone is trained, on batches of either size, whatever the control says. */
const byNorms = (label: string, norms: FrozenNorms, batch: 'usual' | 'small'): TrainingArm<typeof params> => ({
  ...transferred(label, { colour: 'first', dash: 'solid' }, allStages, () => norms),
  ...(batch === 'small' && { training: () => ({ batchSize: SMALL_BATCH }) }),
});

const ways = ['scratch', 'frozen', 'top', 'all'] as const;

const arms = [...ways, 'byBatch', 'inFours', 'byBatchInFours'] as const;

const claim = claimsOver({ arms, metrics, params });
const challenge = challengesOver({ arms, metrics, params });

/** Settings that the claims were found at. */
const asRecorded = {
  text: 'with 100 labelled images, normalisation as in evaluation, a learning rate of 0.05 and 200 steps',
  isMet: ({ perClass, norms, learningRate, steps }: Settings) =>
    perClass === '25' && norms === 'evaluation' && learningRate === 0.05 && steps === 200,
};

/** What it does to features that are said to be frozen, in which of the two ways their layers normalise. */
const normsPanel = (metric: 'trainLoss' | 'testError', title: string, yLabel: string) =>
  ({
    kind: 'sweep',
    metric,
    title,
    xLabel: 'images in a batch',
    yLabel,
    yScale: 'linear',
    settings: ['4', '32'],
    lines: [
      { label: 'as in evaluation', look: { colour: 'first', dash: 'solid' }, arms: ['inFours', 'frozen'] },
      { label: 'by the batch', look: { colour: 'fourth', dash: 'dashed' }, arms: ['byBatchInFours', 'byBatch'] },
    ],
  }) as const;

const forLonger = {
  text: 'with 1,000 labelled images, normalisation as in evaluation, a learning rate of 0.05 and 600 steps',
  isMet: ({ perClass, norms, learningRate, steps }: Settings) =>
    perClass === '250' && norms === 'evaluation' && learningRate === 0.05 && steps === 600,
};

export default defineTraining({
  title: 'Four ways to a classifier',
  summary: 'From scratch, or from a source model: features frozen, the last two stages fine-tuned, or all of it.',
  section: '/transfer-learning/#four-ways',
  params,
  remarks: ({ norms }) =>
    norms === 'batch'
      ? ['“Features frozen” now normalises by the batch too: in the last two panels the lines meet at 32 images.']
      : [],
  presets: {
    quick: {
      label: 'quick',
      note: '200 steps of 32 images, with some of 4; tested on the images of four classes among 2,000',
      values: {},
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'full',
      note: '1,000 labelled images, 600 steps; tested on the same images. It takes half a minute or more',
      values: { perClass: '250', steps: 600 },
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
    byBatch: byNorms('features frozen, normalised by the batch', 'batch', 'usual'),
    inFours: byNorms('features frozen, batches of 4', 'evaluation', 'small'),
    byBatchInFours: byNorms('features frozen, normalised by batches of 4', 'batch', 'small'),
  },
  training: ({ perClass, learningRate, steps }) => ({
    ...targetPlan({ learningRate, steps, perClass: Number(perClass) }),
    measureEvery: Math.max(1, Math.floor(steps / 4)),
  }),
  metrics,
  claims: [
    claim(
      'With a hundred labelled images each way from the source model ends at least three percentage points below training from scratch.',
      ways,
      ({ scratch, frozen, top, all }) =>
        every(...[frozen, top, all].map(({ testError }) => exceeds(scratch.testError.last, testError.last, 3))),
      asRecorded,
    ),
    claim(
      'In batches of four, frozen features that are normalised by the batch leave the head with the higher training loss, by 0.15 nats at least.',
      ['inFours', 'byBatchInFours'],
      ({ inFours, byBatchInFours }) => exceeds(byBatchInFours.trainLoss.last, inFours.trainLoss.last, 0.15),
      asRecorded,
    ),
    claim(
      'With a thousand labelled images and 600 steps training from scratch ends below frozen features, and either kind of fine-tuning by six points at least below both.',
      ways,
      ({ scratch, frozen, top, all }) =>
        every(
          exceeds(frozen.testError.last, scratch.testError.last),
          ...[top, all].map(({ testError }) => exceeds(scratch.testError.last, testError.last, 6)),
        ),
      forLonger,
    ),
  ],
  // #endregion
  challenges: [
    challenge({
      id: 'exr-worth-tuning',
      title: 'Worth tuning',
      task: 'With 100 labelled images and 60 steps, let the net of which all is fine-tuned end with a test error of at most 36 %, on two seeds in a row.',
      start: { learningRate: 1, steps: 60 },
      free: ['learningRate'],
      arms: ['all'],
      seeds: 2,
      rule: ({ all }) => atMost(all.testError.last, 36, 'test error in %: '),
    }),
  ],
  figure: [
    {
      kind: 'points',
      metric: 'testError',
      title: 'Test error at the end',
      xLabel: 'way',
      yLabel: 'test error, %',
      yScale: 'linear',
      arms: ways,
    },
    {
      kind: 'curves',
      metric: 'trainLoss',
      arms: ways,
      title: 'Training loss',
      xLabel: 'step',
      yLabel: 'nats',
      yScale: 'linear',
      yMax: 2,
    },
    normsPanel('trainLoss', 'Features frozen: training loss at the end', 'nats'),
    normsPanel('testError', 'Features frozen: test error at the end', 'test error, %'),
  ],
});
