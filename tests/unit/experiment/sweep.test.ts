import { describe, expect, it } from 'vitest';
import { categoriesOf, liveLines, recordedLines } from '../../../src/components/experiment/panels.ts';
import { sweptLines, type SweepPanel } from '../../../src/components/experiment/sweep.ts';
import type { PresetRecording } from '../../../src/lib/experiments/recording.ts';
import { experimentOf } from '../../../src/lib/experiments/registry.ts';

const panel: SweepPanel = {
  kind: 'sweep',
  metric: 'trainLoss',
  settings: ['0.1', '0.2'],
  lines: [{ label: 'plain', look: { colour: 'plain', dash: 'solid' }, arms: ['plain20', 'plain56'] }],
  title: '',
  xLabel: 'learning rate',
  yLabel: 'nats',
  yScale: 'linear',
};
const degradation = experimentOf('degradation');

const armOf = (...ends: readonly number[]): PresetRecording['arms'][string] => ({
  digests: [],
  metrics: { trainLoss: { x: [0, 9], y: ends.map((end) => [7, end]) } },
});
const recording: PresetRecording = {
  version: '',
  params: {},
  seeds: [0, 1],
  seconds: 1,
  calibration: 1,
  arms: { plain20: armOf(1, 3), plain56: armOf(4, 4.5) },
  claims: [],
};

describe('a sweep', () => {
  it('draws a line a net through the ends of its arms, with a band over the seeds', () => {
    expect(recordedLines(degradation, panel, recording)).toEqual([
      {
        id: 'sweep-1-recorded',
        label: 'plain',
        colour: 'plain',
        dash: 'solid',
        points: [
          { x: 1, y: 2 },
          { x: 2, y: 4.25 },
        ],
        band: [
          { x: 1, low: 1, high: 3 },
          { x: 2, low: 4, high: 4.5 },
        ],
      },
    ]);
  });

  it('names the recorded lines only where no run is drawn over them', () => {
    const named = (begun: readonly string[]): unknown =>
      recordedLines(degradation, panel, recording, begun).map(({ label }) => label);
    expect(named(['plain56 trainLoss'])).toEqual(['']);
    expect(named(['plain56 testError', 'residual20 trainLoss'])).toEqual(['plain']);
  });

  it('draws of a run what there is, without a band', () => {
    const [line] = liveLines(degradation, panel, { plain56: { trainLoss: { x: [0, 1], y: [2.3, 2.2] } } });
    expect(line).toMatchObject({ label: 'plain', live: true, points: [{ x: 2, y: 2.2 }] });
    expect(line).not.toHaveProperty('band');
  });

  it('leaves out a net of which there is nothing', () => {
    expect(sweptLines(panel, 'live', () => [])).toEqual([]);
  });

  it('has the settings on its x axis', () => {
    expect(categoriesOf(degradation, panel, recording, {})).toEqual([
      { at: 1, label: '0.1' },
      { at: 2, label: '0.2' },
    ]);
  });

  it('has those settings alone that the preset runs', () => {
    const three: SweepPanel = {
      ...panel,
      settings: ['0.1', '0.2', '0.3'],
      lines: [{ label: 'plain', look: { colour: 'plain', dash: 'solid' }, arms: ['plain20', 'plain56', 'residual20'] }],
    };
    const named = (live: Parameters<typeof categoriesOf>[3], recorded?: PresetRecording): unknown =>
      categoriesOf(degradation, three, recorded, live)?.map(({ label }) => label);
    expect(named({}, recording)).toEqual(['0.1', '0.2']);
    expect(named({ residual20: {} }, recording)).toEqual(['0.1', '0.2', '0.3']);
    expect(named({})).toEqual(['0.1', '0.2', '0.3']);
  });
});
