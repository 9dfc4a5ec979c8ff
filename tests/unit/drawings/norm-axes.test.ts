import { describe, expect, it } from 'vitest';
import { medium, narrow, wide } from '../../../src/components/charts/layout.ts';
import { columnsOf, faces, hatching, outline, platesIn } from '../../../src/components/drawings/norm-axes.ts';

const block = { examples: 3, channels: 6, pixels: 4 };

describe.each([wide, medium, narrow])('in a picture of width $width', (layout) => {
  const plates = platesIn(layout, block);

  it('the plates stand in a row that fits, and leave room for a number above each channel', () => {
    const [first, last] = [plates.corners[0], plates.corners.at(-1)];
    expect((first?.x ?? 0) - plates.thickness - layout.fontSize).toBeGreaterThan(0);
    expect((last?.x ?? 0) + block.channels * plates.cell.width).toBeLessThan(layout.width);
    const highest = Math.min(...columnsOf(plates, block, 'batch', 1).map(({ y }) => y));
    expect(highest - plates.cell.rise - layout.fontSize).toBeGreaterThan(0);
  });
});

describe('the columns of the block', () => {
  const plates = platesIn(wide, block);
  const columns = columnsOf(plates, block, 'group', 2);

  it('carry the numbers of their sets, counted from 1', () => {
    expect(columns.map(({ set }) => set)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6]);
  });

  it('lead away from the nearer edge of their plate', () => {
    const [one, two] = columns;
    expect((two?.x ?? 0) - (one?.x ?? 0)).toBe(plates.cell.width);
    expect((one?.y ?? 0) - (two?.y ?? 0)).toBe(plates.cell.rise);
  });
});

it('outlines, hatching and faces are closed paths of the cells', () => {
  const plates = {
    cell: { width: 10, rise: 4, height: 8 },
    thickness: 6,
    corners: [{ x: 20, y: 50 }],
    bottom: 82,
  };
  expect(outline(plates, { x: 20, y: 50 }, 1, 3)).toBe('M20,58l10,-4v16l-10,4z');
  expect(hatching(plates, { x: 20, y: 50 }, 2)).toBe('M20,58l10,-12M20,66l10,-12');
  expect(faces(plates, 0, block)).toBe('M20,50v32l-6,-3v-32zM20,50l60,-24l-6,-3l-60,24z');
});
