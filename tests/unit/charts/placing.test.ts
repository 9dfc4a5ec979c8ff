import { describe, expect, test } from 'vitest';
import { labelColumn, medium, narrow, wide } from '../../../src/components/charts/layout.ts';
import { placeCategories, placeLabels, placeLegend, wrapWords } from '../../../src/components/charts/placing.ts';

describe('labels at the ends of lines', () => {
  test('stay where they want to be while they do not touch', () => {
    expect(placeLabels([100, 20, 60], 15, 0, 200)).toEqual([100, 20, 60]);
  });

  test('that would touch part around the middle of what they want, in the order of their lines', () => {
    expect(placeLabels([52, 50], 20, 0, 200)).toEqual([61, 41]);
    expect(placeLabels([50, 50, 50], 20, 0, 200)).toEqual([30, 50, 70]);
  });

  test('push on others in their way', () => {
    expect(placeLabels([50, 52, 75], 20, 0, 200)).toEqual([39, 59, 79]);
  });

  test('stay inside the plot', () => {
    expect(placeLabels([0, 1], 20, 10, 200)).toEqual([10, 30]);
    expect(placeLabels([199, 200], 20, 10, 200)).toEqual([180, 200]);
  });

  test('share the height where there is not room for all', () => {
    expect(placeLabels([5, 5, 5, 5], 20, 0, 30)).toEqual([0, 10, 20, 30]);
  });

  test('are none where there are no lines', () => {
    expect(placeLabels([], 20, 0, 30)).toEqual([]);
  });
});

describe('names under a plot', () => {
  test('stand in columns of the same width', () => {
    const [first, second, third] = placeLegend(['plain, 20', 'plain, 56', 'residual, 20'], 13, 360);
    expect([first, second, third]).toEqual([
      { x: 0, row: 0 },
      { x: 180, row: 0 },
      { x: 0, row: 1 },
    ]);
  });

  test('fill their rows evenly', () => {
    expect(placeLegend(['a', 'b', 'c', 'd'], 13, 160).map(({ row }) => row)).toEqual([0, 0, 1, 1]);
  });

  test('stand one in a row when they are long', () => {
    const long = 'back-propagated gradient, norm of delta';
    expect(placeLegend([long, long], 13, 360).map(({ row }) => row)).toEqual([0, 1]);
  });
});

test('names stand beside the lines only in the wide layout, and only if they leave two thirds to the plot', () => {
  expect(labelColumn(wide, ['plain, 20 layers'])).toBeLessThan(wide.width / 3);
  expect(labelColumn(wide, ['back-propagated gradient, norm of delta'])).toBeUndefined();
  expect(labelColumn(medium, ['plain, 20 layers'])).toBeUndefined();
  expect(labelColumn(narrow, ['plain, 20 layers'])).toBeUndefined();
  expect(labelColumn(wide, [])).toBeUndefined();
});

describe('words below an axis', () => {
  test('break between words where the next would not fit', () => {
    expect(wrapWords('plain, 56 layers', 10, 60)).toEqual(['plain, 56', 'layers']);
    expect(wrapWords('plain', 10, 60)).toEqual(['plain']);
  });

  test('stand alone where they are longer than a line', () => {
    expect(wrapWords('a backpropagation b', 10, 40)).toEqual(['a', 'backpropagation', 'b']);
  });
});

describe('names below the x axis', () => {
  const named = (...labels: string[]): { at: number; label: string }[] => labels.map((label, at) => ({ at, label }));

  test('are broken between words where they are too long for their place', () => {
    expect(placeCategories(named('times a factor', 'plain'), 10, 120)).toEqual([
      { at: 0, words: ['times a', 'factor'], line: 0 },
      { at: 1, words: ['plain'], line: 0 },
    ]);
  });

  test('stand in two rows where one of their words is too long', () => {
    expect(placeCategories(named('a factor', 'convolution', 'plain'), 10, 150)).toEqual([
      { at: 0, words: ['a factor'], line: 0 },
      { at: 1, words: ['convolution'], line: 1 },
      { at: 2, words: ['plain'], line: 0 },
    ]);
  });

  test('are none where there are none', () => {
    expect(placeCategories([], 10, 100)).toEqual([]);
  });
});
