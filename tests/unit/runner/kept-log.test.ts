import { describe, expect, it } from 'vitest';
import { experimentIds, experimentOf } from '../../../src/lib/experiments/registry.ts';
import type { RunLog } from '../../../src/lib/experiments/runlog.ts';
import { keptLog, mostOfLayers, mostPoints } from '../../../src/lib/runner/history/kept-log.ts';
import { readLogText } from '../../../src/lib/runner/history/read-run.ts';

const count = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe('what is kept of a log', () => {
  const degradation = experimentOf('degradation');

  it('is at most so many points of a curve, with both ends, in five digits', () => {
    const x = count(10_000);
    const kept = keptLog(degradation, { plain20: { trainLoss: { x, y: x.map((i) => 1 / 3 + i) } } })['plain20']?.['trainLoss'];
    expect(kept?.x).toHaveLength(mostPoints);
    expect([kept?.x.at(0), kept?.x.at(-1)]).toEqual([0, 9999]);
    expect([kept?.y.at(0), kept?.y.at(-1)]).toEqual([0.33333, 9999.3]);
  });

  it('is of many layers few points, and never less than the first and the last', () => {
    const keep = (layers: number) =>
      keptLog(degradation, {
        plain56: { gradientNorm: { layers: count(layers).map(String), x: count(500), y: count(500).map(() => count(layers)) } },
      })['plain56']?.['gradientNorm'];
    expect(keep(56)?.x).toHaveLength(Math.floor(mostOfLayers / 56));
    expect(keep(5000)?.x).toEqual([0, 499]);
  });

  it('has no layers that only bars, maps and drawings show', () => {
    const series = { layers: ['hidden 1, neuron 1'], x: [0], y: [[1]] };
    const log: RunLog = { two: { biasGradients: series, biasGradientNorm: series, trainLoss: { x: [0], y: [1] } } };
    expect(Object.keys(keptLog(experimentOf('learning-speeds'), log)['two'] ?? {}).sort()).toEqual([
      'biasGradientNorm',
      'trainLoss',
    ]);
  });

  it('comes back from the storage as it went in, with NaN for what was not finite', () => {
    const log: RunLog = { plain20: { trainLoss: { x: [0, 1], y: [2.5, Infinity] }, testError: { x: [], y: [] } } };
    expect(readLogText(JSON.stringify(keptLog(degradation, log)))).toEqual({
      plain20: { trainLoss: { x: [0, 1], y: [2.5, Number.NaN] }, testError: { x: [], y: [] } },
    });
  });

  it.each(experimentIds.filter((id) => experimentOf(id).kind === 'training'))(
    'keeps every line that the charts of %s draw',
    (id) => {
      const experiment = experimentOf(id);
      const series = (kind: string) => (kind === 'layers' ? { layers: ['block 1'], x: [0], y: [[1]] } : { x: [0], y: [1] });
      const arm = Object.fromEntries(Object.entries(experiment.metrics).map(([name, { kind }]) => [name, series(kind)]));
      const kept = Object.keys(keptLog(experiment, { arm })['arm'] ?? {});
      const drawn = experiment.figure.flatMap((panel) => {
        if (panel.kind === 'drawing' || panel.kind === 'heatmap' || panel.kind === 'bars') return [];
        return panel.kind === 'metrics' ? panel.metrics : [panel.metric];
      });
      expect(kept).toEqual(expect.arrayContaining(drawn));
    },
  );
});
