import { expect, test } from 'vitest';
import type { Axis } from '../../../src/components/charts/axes.ts';
import type { ChartLine } from '../../../src/components/charts/chart.ts';
import { bandPath, lineDrawer, lineShape } from '../../../src/components/charts/shapes.ts';

const same: Axis = { place: (value) => value, ticks: [] };
const points = (...values: number[]) => values.map((y, x) => ({ x, y }));

test('a line without gaps is one path and ends at its last point', () => {
  expect(lineShape(points(1, 2, 3), same, same, 'linear')).toEqual({ path: 'M0,1L1,2L2,3', dots: [], end: { x: 2, y: 3 } });
});

test('a value that is not finite is a gap, and a point between gaps is a dot', () => {
  const shape = lineShape(points(1, 2, NaN, 4, Infinity, 6, 7), same, same, 'linear');
  expect(shape.path).toBe('M0,1L1,2M5,6L6,7');
  expect(shape.dots).toEqual([{ x: 3, y: 4 }]);
});

test('on a log axis zero and negative values are gaps too', () => {
  const shape = lineShape(points(1, 0, -2, 4, 5), same, same, 'log');
  expect(shape.path).toBe('M3,4L4,5');
  expect(shape.dots).toEqual([{ x: 0, y: 1 }]);
});

test('a line of nothing has no path, no dot and no end', () => {
  expect(lineShape([], same, same, 'linear')).toEqual({ path: '', dots: [], end: undefined });
  expect(lineShape(points(NaN), same, same, 'log').end).toBeUndefined();
});

test('a band runs along the greatest values and back along the least, with a gap where one has no place', () => {
  const band = [
    { x: 0, low: 1, high: 2 },
    { x: 1, low: 1, high: 3 },
    { x: 2, low: 0, high: 3 },
    { x: 3, low: 1, high: 3 },
    { x: 4, low: 2, high: 3 },
  ];
  expect(bandPath(band, same, same, 'log')).toBe('M0,2L1,3L1,1L0,1ZM3,3L4,3L4,2L3,1Z');
});

test('a line that was drawn on these axes before is not drawn again', () => {
  const line: ChartLine = { id: 'a', label: 'a', colour: 'plain', dash: 'dashed', points: points(1, 2) };
  const draw = lineDrawer(same, same, 'linear');
  const drawn = draw(line);
  expect(drawn).toMatchObject({
    id: 'a',
    stroke: 'var(--colour-plain)',
    dasharray: '7 4',
    area: '',
    shape: { path: 'M0,1L1,2' },
  });
  expect(draw(line)).toBe(drawn);
  expect(draw({ ...line, points: points(1, 3) }).shape.path).toBe('M0,1L1,3');
});
