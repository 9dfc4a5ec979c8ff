import { describe, expect, it } from 'vitest';
import { stageMaps } from '../../../../src/lib/experiments/evidence/stages.ts';
import { evidenceInWords, takenFor, unitInWords, whereabouts } from '../../../../src/lib/experiments/evidence/words.ts';
import type { ArmLog } from '../../../../src/lib/experiments/runlog.ts';

/** Nothing but one cell of the last stage, in its second row and last column. */
const evidence = Array.from({ length: 592 }, (_, i) => (i === 576 + 7 ? 0.25 : 0));
const log: ArmLog = {
  classEvidence: { x: evidence.map((_, i) => i + 1), y: evidence },
  exampleLogits: { layers: [], x: [0], y: [[-1, 0.5, 3, 2, 0, 1.25]] },
  unitClasses: { x: [1, 2, 3, 4], y: [0, 4, 4, 5] },
};
const values = { image: 7, evidenceFor: 'ship', unit: 3 };

describe('class evidence in words', () => {
  it('takes the maps of the stages apart: 16, 16, 8 and 4 cells wide', () => {
    const maps = stageMaps(log);
    expect(maps.map(({ side, values: numbers }) => [side, numbers.length])).toEqual([
      [16, 256],
      [16, 256],
      [8, 64],
      [4, 16],
    ]);
    expect(maps[3]?.values[7]).toBe(0.25);
    expect(stageMaps({})).toEqual([]);
  });

  it('says where most of a map lies, by ninths of the image', () => {
    const at = (...cells: readonly number[]): readonly number[] =>
      Array.from({ length: 16 }, (_, i) => (cells.includes(i) ? 1 : 0));
    expect(whereabouts({ side: 4, values: at(0) })).toBe('top left');
    expect(whereabouts({ side: 4, values: at(5, 6, 9, 10) })).toBe('middle');
    expect(whereabouts({ side: 4, values: at(13, 14) })).toBe('bottom');
    expect(whereabouts({ side: 4, values: at(15) })).toBe('bottom right');
    expect(whereabouts({ side: 4, values: at() })).toBeUndefined();
  });

  it('names the class of the greatest logit', () => {
    expect(takenFor(log)).toBe('cat');
    expect(takenFor({})).toBeUndefined();
  });

  it('tells of the image, the logit and each stage', () => {
    expect(evidenceInWords(log, values)).toBe(
      'Test image 7, which the net takes for a cat, and maps of the evidence for a ship, whose logit is 1.25. ' +
        'first convolution, 16 × 16: no evidence; block 1, 16 × 16: no evidence; block 2, 8 × 8: no evidence; ' +
        'block 3, 4 × 4: most about the right, up to 0.25.',
    );
    expect(evidenceInWords({}, values)).toBe('Nothing is drawn yet.');
  });

  it('names what the images of a unit show', () => {
    expect(unitInWords(log, values)).toBe(
      'The test images for which unit 3 of the last stage is largest on average: 1, an aeroplane; 2, a horse; 3, a horse; 4, a ship.',
    );
    expect(unitInWords({}, values)).toBe('Nothing is drawn yet.');
  });
});
