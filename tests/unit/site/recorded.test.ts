import { expect, test } from 'vitest';
import type { Metric } from '../../../src/lib/experiments/metrics.ts';
import type { Recording } from '../../../src/lib/experiments/recording.ts';
import { experimentIds, experimentOf, type ExperimentId } from '../../../src/lib/experiments/registry.ts';
import { printNumber, recordedNumber, superscript, type Query } from '../../../src/lib/site/recorded.ts';
import { readRecording } from '../../../src/lib/tools/record/files.ts';

/** Three seeds; the deep arm ends 0.2, 0.3 and 0.4 above the shallow one. */
const recording: Recording = {
  format: 1,
  experiment: 'degradation',
  recordedOn: '2026-11-21',
  backend: 'wasm',
  engine: 'Chromium',
  packages: {},
  presets: {
    quick: {
      version: 'abc',
      params: {},
      seeds: [0, 1, 2],
      seconds: 1,
      calibration: 1,
      claims: [],
      arms: {
        shallow: {
          digests: [],
          metrics: {
            loss: {
              x: [0, 100],
              y: [
                [2.3, 2],
                [2.3, 1.9],
                [2.3, 2],
              ],
            },
            norm: {
              layers: ['first', 'last'],
              x: [0, 100],
              y: [
                [
                  [1, 8],
                  [1, 2],
                ],
                [
                  [2, 8],
                  [1, 2],
                ],
                [
                  [4, 8],
                  [1, 2],
                ],
              ],
            },
          },
        },
        deep: {
          digests: [],
          metrics: {
            loss: {
              x: [0, 100],
              y: [
                [2.4, 2.2],
                [2.4, 2.2],
                [2.4, 2.4],
              ],
            },
          },
        },
      },
    },
  },
};

const base: Query = { preset: 'quick', arm: 'deep', metric: 'loss', at: 'last', stat: 'mean', digits: 3 };
const text = (query: Partial<Query>): string => recordedNumber(recording, { ...base, ...query }).text;

/** With one seed, at one point: the tree of twelve inputs. */
const parity: Pick<Recording, 'experiment' | 'presets'> = {
  experiment: 'parity-circuits',
  presets: {
    quick: {
      version: 'abc',
      params: {},
      seeds: [0],
      seconds: 1,
      calibration: 1,
      claims: [],
      arms: { tree: { digests: [], metrics: { gates: { x: [12], y: [[33]] }, wires: { x: [12], y: [[66]] } } } },
    },
  },
};

/** The metrics of an experiment that are counts. */
const countsOf = (id: ExperimentId): readonly string[] =>
  Object.entries<Metric>(experimentOf(id).metrics).flatMap(([name, { isCount }]) => (isCount ? [name] : []));

test('a statistic is taken over the seeds at the point asked for', () => {
  expect(text({})).toBe('2.27');
  expect(text({ stat: 'min' })).toBe('2.20');
  expect(text({ stat: 'max' })).toBe('2.40');
  expect(text({ stat: 'median' })).toBe('2.20');
  expect(text({ stat: 'range' })).toBe('2.20 to 2.40');
  expect(text({ at: 'first', stat: 'range' })).toBe('2.40');
  expect(text({ at: 100, arm: 'shallow' })).toBe('1.97');
});

test('differences and ratios are taken seed by seed, before the statistic', () => {
  expect(text({ minus: { arm: 'shallow' }, stat: 'range', digits: 2 })).toBe('0.20 to 0.40');
  expect(text({ over: { at: 'first' }, stat: 'max' })).toBe('1.00');
  expect(text({ arm: 'shallow', metric: 'norm', at: 'first', layer: -1, over: { layer: 0 }, stat: 'range', digits: 2 })).toBe(
    '2.0 to 8.0',
  );
});

test('a recording of what is no experiment of the book is refused', () => {
  expect(() => recordedNumber({ ...recording, experiment: 'nothing' }, base)).toThrow('The book has no experiment "nothing".');
});

test.each<[string, Partial<Query>, string]>([
  ['preset', { preset: 'full' }, 'has no preset "full". It has: quick.'],
  ['arm', { arm: 'plain' }, 'no arm "plain". It has: shallow, deep.'],
  ['metric', { metric: 'error' }, 'The recorded arm "deep" has no "error". It has: loss.'],
  ['point', { at: 50 }, '"loss" of "deep" was not recorded at 50. It was at: 0, 100.'],
  ['layer', { arm: 'shallow', metric: 'norm', layer: 2 }, '"norm" of "shallow" has no layer 2. It has 2: first, last.'],
  [
    'choice of a layer',
    { arm: 'shallow', metric: 'norm' },
    '"norm" of "shallow" has one number per layer; add layer={0} for the first.',
  ],
  ['need of a layer', { layer: 0 }, '"loss" of "deep" is one number, not one per layer; leave layer={0} out.'],
  ['single comparison', { over: {}, minus: {} }, 'Give either over={...} or minus={...}, not both'],
])('a wrong %s is refused, with what there is', (_, query, message) => {
  expect(() => text(query)).toThrow(message);
});

test.each([
  [8, 3, '8'],
  [0, 2, '0'],
  [26_624, 5, '26,624'],
  [26_624, 2, '27,000'],
  [10.5, 3, '10.5'],
  [-3, 2, '−3'],
  [1_700_000, 3, '1.70 × 10⁶'],
])('a count of %d to %d significant digits reads %s', (value, digits, expected) => {
  expect(printNumber(value, digits, true)).toBe(expected);
});

test('the metrics of the book say what is a count: its numbers read as such, their quotients do not', () => {
  const { experiment, presets } = parity;
  const counted = (query: Partial<Query>): string =>
    recordedNumber({ ...recording, experiment, presets }, { ...base, arm: 'tree', metric: 'gates', ...query }).text;
  expect(counted({})).toBe('33');
  expect(counted({ stat: 'range', minus: { metric: 'wires' } })).toBe('−33');
  expect(counted({ over: { metric: 'wires' } })).toBe('0.500');
});

test.each(experimentIds.map((id) => ({ id, counts: countsOf(id) })).filter(({ counts }) => counts.length > 0))(
  'what $id counts was whole whenever it was recorded',
  ({ id, counts }) => {
    const recorded = readRecording(id);
    const values = Object.values(recorded?.presets ?? {}).flatMap(({ arms }) =>
      Object.values(arms).flatMap(({ metrics }) => counts.flatMap((name) => metrics[name]?.y.flat(2) ?? [])),
    );
    expect(values.length).toBeGreaterThan(0);
    expect(values.filter((value) => !Number.isInteger(value))).toEqual([]);
  },
);

test.each([
  [2, 3, '2.00'],
  [0.01396, 3, '0.0140'],
  [1440.4, 2, '1,400'],
  [9.996, 3, '10.0'],
  [-0.31, 2, '−0.31'],
  [0, 3, '0.00'],
  [2.5857e26, 3, '2.59 × 10²⁶'],
  [7.006e-46, 3, '7.01 × 10⁻⁴⁶'],
])('%d to %d significant digits reads %s', (value, digits, expected) => {
  expect(printNumber(value, digits)).toBe(expected);
});

test('every digit and the sign have a superscript', () => {
  expect(superscript(-1234567890)).toBe('⁻¹²³⁴⁵⁶⁷⁸⁹⁰');
});
