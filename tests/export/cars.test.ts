import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carsDefaults } from '../../src/lib/export/pytorch/cars/options.ts';
import { carsFile, carsScript } from '../../src/lib/export/pytorch/cars/script.ts';
import { makeFaulty, makeTorchvision } from './cars-folders.ts';
import type { Result } from './cars-result.ts';
import { shapeFolder, shapeNames } from '../setup/made-images.ts';
import { python, root } from './scripts.ts';

const folder = mkdtempSync(join(tmpdir(), 'cars-'));
const script = join(folder, 'stanford-cars.py');
const data = join(folder, 'data');
let result: Result;
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  if (python === undefined) return;
  writeFileSync(script, carsFile.py(carsScript({ ...carsDefaults, magnitude: 12 }, 'https://example.org/')));
  shapeFolder(data, { train: 4, test: 2 });
  makeFaulty(folder, data);
  makeTorchvision(folder);
  const { status, stderr } = spawnSync(
    python,
    [join(root, 'tests/export/cars-driver.py'), script, folder, join(folder, 'result.json')],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0) throw new Error(`The driver ended with ${status}:\n${stderr.slice(-4000)}`);
  result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as Result;
}, 1_800_000);

const startsWith =
  (...names: readonly string[]) =>
  (parameter: string): boolean =>
    names.some((name) => parameter.startsWith(name));

describe.skipIf(python === undefined)('the arms of the exercise', () => {
  it('are all trained, with and without RandAugment, at the rates of the exercise', () => {
    const { runs } = result.everything;
    expect(Object.keys(runs)).toEqual(['head', 'top', 'all', 'scratch'].flatMap((arm) => [arm, `${arm}+randaugment`]));
    for (const [arm, rate] of [
      ['head', 1e-3],
      ['top', 1e-4],
      ['all', 1e-5],
      ['scratch', 1e-3],
    ] as const)
      expect([runs[arm]?.rate, runs[`${arm}+randaugment`]?.rate]).toEqual([rate, rate]);
  });

  it('move what they are to move, and nothing else, running averages included', () => {
    const { head, topStages, topBottlenecks, all, allStored } = result.moved;
    const stages = startsWith('layer3.', 'layer4.', 'fc.');
    const bottlenecks = startsWith('layer4.1.', 'layer4.2.', 'fc.');
    expect(head.parameters).toEqual(['fc.bias', 'fc.weight']);
    expect(head.averages).toEqual([]);
    expect(topStages.parameters).toEqual(topStages.allParameters.filter(stages));
    expect(topStages.averages.length).toBe(2 * (6 * 3 + 3 * 3 + 2));
    expect(topStages.averages.every(stages)).toBe(true);
    expect(topBottlenecks.parameters).toEqual(topBottlenecks.allParameters.filter(bottlenecks));
    expect(topBottlenecks.averages.length).toBe(2 * 2 * 3);
    expect(topBottlenecks.averages.every(bottlenecks)).toBe(true);
    expect(all.parameters).toEqual(all.allParameters);
    expect(all.averages.length).toBe(2 * 53);
    expect([allStored.parameters, allStored.averages]).toEqual([all.parameters, []]);
  });

  it('train as many parameters as the chapter counts, with a head for three classes', () => {
    const head = 2_048 * 3 + 3;
    expect(Object.values(result.moved).map(({ trained }) => trained)).toEqual([
      head,
      head + 7_098_368 + 14_964_736,
      head + 2 * 4_462_592,
      head + 23_508_032,
      head + 23_508_032,
    ]);
  });

  it('give the optimizer the learning rate of the arm, which rises, comes to it, and falls', () => {
    expect(result.moved.head.rates).toEqual([1e-3, 1e-3]);
    expect(result.moved.topStages.rates).toEqual([1e-4, 1e-4]);
    expect(result.moved.all.rates).toEqual([1e-5, 1e-5]);
    const { rates } = result;
    expect(rates.slice(0, 2)).toEqual([0.5, 1]);
    for (let step = 2; step < rates.length; step += 1) expect(rates[step]).toBeLessThan(rates[step - 1] ?? 0);
    expect(rates.at(-1)).toBeGreaterThan(0);
  });

  it('start from a body in a file, with a new head, and refuse what is none', () => {
    const { isCarried, head, part, text, none } = result.weights;
    expect([isCarried, head]).toEqual([true, [3, 2048]]);
    expect(part).toContain(
      "These are not the weights of torchvision's ResNet-50: missing, too many, or of another shape are layer4.2.conv1.weight",
    );
    expect(text).toContain(`${join(folder, 'text.pt')} cannot be read as a file of weights: `);
    expect(none).toBe(
      `There is no file ${join(folder, 'none.pt')}. --weights takes imagenet, imagenet-v2, random, or a file of a ResNet-50's weights.`,
    );
  });
});

describe.skipIf(python === undefined)('the weights of ImageNet', () => {
  it('are asked for as torchvision has them, old or new', () => {
    const { asked, refused } = result.imagenet;
    expect(asked).toEqual([
      { weights: 'ResNet50_Weights.IMAGENET1K_V1', progress: 'False' },
      { weights: 'ResNet50_Weights.IMAGENET1K_V2', progress: 'False' },
      { pretrained: 'True', progress: 'False' },
    ]);
    expect(refused).toMatch(/^torchvision .* has the first ImageNet weights only: ask for --weights imagenet\.$/);
  });
});

describe.skipIf(python === undefined)('the data of the exercise', () => {
  it('are divided class by class, by the seed', () => {
    const { train, validation, test, labels, isSame, isOther } = result.splits;
    expect([...train, ...validation].sort()).toEqual(
      shapeNames.flatMap((name) => [0, 1, 2, 3].map((index) => `data/train/${name}/${index}.png`)),
    );
    expect(validation.map((path) => path.split('/')[2])).toEqual(['bar', 'cross', 'disc']);
    expect(test).toEqual(shapeNames.flatMap((name) => [0, 1].map((index) => `data/test/${name}/${index}.png`)));
    expect(labels).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    expect([isSame, isOther]).toEqual([true, true]);
  });

  it("are read from torchvision's own folder too, whose classes count from 1", () => {
    const { classes, train, validation, test } = result.torchvision;
    expect(classes).toEqual(['Ram C/V Cargo Van', 'Audi A5']);
    expect([...train, ...validation].sort()).toEqual(Array.from({ length: 8 }, (_, i) => `${i}.png`));
    expect(validation.map((file) => Number(file[0]) % 2).sort()).toEqual([0, 1]);
    expect(test).toEqual([0, 1, 2].map((i) => [`torchvision/stanford_cars/cars_test/${i}.png`, i % 2]));
  });

  it('are changed by chance as the seed says, in whichever process', () => {
    const { isSame, isOther, leavesTheGenerator, shares } = result.drawn;
    expect([isSame, isOther, leavesTheGenerator]).toEqual([true, true, true]);
    const [alone = [], first = [], second = []] = shares;
    expect(alone.map((batch) => batch.length)).toEqual([4, 4]);
    alone.forEach((batch, i) => expect([first[i]?.[0], second[i]?.[0], first[i]?.[1], second[i]?.[1]]).toEqual(batch));
    expect(alone[0]).not.toEqual(alone[1]);
  });

  it('are asked for in words where something is amiss', () => {
    const at = (name: string): string => join(folder, name);
    const wanted =
      'It has to hold train/CLASS/*.jpg and test/CLASS/*.jpg, or the folder stanford_cars of torchvision. The address that the Stanford Cars' +
      ' were once fetched from is broken, and torchvision no longer downloads them: you have to bring the files.';
    const { damaged, ...others } = result.refusals;
    expect(others).toEqual({
      noFolder: `There is no folder ${at('nowhere')}. Name the folder of the images with --data. ${wanted}`,
      noTrain: `There is no folder ${at('empty/train')}. ${wanted}`,
      oneClass: `There is one class only in ${at('one')}, bar. A classifier needs two at least.`,
      noImage: `There is no image in ${at('without/test/cross')}: a class needs files that end in .bmp, .jpeg, .jpg, .png, .webp.`,
      otherClasses: `${at('other')}/train and ${at('other')}/test differ in their classes: ring. Each class needs images in both.`,
      single: 'The class bar has 1 image to train on; it needs two, one of them for validation.',
      batch: '--batch-size is 100: it can be 2 at least, two for each process, and 9 at most, the images to train on.',
      magnitude: expect.stringContaining('error: --magnitude has to be 0 to 30, and is 31') as string,
      side: expect.stringContaining(
        '--image-size has to be 32 at least, since the network halves it five times, and is 16',
      ) as string,
      epochs: expect.stringContaining('error: --epochs has to be 1 at least, and is 0') as string,
      amp: expect.stringContaining('error: --amp is for a GPU, and none is used here') as string,
      noMatlabFile: `There is no file ${at('torchvision-part/stanford_cars/devkit/cars_train_annos.mat')}, which torchvision.datasets.StanfordCars would read too.`,
    });
    expect(damaged).toMatch(/train\/bar\/\d\.png cannot be read as an image: /);
  });
});

describe.skipIf(python === undefined)('a search for learning rates', () => {
  it('tries each rate of its grid on the validation images, takes the best, and says where that is at the edge', () => {
    const run = result.tuned.runs['head'];
    expect(run?.trials.map(({ rate }) => rate)).toEqual(result.factors.map((factor) => 1e-3 * factor));
    const trials = run?.trials ?? [];
    const most = Math.max(...trials.map(({ right }) => right));
    const best = trials.filter(({ right }) => right === most).toSorted((a, b) => (a.loss ?? Infinity) - (b.loss ?? Infinity))[0];
    expect(run?.rate).toBe(best?.rate);
    const isAtEdge = best === trials[0] || best === trials.at(-1);
    expect(result.told.includes('is at the edge of those tried')).toBe(isAtEdge);
  });

  it('decides a tie by the loss, and takes none that came to nothing', () => {
    expect(result.best).toEqual([3, 1]);
  });
});

describe.skipIf(python === undefined)('Grad-CAM', () => {
  it('is the class activation map where pooling and a linear head follow', () => {
    const { error, side, least, apart } = result.pooled;
    expect(side).toEqual([3, 3]);
    expect(error).toBeLessThan(1e-5);
    expect(apart).toBeLessThan(1e-4);
    expect(least).toBeGreaterThanOrEqual(0);
  });

  it('is found not to be, where the largest value is taken in place of the mean', () => {
    expect(result.maximum.error).toBeGreaterThan(1e-3);
  });

  it('is written for right and wrong images, the image beside the map', () => {
    for (const [name, { pictures }] of Object.entries(result.everything.runs)) {
      expect(pictures.length, name).toBeGreaterThanOrEqual(1);
      for (const { file, truth, taken, error } of pictures) {
        expect(file).toMatch(truth === taken ? /right-01\.png$/ : /wrong-01\.png$/);
        expect(error).toBeLessThan(1e-4);
        const { width, height, data: pixels } = PNG.sync.read(readFileSync(join(folder, 'out', file)));
        expect([width, height]).toEqual([64, 32]);
        // The map's ground is grey; the image has a colour.
        expect(pixels.some((value, i) => i % 4 === 0 && value !== pixels[i + 1])).toBe(true);
      }
    }
    expect(result.printed.match(/\[held\] Z alpha = w/g)?.length).toBe(8);
  });
});

describe.skipIf(python === undefined)('the report', () => {
  it('is written as it is returned, with intervals, times and confusions', () => {
    const { everything } = result;
    expect(JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8'))).toEqual(everything);
    expect(everything.classes).toEqual(shapeNames);
    expect(everything.images).toEqual({ train: 9, validation: 3, test: 6 });
    expect(everything.settings).toMatchObject({ magnitude: 12, ops: 2, top: 'stages', seed: 0, tune: false });
    expect(everything.machine).toMatchObject({ processes: 1 });
    for (const [name, run] of Object.entries(everything.runs)) {
      expect(run.epochs.length, name).toBe(1);
      expect(run.seconds).toBeGreaterThan(0);
      expect(run.validation.of).toBe(3);
      expect(run.test.of).toBe(6);
      expect(run.test.right + run.confusions.reduce((sum, { count }) => sum + count, 0)).toBe(6);
      for (const { truth, taken } of run.confusions) expect(truth).not.toBe(taken);
      for (const { low, share, high } of [run.validation, run.test]) expect([low <= share, share <= high]).toEqual([true, true]);
    }
    expect([existsSync(join(folder, 'out/head.pt')), existsSync(join(folder, 'tuned/head.pt'))]).toEqual([false, true]);
    expect(everything.comparisons.length).toBe((8 * 7) / 2);
    expect(result.printed).toContain('head+randaugment');
  });

  it('has the intervals of Wilson', () => {
    const [all, none, most] = result.accuracies;
    expect(all?.low).toBeCloseTo(0.839, 3);
    expect(all?.high).toBeCloseTo(1, 12);
    expect([none?.low, none?.high]).toEqual([0, expect.closeTo(1 - 0.839, 3)]);
    expect([most?.low, most?.high]).toEqual([expect.closeTo(0.8622, 3), expect.closeTo(0.9424, 3)]);
  });

  it('compares two nets on the images that only one of them has right', () => {
    // Right: the first on images 0 to 3, the second on 0, 3 and 4.
    expect(result.compared).toEqual({ onlyFirst: 2, onlySecond: 1, p: 1 });
  });
});
