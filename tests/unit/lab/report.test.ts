import { describe, expect, it } from 'vitest';
import { reportData, reportText, type Reported } from '../../../src/lib/lab/report.ts';
import { accuracyOf, confusionOf } from '../../../src/lib/lab/results.ts';

const reported: Reported = {
  set: {
    classes: ['cats', 'do|gs'],
    labels: Uint8Array.from([0, 0, 1, 1]),
    side: 16,
    names: ['cats/1.png', 'cats/2.png', 'do|gs/1.png', 'do|gs/2.png'],
    leftOut: [{ path: 'cats/<b>.txt', reason: 'it is no image' }],
  },
  divided: { train: [0, 2], validation: [1, 3] },
  settings: { steps: 20, learningRate: 0.05, seed: 7 },
  results: [
    {
      strategy: 'frozen',
      predictions: [0, 0],
      trainLoss: 0.51234,
      seconds: 1.25,
      right: undefined,
      wrong: undefined,
      model: new Uint8Array(),
    },
  ],
};

describe('the results of the lab', () => {
  it('have intervals that are not empty where all is right', () => {
    // Wilson's interval for 20 of 20: 1 / (1 + z^2 / 20).
    const { share, low, high } = accuracyOf(20, 20);
    expect(share).toBe(1);
    expect(low).toBeCloseTo(1 / (1 + 1.96 ** 2 / 20), 12);
    expect(high).toBeCloseTo(1, 12);
  });

  it('have bounds that lie 1.96 of their own standard errors from the share', () => {
    const { share, low, high } = accuracyOf(13, 40);
    for (const q of [low, high]) expect(Math.abs(share - q) / Math.sqrt((q * (1 - q)) / 40)).toBeCloseTo(1.96, 10);
  });

  it('count what was taken for what', () => {
    expect(confusionOf([0, 0, 1, 2], [0, 1, 1, 0], 3)).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });
});

describe('the report of the lab', () => {
  it('as data repeats the split and every number', () => {
    const data = reportData(reported);
    expect(data.validation).toEqual(['cats/2.png', 'do|gs/2.png']);
    expect(data.settings.seed).toBe(7);
    expect(data.strategies[0]).toMatchObject({ label: 'features frozen', right: 1, of: 2, predictions: ['cats', 'cats'] });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  });

  it('says which model of the reader was used, so that it can be told from others', () => {
    const card = {
      name: 'model.json',
      address: 'https://models.example/a_b/model.json',
      side: 128,
      channels: 1,
      bytes: 1_882_848,
      crc: 0xabc,
      parameters: 218_544,
      featureCount: 256,
      stages: [64, 32],
      scaling: undefined,
      batchSize: 22,
      top: { stored: 50_000, batchSize: 30 },
      missing: {},
    } as const;
    const given = { card, scaling: 'unit' } as const;
    expect(reportData({ ...reported, given }).source).toEqual({
      name: 'model.json',
      address: 'https://models.example/a_b/model.json',
      side: 128,
      channels: 1,
      weights: { bytes: 1_882_848, crc32: '00000abc' },
      parameters: 218_544,
      featureCount: 256,
      fineTuning: [
        { strategy: 'top', isStored: true, batchSize: 30 },
        { strategy: 'all', isStored: false, batchSize: 22 },
      ],
      pixels: '0 to 1',
    });
    expect(reportText({ ...reported, given })).toContain(
      'Source model: model.json from https://models.example/a\\_b/model.json, a layers model with 218,544 parameters up to its 256 features, ' +
        'weights of 1,882,848 bytes with the checksum CRC-32 00000abc, pixels in grey from 0 to 1, up to 30 images in a step of ' +
        '"last two stages fine-tuned", of which what is frozen was computed once, up to 22 images in a step of ' +
        '"all fine-tuned". Images averaged to 16 by 16 pixels. 20 steps',
    );
    expect(reportData(reported).source).toBe('cifar-six-16');

    const large = { ...given, card: { ...card, batchSize: 0, missing: { all: 'it is too large' } } };
    expect(reportData({ ...reported, given: large }).source).toMatchObject({
      fineTuning: [{ strategy: 'top', isStored: true, batchSize: 30 }],
    });
    expect(reportText({ ...reported, given: large })).toContain('of which what is frozen was computed once. Images averaged');
  });

  it('as text takes names of the reader as they are', () => {
    const text = reportText(reported);
    expect(text).toContain('| features frozen | 1 of 2 | 50.0 | 9.5 to 90.5 | 0.512 | 1.3 |');
    expect(text).toContain('| do\\|gs | 1 | 0 |');
    expect(text).toContain('- cats/\\<b\\>.txt: it is no image');
    expect(text.endsWith('\n')).toBe(true);
  });
});
