import { countsOf } from './classes.ts';
import type { GivenSource } from './layers-model/card.ts';
import { scalings } from './layers-model/pixels.ts';
import { missingFor, wayOf } from './layers-model/ways.ts';
import { grouped } from './limits.ts';
import { accuracyOf, confusionOf, rightOnes, type StrategyResult } from './results.ts';
import type { LabSet } from './set.ts';
import type { Divided } from './split.ts';
import { labWeights, strategies, type LabSettings } from './strategies.ts';

/** All that a report is about. */
export interface Reported {
  readonly set: Pick<LabSet, 'classes' | 'labels' | 'side' | 'names' | 'leftOut'>;
  readonly divided: Divided;
  readonly settings: LabSettings;
  readonly results: readonly StrategyResult[];
  /** The reader's model; absent: the source model of the book. */
  readonly given?: GivenSource | undefined;
}

/** The report as data: enough to repeat the split and every number. */
export function reportData({ set, divided, settings, results, given }: Reported) {
  const truth = divided.validation.map((image) => set.labels[image] ?? 0);
  const named = (images: readonly number[]): readonly string[] => images.map((image) => set.names[image] ?? '');
  return {
    source: given === undefined ? labWeights : sourceOf(given, divided.train.length),
    side: set.side,
    settings,
    classes: set.classes.map((name, i) => ({ name, images: countsOf(set.classes, set.labels)[i] ?? 0 })),
    train: named(divided.train),
    validation: named(divided.validation),
    leftOut: set.leftOut,
    strategies: results.map(({ strategy, predictions, trainLoss, seconds }) => ({
      strategy,
      label: strategies[strategy].label,
      right: rightOnes(truth, predictions),
      of: truth.length,
      accuracy: accuracyOf(rightOnes(truth, predictions), truth.length),
      trainLoss,
      seconds,
      confusion: confusionOf(truth, predictions, set.classes.length),
      predictions: predictions.map((taken) => set.classes[taken] ?? ''),
    })),
  };
}

/** What tells a model from others, since its name may be that of all, and how it was fine-tuned. */
function sourceOf({ card, scaling }: GivenSource, images: number) {
  const { name, address, side, channels, bytes, crc, parameters, featureCount } = card;
  const missing = missingFor(card, images);
  const fineTuned = (['top', 'all'] as const).filter((id) => missing[id] === undefined);
  const weights = { bytes, crc32: crc.toString(16).padStart(8, '0') };
  return {
    name,
    ...(address !== undefined && { address }),
    side,
    channels,
    weights,
    parameters,
    featureCount,
    fineTuning: fineTuned.map((strategy) => ({ strategy, ...wayOf(card, strategy, images) })),
    pixels: scalings[scaling].label,
  };
}

/** The same as a clause. */
function described(source: ReturnType<typeof reportData>['source']): string {
  if (typeof source === 'string') return source;
  const { name, address, channels, weights, parameters, featureCount, pixels, fineTuning } = source;
  const steps = fineTuning.map(({ strategy, batchSize, isStored }) => {
    const stored = isStored ? ', of which what is frozen was computed once' : '';
    return `, up to ${batchSize} images in a step of "${strategies[strategy].label}"${stored}`;
  });
  return (
    `${cell(name)}${address === undefined ? ', given as files' : ` from ${cell(address)}`}, a layers model with ${grouped(parameters)} parameters up to its ` +
    `${grouped(featureCount)} features, weights of ${grouped(weights.bytes)} bytes with the checksum CRC-32 ${weights.crc32}, pixels ` +
    `${channels === 1 ? 'in grey ' : ''}from ${pixels}${steps.join('')}`
  );
}

export const perCent = (share: number): string => (100 * share).toFixed(1);

/** The report to be read, in Markdown. */
export function reportText(reported: Reported): string {
  const { source, side, settings, classes, train, validation, leftOut, strategies: ways } = reportData(reported);
  const { steps, learningRate, seed } = settings;
  const names = classes.map(({ name }) => cell(name));
  return [
    '# Transfer lab: report',
    `Source model: ${described(source)}. Images averaged to ${side} by ${side} pixels. ${steps} steps, learning rate ${learningRate}, seed ${seed}. ` +
      `${train.length} images to train on, ${validation.length} for validation, the same share of each class.`,
    table(
      ['class', 'images'],
      classes.map(({ name, images }) => [cell(name), String(images)]),
    ),
    '## Accuracy on the validation images',
    table(
      ['strategy', 'right', 'accuracy, %', 'interval of 95 %', 'training loss, nats', 'seconds'],
      ways.map(({ label, right, of, accuracy: { share, low, high }, trainLoss, seconds }) => [
        label,
        `${right} of ${of}`,
        perCent(share),
        `${perCent(low)} to ${perCent(high)}`,
        trainLoss.toPrecision(3),
        seconds.toFixed(1),
      ]),
    ),
    'The interval covers the chance of the validation images alone, not that of the training images, and not that of the seed. ' +
      'All strategies saw the same images, so a comparison of two of them is paired.',
    ...ways.flatMap(({ label, confusion }) => [
      `## Confusion: ${label}`,
      'A row is what an image shows, a column what it was taken for.',
      table(
        ['', ...names],
        confusion.map((row, i) => [names[i] ?? '', ...row.map(String)]),
      ),
    ]),
    ...(leftOut.length === 0
      ? []
      : ['## Left out', leftOut.map(({ path, reason }) => `- ${cell(path)}: ${cell(reason)}`).join('\n')]),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** A name that the reader's folders gave, such that Markdown and what it becomes take it as it is. */
const cell = (text: string): string => text.replace(/[\\|`*_[\]<>&#]/g, (mark) => `\\${mark}`);
