import { piecesNamed, type Section } from '../library.ts';
import { laidOut } from '../layout.ts';
import { called, literal } from '../literals.ts';
import { notebookOf } from '../notebook.ts';
import { toPython, type Printed } from '../script.ts';
import { carsArmTable, rateFactors, scratchPatience } from './arms.ts';
import { carsFaults, type CarsOptions } from './options.ts';

const files = import.meta.glob<string>('./python/*.py', { query: '?raw', import: 'default', eager: true });

function fileOf(name: string): string {
  const text = files[`./python/${name}.py`];
  if (text === undefined) throw new Error(`There is no Python file "${name}" for the exercise.`);
  return text.trim();
}

/**
 * The exercise on Stanford Cars in PyTorch, with the reader's options as the defaults of its arguments.
 *
 * @param address of the exercise in the book.
 * @throws Error where an option is out of its range.
 */
export function carsScript(options: CarsOptions, address: string): Printed {
  const faults = carsFaults(options);
  if (faults.length > 0) throw new Error(faults.join(' '));
  return {
    description: describe(address),
    imports: fileOf('imports'),
    sections: [
      { title: 'The arms, and the settings where none are given', code: `${fileOf('arms')}\n\n\n${settings(options)}` },
      ...own('The data', 'data'),
      ...own('The images', 'images'),
      ...own('The network', 'net'),
      { title: 'Training', code: `${fileOf('train')}\n\n\n${piecesNamed('over_processes', 'mean_over_processes')}` },
      ...own('Searching a learning rate', 'rates'),
      ...own('Where it looks', 'grad-cam'),
      ...own('What is reported', 'report'),
      { title: "The book's random numbers", code: piecesNamed('Stream') },
      { title: 'Running', code: `${fileOf('running')}\n\n\n${piecesNamed('processes')}` },
    ],
  };
}

const own = (title: string, file: string): readonly Section[] => [{ title, code: fileOf(file) }];

/** As files to keep, by what they end in. */
export const carsFile: Readonly<Record<'py' | 'ipynb', (script: Printed) => string>> = {
  py: toPython,
  ipynb: (script) =>
    notebookOf(script, {
      note: [
        'Name the folder of the images. With `--workers 0` the notebook reads them itself: other processes cannot everywhere load what is',
        'defined in a notebook. For several graphics cards, use the script.',
      ].join(' '),
      code: 'report = main(["--data", "data", "--workers", "0"])',
    }),
};

function settings(options: CarsOptions): string {
  const arms = Object.entries(carsArmTable).map(([name, { label, trains, rate, transferred }]) => {
    const fields = { transferred: transferred ? undefined : literal(false) };
    return `${literal(name)}: ${called('Arm', [literal(label), literal(trains), literal(rate)], fields)}`;
  });
  const augment = options.augmentation === 'both' ? ['plain', 'randaugment'] : [options.augmentation];
  const defaults = {
    arms: options.arms,
    top: options.top,
    augment,
    ops: options.ops,
    magnitude: options.magnitude,
    image_size: options.imageSize,
    batch_size: options.batchSize,
    epochs: options.epochs,
    tune: options.tune,
    seed: options.seed,
  };
  return [
    laidOut(`TITLE = ${literal(title)}`),
    laidOut(`ARMS = {${arms.join(', ')}}`),
    '# In a search, times the rate of the arm.',
    laidOut(`RATE_FACTORS = ${literal(rateFactors)}`),
    `SCRATCH_PATIENCE = ${literal(scratchPatience)}`,
    laidOut(
      `DEFAULTS = {${Object.entries(defaults)
        .map(([name, value]) => `${literal(name)}: ${literal(value)}`)
        .join(', ')}}`,
    ),
  ].join('\n');
}

const title = 'The Stanford Cars exercise';

const describe = (address: string): string =>
  [
    title,
    '',
    'A ResNet-50 with ImageNet weights learns to tell 196 cars apart: by a new head alone, with its top two blocks at a learning rate of',
    '1e-4, or as a whole at 1e-5; each without and with RandAugment; and, if asked, from random weights. Accuracies come with intervals,',
    'times, the classes mistaken most often, and Grad-CAM of right and wrong images.',
    '',
    `From "Deep, and Trainable", ${address}`,
    '',
    'It needs PyTorch 1.13 or newer with torchvision, and the images:',
    '',
    '    data/train/CLASS/*.jpg and data/test/CLASS/*.jpg',
    '',
    'or the folder data/stanford_cars as torchvision.datasets.StanfordCars reads it, for which it needs SciPy besides. The address that the',
    'images were once fetched from is broken, and torchvision no longer downloads them. On a CPU, or on the GPU where there is one:',
    '',
    '    python3 stanford-cars.py --data data',
    '',
    'On several GPUs, or in several processes on a CPU, which share each batch:',
    '',
    '    torchrun --nproc_per_node=2 stanford-cars.py --data data',
    '',
    'The split, the order of the images, and what chance does to each, follow from the seed alone, in however many processes. What is frozen',
    'is normalised by its stored averages. What is trained is normalised by the batch; on GPUs, processes do that over the whole batch',
    'together, on a CPU each over its own share, and then many processes do not make the steps of one. With --norms stored they do.',
    '',
    'The exercise names two learning rates and no optimizer. AdamW is a choice of the book: plain descent would hardly move a weight at 1e-5.',
    'So are the rate of the head, 1e-3, that of the start from random weights, the same and for three times as long, and the course of all',
    'rates, in a line up over the first twentieth of the steps and then along a cosine down. --tune searches a rate for each arm, five over',
    'two powers of ten, by the validation images; the test images are looked at once, at the end of an arm. Repeat it with a few seeds.',
    '',
    'It was tested with random weights and made images only, and on CPUs. Nobody has trained the 196 classes with it yet: it comes without',
    'accuracies to compare yours with, but for the published ones that the book cites.',
  ].join('\n');
