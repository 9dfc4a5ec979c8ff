import { describe, expect, it } from 'vitest';
import { liveTables, recordedTables } from '../../../src/components/experiment/table.ts';
import { drawingsInWords, isMapped, recordingInWords, runInWords } from '../../../src/components/experiment/figure-words.ts';
import { meanLog } from '../../../src/components/experiment/means.ts';
import { heatMapInWords } from '../../../src/lib/experiments/heat-map.ts';
import { mnist } from '../../../src/lib/experiments/datasets.ts';
import { defineTraining, measured } from '../../../src/lib/experiments/experiment.ts';
import type { PresetRecording } from '../../../src/lib/experiments/recording.ts';
import type { LayerCurves } from '../../../src/lib/experiments/runlog.ts';
import { highwayMlp } from '../../../src/lib/models/shortcut-mlp.ts';
import { plan } from '../../training/settings.ts';

const map = {
  kind: 'heatmap',
  arm: 'highway',
  xLabel: 'unit',
  yLabel: 'layer',
  valueLabel: 'opening of a gate',
  inWords: heatMapInWords,
} as const;

/** An example whose gates are shown as maps, before and after training. */
const gates = defineTraining({
  title: 'Gates',
  summary: 'Which gates open.',
  params: {},
  metrics: measured('trainLoss', 'unitGates', 'gateOpening'),
  claims: [],
  figure: [
    { ...map, title: 'Gates at the start', metric: 'unitGates', at: 'first', low: 0, high: 1 },
    { ...map, title: 'Gates at the end', metric: 'unitGates', at: 'last', low: 0, high: 1 },
    { kind: 'profile', title: 'Means', metric: 'gateOpening', at: 'last', xLabel: 'layer', yLabel: 'opening', yScale: 'linear' },
  ],
  section: '/highway-networks/#gates',
  presets: { quick: { label: 'quick', note: '', values: {}, arms: ['highway'], seeds: [0, 1] } },
  dataset: () => mnist({ train: 100, test: 100 }),
  arms: {
    highway: {
      label: 'highway',
      look: { colour: 'highway', dash: 'solid' },
      model: () => highwayMlp({ depth: 3, width: 2, fn: 'tanh', outputs: 10, gateBias: -1 }),
    },
  },
  training: () => plan,
});

const layers = ['block 1, unit 1', 'block 1, unit 2', 'block 2, unit 1', 'block 2, unit 2'];
const unitGates: LayerCurves = { layers, x: [0, 20], y: [[0.27, 0.27, 0.27, 0.27], [0.1, 0.2, 0.3, 0.4]] }; // prettier-ignore
const opening: LayerCurves = { layers: ['block 1', 'block 2'], x: [0], y: [[0.27, 0.26]] };

const recording: PresetRecording = {
  version: 'abc',
  params: {},
  seeds: [0, 1],
  seconds: 1,
  calibration: 1,
  arms: {
    highway: {
      digests: ['', ''],
      metrics: {
        unitGates: { ...unitGates, y: [unitGates.y] },
        gateOpening: { ...opening, y: [opening.y, [[0.29, 0.28]]] },
      },
    },
  },
  claims: [],
};

describe('a figure with heat maps', () => {
  it('is told in the words of its maps, and their metrics not layer by layer', () => {
    expect(isMapped(gates, 'unitGates')).toBe(true);
    expect(isMapped(gates, 'gateOpening')).toBe(false);
    const [start, end] = drawingsInWords(gates, { highway: { unitGates } }, {});
    expect(start).toMatch(
      /^opening of a gate after 0 updates, in 2 rows \(layer\) and 2 columns \(unit\): from 0\.27 to 0\.27\./,
    );
    expect(end).toMatch(/^opening of a gate after 20 updates, .+ The greatest of each row: 1: 2 \(0\.2\), 2: 2 \(0\.4\)\.$/);
    expect(runInWords(gates, { highway: { unitGates, gateOpening: opening } })).toEqual([
      'highway: mean opening of the gates 0.27 in the first layer and 0.26 in the last at step 0.',
    ]);
  });

  it('leaves out of its words what one number a layer tells a claim alone', () => {
    const figure = gates.figure.filter(({ kind }) => kind === 'heatmap');
    expect(runInWords({ ...gates, figure }, { highway: { gateOpening: opening } })).toEqual([]);
  });

  it('has a table of rows and columns for each map, of a run and of a recording', () => {
    const [start, end] = liveTables(gates, { highway: { unitGates } });
    expect([start, end].map((table) => table?.caption)).toEqual([
      'This run: opening of a gate after 0 updates; Gates at the start',
      'This run: opening of a gate after 20 updates; Gates at the end',
    ]);
    expect(end?.header).toEqual(['layer \\ unit', '1', '2']);
    expect(end?.rows).toEqual([['1', '0.1', '0.2'], ['2', '0.3', '0.4']]); // prettier-ignore
    const recorded = recordedTables(gates, recording);
    expect(recorded.map(({ caption }) => caption)).toEqual([
      'Recorded, one seed: opening of a gate after 0 updates; Gates at the start',
      'Recorded, one seed: opening of a gate after 20 updates; Gates at the end',
      'Recorded, mean of 2 seeds (least to greatest): mean opening of the gates; highway, at step 0',
    ]);
    expect(recorded[1]?.rows).toEqual(end?.rows);
  });

  it('is drawn from the mean of the recorded seeds before there is a run', () => {
    expect(meanLog(recording)['highway']?.['unitGates']).toEqual(unitGates);
    expect(drawingsInWords(gates, meanLog(recording), {})).toEqual(drawingsInWords(gates, { highway: { unitGates } }, {}));
    expect(recordingInWords(gates, recording)).toEqual([
      'highway: mean opening of the gates 0.28 in the first layer and 0.27 in the last at step 0 (mean of 2 seeds).',
    ]);
  });
});
