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

  it('as text takes names of the reader as they are', () => {
    const text = reportText(reported);
    expect(text).toContain('| features frozen | 1 of 2 | 50.0 | 9.5 to 90.5 | 0.512 | 1.3 |');
    expect(text).toContain('| do\\|gs | 1 | 0 |');
    expect(text).toContain('- cats/\\<b\\>.txt: it is no image');
    expect(text.endsWith('\n')).toBe(true);
  });
});
