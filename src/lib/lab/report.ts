import { countsOf } from './classes.ts';
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
}

/** The report as data: enough to repeat the split and every number. */
export function reportData({ set, divided, settings, results }: Reported) {
  const truth = divided.validation.map((image) => set.labels[image] ?? 0);
  const named = (images: readonly number[]): readonly string[] => images.map((image) => set.names[image] ?? '');
  return {
    source: labWeights,
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

export const perCent = (share: number): string => (100 * share).toFixed(1);

/** The report to be read, in Markdown. */
export function reportText(reported: Reported): string {
  const { source, side, settings, classes, train, validation, leftOut, strategies: ways } = reportData(reported);
  const { steps, learningRate, seed } = settings;
  const names = classes.map(({ name }) => cell(name));
  return [
    '# Transfer lab: report',
    `Source model: ${source}, images averaged to ${side} by ${side} pixels. ${steps} steps, learning rate ${learningRate}, seed ${seed}. ` +
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
