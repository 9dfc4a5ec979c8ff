import { convNet } from '../models/conv-net.ts';
import type { NormKind } from '../models/norms.ts';
import { atLeast, claimsOver, every, exceeds, notAbove, type Condition, type Readings } from './claims.ts';
import { cifar10 } from './datasets.ts';
import { defineTraining, measured, type Look, type TrainingArm } from './experiment.ts';
import { normLooks } from './norm-looks.ts';
import { choice, integer, type Values } from './params.ts';

const metrics = measured('trainLoss', 'testError');

const params = {
  width: integer({
    label: 'Width',
    help: 'Filters of the first convolution; two have twice as many, and two four times.',
    default: 8,
    min: 8,
    max: 32,
    step: 8,
  }),
  groups: choice({
    label: 'Groups',
    help: 'Of group normalisation. One would be layer normalisation.',
    options: { '2': '2', '4': '4', '8': '8' },
    default: '4',
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 200, min: 50, max: 4000, step: 50 }),
};

/** The rates that each of the nets is trained with. */
const rates = [0.01, 0.03, 0.1] as const;

type Rate = (typeof rates)[number];

const names: Readonly<Record<NormKind, string>> = {
  none: 'none',
  batch: 'batch',
  layer: 'layer',
  instance: 'instance',
  group: 'group',
  rms: 'RMS',
};

const arm = (norm: NormKind, learningRate: Rate): TrainingArm<typeof params> => ({
  label: `${names[norm]}, rate ${learningRate}`,
  look: normLooks[norm],
  model: modelOf(norm, 'means'),
  training: () => ({ optimizer: { learningRate, momentum: 0.9, weightDecay: 1e-4 } }),
});

/** At the middle rate, with logits of all values of the last maps instead of the means of channels. */
const readWhole = (norm: NormKind): TrainingArm<typeof params> => ({
  ...arm(norm, rates[1]),
  label: `${names[norm]}, logits of all values`,
  look: wholeLook(norm),
  model: modelOf(norm, 'values'),
});

const wholeLook = (norm: NormKind): Look => ({ ...normLooks[norm], dash: 'dashed' });

const modelOf =
  (norm: NormKind, readOut: 'means' | 'values'): TrainingArm<typeof params>['model'] =>
  ({ width, groups }) =>
    convNet({ widths: [width, 2 * width, 2 * width, 4 * width, 4 * width], norm, groups: Number(groups), outputs: 10, readOut });

/** The arms of each normalisation, from the smallest rate to the largest. */
const nets = {
  none: ['noneAt1', 'noneAt3', 'noneAt10'],
  batch: ['batchAt1', 'batchAt3', 'batchAt10'],
  layer: ['layerAt1', 'layerAt3', 'layerAt10'],
  instance: ['instanceAt1', 'instanceAt3', 'instanceAt10'],
  group: ['groupAt1', 'groupAt3', 'groupAt10'],
  rms: ['rmsAt1', 'rmsAt3', 'rmsAt10'],
} as const satisfies Readonly<Record<NormKind, readonly string[]>>;

/** Those of the same rate for all. */
const atOneRate = ['noneAt3', 'batchAt3', 'layerAt3', 'instanceAt3', 'groupAt3', 'rmsAt3'] as const;

const arms = [
  ...nets.none,
  ...nets.batch,
  ...nets.layer,
  ...nets.instance,
  ...nets.group,
  ...nets.rms,
  'batchWhole',
  'instanceWhole',
] as const;

const claim = claimsOver({ arms, metrics, params });

type Run<N extends string> = { readonly [K in N]: { readonly trainLoss: Readings<number> } };

const lossesOf = <N extends string>(names: readonly N[], run: Run<N>): readonly number[] =>
  names.map((name) => run[name].trainLoss.last);

/** The lowest loss that a net ends with, over the rates. */
const best = <N extends string>(names: readonly N[], run: Run<N>): number => Math.min(...lossesOf(names, run));

/** Settings that the claims were found at. */
const asRecorded: Condition<Values<typeof params>> = {
  text: 'with a width of 8, 4 groups and 200 steps',
  isMet: ({ width, groups, steps }) => width === 8 && groups === '4' && steps === 200,
};

const longEnough: Condition<Values<typeof params>> = { text: 'after 200 steps or more', isMet: ({ steps }) => steps >= 200 };

export default defineTraining({
  title: 'Five normalisations and none, on one net',
  summary:
    'One convolutional net learns small images with batch, layer, instance, group and RMS normalisation, and with none, at three learning rates.',
  section: '/normalization/#comparison',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'Six nets at three rates and two with another read-out, 200 steps of 32 images',
      values: {},
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'full',
      note: 'The same nets, 800 steps of 32 images: four times the work',
      values: { steps: 800 },
      arms,
      seeds: [0, 1, 2],
    },
  },
  // #region experiment
  dataset: () => cifar10({ train: 2000, test: 1000, side: 16 }),
  arms: {
    noneAt1: arm('none', rates[0]),
    noneAt3: arm('none', rates[1]),
    noneAt10: arm('none', rates[2]),
    batchAt1: arm('batch', rates[0]),
    batchAt3: arm('batch', rates[1]),
    batchAt10: arm('batch', rates[2]),
    layerAt1: arm('layer', rates[0]),
    layerAt3: arm('layer', rates[1]),
    layerAt10: arm('layer', rates[2]),
    instanceAt1: arm('instance', rates[0]),
    instanceAt3: arm('instance', rates[1]),
    instanceAt10: arm('instance', rates[2]),
    groupAt1: arm('group', rates[0]),
    groupAt3: arm('group', rates[1]),
    groupAt10: arm('group', rates[2]),
    rmsAt1: arm('rms', rates[0]),
    rmsAt3: arm('rms', rates[1]),
    rmsAt10: arm('rms', rates[2]),
    batchWhole: readWhole('batch'),
    instanceWhole: readWhole('instance'),
  },
  training: ({ steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate: rates[1], momentum: 0.9, weightDecay: 1e-4 },
    batchSize: 32,
    steps,
    augment: false,
    measureEvery: Math.ceil(steps / 5),
  }),
  metrics,
  claims: [
    claim(
      'At its best rate batch normalisation ends at least 0.1 nats lower than each of the others, and none, at theirs.',
      [...nets.none, ...nets.batch, ...nets.layer, ...nets.instance, ...nets.group, ...nets.rms],
      (run) => {
        const others = [nets.none, nets.layer, nets.instance, nets.group, nets.rms].map((names) => best<string>(names, run));
        return exceeds(Math.min(...others), best(nets.batch, run), 0.1);
      },
      longEnough,
    ),
    claim(
      'Layer, group and RMS normalisation change less here: at its best rate each ends within 0.25 nats of the net without any.',
      [...nets.none, ...nets.layer, ...nets.group, ...nets.rms],
      (run) => {
        const none = best(nets.none, run);
        const away = [nets.layer, nets.group, nets.rms].map((names) => Math.abs(best<string>(names, run) - none));
        return notAbove(Math.max(...away), 0.25);
      },
      longEnough,
    ),
    claim(
      'Group normalisation bears the largest rate better: at 0.1 it ends lower than the net without any.',
      ['noneAt10', 'groupAt10'],
      ({ noneAt10, groupAt10 }) => exceeds(noneAt10.trainLoss.last, groupAt10.trainLoss.last),
      longEnough,
    ),
    claim(
      'With instance normalisation the net has learnt next to nothing at the rates 0.01 and 0.03: it ends above 2.2 nats, where guessing has 2.3.',
      ['instanceAt1', 'instanceAt3'],
      (run) => atLeast(best(['instanceAt1', 'instanceAt3'], run), 2.2),
      asRecorded,
    ),
    claim(
      'It is the pooling that does not go with it: with logits of all values of the last maps, not of channel means, it ends at least 0.5 nats lower.',
      ['instanceAt3', 'instanceWhole'],
      ({ instanceAt3, instanceWhole }) => exceeds(instanceAt3.trainLoss.last, instanceWhole.trainLoss.last, 0.5),
      longEnough,
    ),
    claim(
      'With such logits, instance and batch normalisation end within 0.3 nats of each other.',
      ['batchWhole', 'instanceWhole'],
      ({ batchWhole: { trainLoss: batch }, instanceWhole: { trainLoss: instance } }) =>
        every(notAbove(batch.last, instance.last, 0.3), notAbove(instance.last, batch.last, 0.3)),
      asRecorded,
    ),
    claim(
      'At the rate of 0.03, batch normalisation also ends with fewer errors on the test images than no normalisation.',
      ['noneAt3', 'batchAt3'],
      ({ noneAt3, batchAt3 }) => exceeds(noneAt3.testError.last, batchAt3.testError.last),
      asRecorded,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'sweep',
      metric: 'trainLoss',
      settings: rates.map(String),
      lines: [
        { label: 'none', look: normLooks.none, arms: nets.none },
        { label: 'batch', look: normLooks.batch, arms: nets.batch },
        { label: 'layer', look: normLooks.layer, arms: nets.layer },
        { label: 'instance', look: normLooks.instance, arms: nets.instance },
        { label: 'group', look: normLooks.group, arms: nets.group },
        { label: 'RMS', look: normLooks.rms, arms: nets.rms },
      ],
      title: 'Training loss at the end, by learning rate',
      xLabel: 'learning rate',
      yLabel: 'nats',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'trainLoss',
      arms: atOneRate,
      title: 'Training loss at one rate for all, 0.03',
      xLabel: 'step',
      yLabel: 'nats',
      yScale: 'linear',
      yMax: 3,
    },
    {
      kind: 'curves',
      metric: 'testError',
      arms: atOneRate,
      title: 'Test error at that rate',
      xLabel: 'step',
      yLabel: '%',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'trainLoss',
      arms: ['batchAt3', 'instanceAt3', 'batchWhole', 'instanceWhole'],
      title: 'Logits of channel means, and of all values',
      xLabel: 'step',
      yLabel: 'nats',
      yScale: 'linear',
      yMax: 3,
    },
  ],
});
