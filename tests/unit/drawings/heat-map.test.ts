import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import Drawing from '../../../src/components/drawings/Drawing.svelte';
import { drawingNamed, loadDrawings } from '../../../src/components/drawings/drawings.ts';
import { fullness, LEVELS, levelOf, shadePaths } from '../../../src/components/drawings/heat-map.ts';
import { drawingsIn, type HeatmapPanel } from '../../../src/lib/experiments/figure.ts';
import { gridOf, heatMapInWords, rangeOf, shortened } from '../../../src/lib/experiments/heat-map.ts';
import type { LayerCurves } from '../../../src/lib/experiments/runlog.ts';

const reuse: LayerCurves = {
  layers: [
    'block 1, layer 1, from input',
    'block 1, layer 2, from input',
    'block 1, layer 2, from layer 1',
    'block 2, layer 1, from input',
  ],
  x: [0, 30],
  y: [
    [0.1, 0.1, 0.1, 0.1],
    [0.4, 0.2, 0.3, 0.9],
  ],
};

const panel: HeatmapPanel = {
  kind: 'heatmap',
  metric: 'featureReuse',
  arm: 'dense',
  at: 'last',
  within: 'block 1, ',
  title: 'Who reads from whom, first block',
  xLabel: 'source',
  yLabel: 'reader',
  valueLabel: 'mean absolute weight',
  inWords: heatMapInWords,
};

describe('the grid of a heat map', () => {
  it('has the rows and columns that the names say, nothing where nothing was measured, and numbers by the mean of their row if asked to', () => {
    expect(gridOf(panel, reuse)).toEqual({
      rows: ['1', '2'],
      columns: ['input', 'layer 1'],
      values: [
        [0.4, undefined],
        [0.2, 0.3],
      ],
      step: 30,
    });
    expect(gridOf({ ...panel, relative: 'row' }, reuse)?.values).toEqual([
      [1, undefined],
      [0.8, 1.2],
    ]);
    expect(gridOf({ at: 'first' }, reuse)).toMatchObject({
      rows: ['1, layer 1', '1, layer 2', '2, layer 1'],
      values: [[0.1, undefined], [0.1, 0.1], [0.1, undefined]],
      step: 0,
    }); // prettier-ignore
  });

  it('is none without a measurement, of a scalar metric, or of names without rows', () => {
    expect(gridOf(panel, undefined)).toBeUndefined();
    expect(gridOf(panel, { layers: reuse.layers, x: [], y: [] })).toBeUndefined();
    expect(gridOf(panel, { x: [0], y: [1] })).toBeUndefined();
    expect(gridOf({ at: 'last' }, { layers: ['hidden 1'], x: [0], y: [[1]] })).toBeUndefined();
  });

  it('leaves out the words that all names begin with, but never a whole name', () => {
    expect(shortened(['unit 1', 'unit 2'])).toEqual(['1', '2']);
    expect(shortened(['from input', 'from layer 1'])).toEqual(['input', 'layer 1']);
    expect(shortened(['layer 1', 'transition'])).toEqual(['layer 1', 'transition']);
    expect(shortened(['block 7'])).toEqual(['7']);
    expect(shortened([])).toEqual([]);
  });
});

describe('the shades of a heat map', () => {
  const grid = { rows: ['1', '2'], columns: ['a', 'b', 'c'], values: [[0, 0, 1], [undefined, 0.5, Number.NaN]], step: 0 }; // prettier-ignore

  it('run from the least to the greatest number, or over the range that the panel says', () => {
    expect(rangeOf({}, grid)).toEqual([0, 1]);
    expect(rangeOf({ low: -1, high: 2 }, grid)).toEqual([-1, 2]);
    expect([-5, 0, 0.5, 1, 5].map((value) => levelOf(value, [0, 1]))).toEqual([
      0,
      0,
      Math.round(0.5 * (LEVELS - 1)),
      LEVELS - 1,
      LEVELS - 1,
    ]);
    expect(levelOf(3, [3, 3])).toBe(LEVELS - 1);
  });

  it('are the fuller the greater, each by a step that shows, and never as pale as the ground', () => {
    const steps = Array.from({ length: LEVELS }, (_, level) => fullness(level));
    expect(steps[0]).toBeGreaterThan(0.05);
    expect(steps.at(-1)).toBe(1);
    steps.slice(1).forEach((step, i) => expect(step - (steps[i] ?? 1)).toBeGreaterThan(0.07));
  });

  it('are drawn a path each, neighbours in one piece, and gaps left out', () => {
    const paths = shadePaths(grid, [0, 1]);
    expect(paths[0]).toBe('M0,0h2v1h-2z');
    expect(paths[LEVELS - 1]).toBe('M2,0h1v1h-1z');
    expect(paths[levelOf(0.5, [0, 1])]).toBe('M1,1h1v1h-1z');
    expect(paths.join('').match(/M/g)).toHaveLength(3);
  });
});

describe('a heat map in words', () => {
  it('says its size, its range, and where the greatest of each row stands', () => {
    expect(heatMapInWords(panel, { featureReuse: reuse })).toBe(
      'mean absolute weight after 30 updates, in 2 rows (reader) and 2 columns (source): from 0.2 to 0.4. The greatest of each row: 1: input (0.4), 2: layer 1 (0.3).',
    );
    expect(heatMapInWords(panel, {})).toBe('Nothing is drawn yet.');
  });

  it('of many rows names the greatest of all', () => {
    const names = Array.from({ length: 20 }, (_, i) => [`block ${i + 1}, unit 1`, `block ${i + 1}, unit 2`]).flat();
    const gates = { layers: names, x: [0], y: [names.map((_, i) => (i === 33 ? 0.9 : 0.1))] };
    expect(heatMapInWords({ ...panel, within: '' }, { featureReuse: gates })).toBe(
      'mean absolute weight after 0 updates, in 20 rows (reader) and 2 columns (source): from 0.1 to 0.9. The greatest is in row 17, column 2.',
    );
  });
});

describe('the picture', () => {
  beforeAll(() => loadDrawings(drawingsIn([panel])));

  const html = (log: Record<string, LayerCurves>): string =>
    render(Drawing, { props: { id: 'map', panel, log, values: {}, component: drawingNamed('heat-map') } }).body;

  it('is rendered in every layout, with its words, a legend of the shades, and no number that is none', () => {
    const page = html({ featureReuse: reuse });
    expect(page).toContain('data-drawing="heat-map"');
    for (const layout of ['wide', 'medium', 'narrow']) {
      expect(page).toContain(`aria-labelledby="map-${layout}-title map-${layout}-text"`);
      expect(page).toMatch(new RegExp(`<desc id="map-${layout}-text">mean absolute weight after 30 updates[^<]+</desc>`));
    }
    expect(page.match(/<rect/g)).toHaveLength(3 * LEVELS);
    expect(page).toContain('mean absolute weight, after 30 updates');
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('is empty before anything was measured', () => {
    const page = html({});
    expect(page).toContain('Nothing is drawn yet.');
    expect(page).not.toMatch(/<rect|<path|NaN|Infinity|undefined/);
  });
});
