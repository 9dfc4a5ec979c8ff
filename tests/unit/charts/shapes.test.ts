import { expect, test } from 'vitest';
import type { Axis } from '../../../src/components/charts/axes.ts';
import type { ChartLine } from '../../../src/components/charts/chart.ts';
import { bandPath, barsPath, lineDrawer, lineShape } from '../../../src/components/charts/shapes.ts';

const same: Axis = { place: (value) => value, ticks: [], floor: 0 };
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

test('bars stand on the floor of the axis, and none where there is no value', () => {
  const y: Axis = { place: (value) => 100 - value, ticks: [], floor: 100 };
  expect(barsPath(points(5, NaN, -3), 0.5, same, y, 'linear')).toBe('M-0.25,100V95H0.25V100ZM1.75,100V103H2.25V100Z');
  expect(barsPath(points(0), 1, same, y, 'log')).toBe('');
});

test('bars are told apart by how full they are, and lines by their dashes', () => {
  const bars: ChartLine = {
    id: 'a',
    label: 'a',
    colour: 'plain',
    dash: 'dashed',
    points: points(1),
    mark: { kind: 'bars', width: 1 },
  };
  const drawn = lineDrawer(same, same, 'linear')(bars);
  expect(drawn).toMatchObject({ dasharray: undefined, opacity: 0.3, bars: 'M-0.5,0V1H0.5V0Z', shape: { path: '', dots: [] } });
});

test('dots have an upright interval, unless all seeds agree', () => {
  const band = [
    { x: 0, low: 1, high: 3 },
    { x: 1, low: 2, high: 2 },
  ];
  const dots: ChartLine = {
    id: 'a',
    label: 'a',
    colour: 'plain',
    dash: 'solid',
    points: points(2, 2),
    band,
    mark: { kind: 'dots' },
  };
  const { shape, area } = lineDrawer(same, same, 'linear')(dots);
  expect(shape).toEqual({ path: 'M-6,1H6M0,1V3M-6,3H6', dots: [{ x: 0, y: 2 }, { x: 1, y: 2 }], end: undefined }); // prettier-ignore
  expect(area).toBe('');
});
