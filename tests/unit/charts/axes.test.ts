import { expect, test } from 'vitest';
import { isDrawable, logTicks, xAxis, xExtent, yAxis, yExtent, type Axis } from '../../../src/components/charts/axes.ts';
import type { ChartLine, YScale } from '../../../src/components/charts/chart.ts';

const line = (...values: number[]): ChartLine => ({
  id: 'a',
  label: 'a',
  colour: 'plain',
  dash: 'solid',
  points: values.map((y, x) => ({ x, y })),
});

const xAxisOf = (lines: readonly ChartLine[], range: readonly [number, number]): Axis => xAxis(xExtent(lines), range, 5);
const yAxisOf = (lines: readonly ChartLine[], scale: YScale): Axis => yAxis(yExtent(lines, scale), scale, [100, 0], 6);

const printed = (ticks: ReturnType<typeof logTicks>): string[] =>
  ticks.map(({ label, exponent }) => (exponent === undefined ? label : `${label}^${exponent}`));

test('a log axis over many decades has a few powers of ten, evenly spread', () => {
  expect(printed(logTicks(1e-46, 1e26, 6))).toEqual(['10^-40', '10^-20', '10^0', '10^20']);
  expect(printed(logTicks(1e-9, 1e2, 6))).toEqual(['10^-8', '10^-6', '10^-4', '10^-2', '10^0', '10^2']);
});

test('powers of ten that are short to write are written out', () => {
  expect(printed(logTicks(0.002, 40, 6))).toEqual(['0.01', '0.1', '1', '10']);
  expect(printed(logTicks(0.9, 1100, 6))).toEqual(['1', '10', '100', '1,000']);
});

test('under two decades a log axis has ones, twos and fives', () => {
  expect(printed(logTicks(0.06, 0.4, 6))).toEqual(['0.06', '0.07', '0.08', '0.09', '0.1', '0.2', '0.3', '0.4']);
  expect(printed(logTicks(0.02, 0.4, 6))).toEqual(['0.02', '0.05', '0.1', '0.2']);
  expect(printed(logTicks(2.4e-7, 3.8e-7, 6))).toEqual(['2.5 × 10^-7', '3 × 10^-7', '3.5 × 10^-7']);
  expect(printed(logTicks(3e-6, 6e-5, 6))).toEqual(['5 × 10^-6', '10^-5', '2 × 10^-5', '5 × 10^-5']);
});

test('no log axis has more ticks than asked for', () => {
  for (let decades = 2; decades < 300; decades += 1) {
    const ticks = logTicks(1e-150, 1e-150 * 10 ** decades, 6);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
  }
});

test('a log axis leaves out what has no logarithm, and gives every other value a place inside', () => {
  const axis = yAxisOf([line(0, -3, NaN, Infinity, 1e-20, 1e10)], 'log');
  expect(axis.place(1e-20)).toBeLessThan(100);
  expect(axis.place(1e10)).toBeGreaterThan(0);
  expect(axis.ticks.every(({ value }) => axis.place(value) >= 0 && axis.place(value) <= 100)).toBe(true);
});

test('long numbers on a linear axis are told in thousands or millions, all of them in one unit', () => {
  expect(printed(yAxisOf([line(0, 29_000_000)], 'linear').ticks)).toEqual(['0', '5 M', '10 M', '15 M', '20 M', '25 M', '30 M']);
  expect(printed(yAxisOf([line(0, 480_000)], 'linear').ticks)).toEqual(['0', '100 k', '200 k', '300 k', '400 k', '500 k']);
  expect(printed(yAxisOf([line(0, 48_000)], 'linear').ticks)).toContain('10,000');
});

test('what lies above the top of the y axis does not stretch it', () => {
  expect(yExtent([line(2, 1, 40)], 'linear', 3)).toEqual([1, 3]);
  expect(yExtent([line(2, 1, 40)], 'linear')).toEqual([1, 40]);
});

test('a y axis that covers given numbers is the same over lines of different heights', () => {
  expect(yExtent([line(0.1, 0.6)], 'linear', undefined, [-0.5, 2])).toEqual([-0.5, 2]);
  expect(yExtent([line(0.1, 3)], 'linear', undefined, [-0.5, 2])).toEqual([-0.5, 3]);
});

test('the y axis takes bands into account', () => {
  const axis = yAxisOf([{ ...line(1, 2), band: [{ x: 0, low: 0.2, high: 5 }] }], 'linear');
  expect(axis.place(0.2)).toBeLessThanOrEqual(100);
  expect(axis.place(5)).toBeGreaterThanOrEqual(0);
});

test.each(['linear', 'log'] as const)(
  'a %s axis of nothing, and of a single value, still has ticks and finite places',
  (scale) => {
    for (const lines of [[], [line(NaN)], [line(3)]]) {
      const axes = [xAxisOf(lines, [0, 100]), yAxisOf(lines, scale)];
      for (const { ticks, place } of axes) {
        expect(ticks.length).toBeGreaterThan(0);
        expect(place(3)).toSatisfy(Number.isFinite);
      }
    }
  },
);

test('places are rounded to a tenth of a unit', () => {
  expect(xAxisOf([line(1, 1, 1, 1)], [0, 100]).place(1)).toBe(33.3);
});

test('the x axis runs exactly over the data', () => {
  const axis = xAxisOf([line(1, 1, 1)], [10, 110]);
  expect([axis.place(0), axis.place(2)]).toEqual([10, 110]);
});

test('zero has a place on a linear axis only', () => {
  expect([isDrawable(0, 'linear'), isDrawable(0, 'log'), isDrawable(Infinity, 'linear')]).toEqual([true, false, false]);
});

test('between whole numbers the x axis counts', () => {
  const labels = (low: number, high: number): string[] => xAxis([low, high], [0, 100], 8).ticks.map((tick) => tick.label);
  expect(labels(1, 4)).toEqual(['1', '2', '3', '4']);
  expect(labels(0, 500).slice(0, 2)).toEqual(['0', '50']);
  expect(labels(0, 1)).toContain('0.5');
});

test('bars have room for their width and stand on zero, dots for their place', () => {
  const bars: ChartLine = { ...line(3, 4), mark: { kind: 'bars', width: 0.5 } };
  expect(xExtent([bars])).toEqual([-0.25, 1.25]);
  expect(yExtent([bars], 'linear')).toEqual([0, 4]);
  expect(yExtent([bars], 'log')).toEqual([3, 4]);
  expect(xExtent([{ ...line(1), mark: { kind: 'dots' } }])).toEqual([-0.5, 0.5]);
});

test('the floor of an axis is zero, or its lower end where it has no zero', () => {
  expect(yAxis([-1, 1], 'linear', [100, 0], 5).floor).toBe(50);
  expect(yAxis([0, 1], 'linear', [100, 0], 5).floor).toBe(100);
  expect(yAxis([1, 10], 'log', [100, 0], 5).floor).toBe(100);
});
