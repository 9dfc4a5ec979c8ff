import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesOf, scalingTable } from '../../src/lib/datasets/scaling.ts';
import { loadDataset } from '../../src/lib/datasets/load.ts';
import { classNames } from '../../src/lib/experiments/evidence/classes.ts';
import gradCam from '../../src/lib/experiments/grad-cam.ts';
import { defaults } from '../../src/lib/experiments/params.ts';
import { modelCards } from '../../src/lib/experiments/source-models/cards.ts';
import type { Recording } from '../../src/lib/experiments/recording.ts';
import { logOf } from '../../src/lib/lab/own-image.ts';
import { fileShards } from '../../src/lib/tools/data/file-shards.ts';
import { pixelsOf, seenImage } from '../../src/lib/worker/labLooking.ts';
import { engineFiles } from '../setup/engine.ts';

const folder = 'public/data';
const place = { engine: engineFiles, weights: fileShards('public/weights') };
const { scaling } = modelCards['cifar-six-16'];

describe.skipIf(!existsSync(`${folder}/cifar10-16-test-00.bin`))('an image of the reader', () => {
  it('is seen as the example sees the same pixels among its test images', async () => {
    const values = defaults(gradCam.params);
    const { test } = await loadDataset(
      gradCam.dataset(values),
      fileShards(folder),
      () => undefined,
      new AbortController().signal,
    );
    const index = Number(values['image']) - 1;
    const image = test.images.subarray(768 * index, 768 * (index + 1));
    const pixels = bytesOf(scalingTable(scaling, new Uint8Array(), 3), image);
    const log = logOf(await seenImage(pixels, place), String(values['evidenceFor']));

    const recorded = JSON.parse(readFileSync('src/content/recordings/grad-cam.json', 'utf8')) as Recording;
    const metrics = recorded.presets.quick?.arms['trained']?.metrics ?? {};
    for (const metric of ['exampleImage', 'exampleLogits', 'classEvidence']) {
      const found = (log[metric]?.y ?? []).flat();
      const expected = [metrics[metric]?.y[0] ?? []].flat(2);
      expect(found).toHaveLength(expected.length);
      // A recording has five digits.
      found.forEach((value, i) =>
        expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThanOrEqual(6e-5 * Math.abs(value)),
      );
    }
    expect(classNames[test.labels[index] ?? -1]).toBe('ship');
  });
});

it.each([
  ['notes.txt', 'no image', '"notes.txt" cannot be looked at: it is no PNG, JPEG, WebP, GIF or BMP image. Choose another file.'],
  [
    'vast.bin',
    new Uint8Array(21_000_000),
    '"vast.bin" cannot be looked at: it has 21 MB; 20 MB are the most of one image. Choose another file.',
  ],
])('a file that is no image, or too large, is refused with its name: %s', async (name, content, message) => {
  await expect(pixelsOf(new File([content], name))).rejects.toThrow(message);
});
