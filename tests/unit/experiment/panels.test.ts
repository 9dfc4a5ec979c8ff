import { describe, expect, it } from 'vitest';
import type { ChartLine } from '../../../src/components/charts/chart.ts';
import { showsNeurons } from '../../../src/components/experiment/bars.ts';
import { begunIn, categoriesOf, inOrder, liveLines, recordedLines } from '../../../src/components/experiment/panels.ts';
import { liveTables, recordedTables } from '../../../src/components/experiment/table.ts';
import { drawingsInWords, recordingInWords, runInWords, xNameOf } from '../../../src/components/experiment/figure-words.ts';
import { bytesInWords, secondsInWords } from '../../../src/components/experiment/words.ts';
import { chartsIn, type ChartPanel } from '../../../src/lib/experiments/figure.ts';
import { defaults } from '../../../src/lib/experiments/params.ts';
import type { PresetRecording } from '../../../src/lib/experiments/recording.ts';
import { experimentOf } from '../../../src/lib/experiments/registry.ts';
import type { RunLog } from '../../../src/lib/experiments/runlog.ts';

const degradation = experimentOf('degradation');
const [loss, , profile] = chartsIn(degradation.figure);

const recording: PresetRecording = {
  version: 'abc',
  params: {},
  seeds: [0, 1],
  seconds: 1,
  calibration: 1,
  arms: {
    plain20: {
      digests: ['', ''],
      metrics: {
        trainLoss: { x: [0, 150], y: [[2.4, 2], [2.6, 2.2]] },
        gradientNorm: { layers: ['conv 1', 'dense'], x: [0], y: [[[1, 4]], [[3, 8]]] },
      },
    },
  },
  claims: [],
}; // prettier-ignore

const live: RunLog = { plain20: { trainLoss: { x: [0, 1], y: [2.5, 2.4] } } };

describe('the lines of a panel', () => {
  it('are the mean of the seeds with the band between the least and the greatest', () => {
    const [line] = recordedLines(degradation, loss ?? never(), recording);
    expect(line).toMatchObject({ id: 'plain20-recorded', label: 'plain, 20 layers', colour: 'plain', dash: 'solid' });
    expect(line?.points).toEqual([{ x: 0, y: 2.5 }, { x: 150, y: 2.1 }]); // prettier-ignore
    expect(line?.band).toEqual([{ x: 0, low: 2.4, high: 2.6 }, { x: 150, low: 2, high: 2.2 }]); // prettier-ignore
  });

  it('have their name on the live line, once there is one', () => {
    const recorded = recordedLines(degradation, loss ?? never(), recording, begunIn(live));
    expect(recorded.map(({ id, label, live: isLive }) => [id, label, isLive])).toEqual([['plain20-recorded', '', undefined]]);
    const own = liveLines(degradation, loss ?? never(), live);
    expect(own.map(({ id, label, live: isLive }) => [id, label, isLive])).toEqual([['plain20-live', 'plain, 20 layers', true]]);
  });

  it('have it on the recorded line while their arm has not begun, in the order of the arms', () => {
    const two = { ...recording, arms: { ...recording.arms, plain56: recording.arms['plain20'] ?? never() } };
    const panel = loss ?? never();
    const named = (log: RunLog): unknown =>
      inOrder(recordedLines(degradation, panel, two, begunIn(log)), liveLines(degradation, panel, log)).flatMap(
        ({ id, label }) => (label === '' ? [] : [[id, label]]),
      );
    const both = ['plain, 20 layers', 'plain, 56 layers'];
    expect(named({})).toEqual([['plain20-recorded', both[0]], ['plain56-recorded', both[1]]]); // prettier-ignore
    // The second arm may be the first to be trained; nothing of what it measured later on is there yet.
    expect(named({ plain56: live['plain20'] ?? never() })).toEqual([['plain20-recorded', both[0]], ['plain56-live', both[1]]]); // prettier-ignore
    expect(named({ plain20: {}, own: {} })).toEqual([['plain20-recorded', both[0]], ['plain56-recorded', both[1]]]); // prettier-ignore
  });

  it('of an arm without a recording come last', () => {
    const extra: ChartLine = { id: 'own-live', label: 'your model', colour: 'own', dash: 'dotted', points: [], live: true };
    const recorded = recordedLines(degradation, loss ?? never(), recording);
    expect(inOrder(recorded, [extra])).toEqual([...recorded, extra]);
  });

  it('run over the layers in a profile', () => {
    const [line] = recordedLines(degradation, profile ?? never(), recording);
    expect(line?.points).toEqual([{ x: 1, y: 2 }, { x: 2, y: 6 }]); // prettier-ignore
  });

  it('of a computed example are its own, without a band', () => {
    const linear = experimentOf('linear-product');
    if (linear.kind !== 'compute') throw new Error('linear-product computes');
    const log = linear.compute({ ...defaults(linear.params), scale: 0.5, depth: 3 });
    const panel = chartsIn(linear.figure)[0] ?? never();
    expect(recordedLines(linear, panel, recording)).toEqual([]);
    const lines = liveLines(linear, panel, log);
    expect(lines.map(({ id, points }) => [id, points.length])).toEqual([
      ['activation-live', 3],
      ['backpropagated-live', 3],
      ['weightGradient-live', 3],
    ]);
    // C1 of the linear chain: delta^1 = c^(L-1), delta^L = 1.
    expect(lines[1]?.points.map(({ y }) => y)).toEqual([0.25, 0.5, 1]);
  });

  it('of a computed example leave out an arm that has no point under these settings', () => {
    const norms = experimentOf('norm-invariances');
    if (norms.kind !== 'compute') throw new Error('norm-invariances computes');
    for (const panel of chartsIn(norms.figure)) {
      const armsWith = (shape: string): readonly string[] =>
        liveLines(norms, panel, norms.compute({ ...defaults(norms.params), shape })).map(({ label }) => label);
      expect(armsWith('vectors'), panel.title).toEqual(expect.arrayContaining(['batch', 'layer', 'group', 'RMS']));
      expect(armsWith('vectors'), panel.title).not.toContain('instance');
      expect(armsWith('images'), panel.title).toContain('instance');
    }
  });

  it('of a run keep the name of an arm that has begun and measured nothing yet', () => {
    const begun: RunLog = { plain20: { trainLoss: { x: [], y: [] } } };
    expect(liveLines(degradation, loss ?? never(), begun).map(({ label }) => label)).toEqual(['plain, 20 layers']);
  });

  it('are broken, in the order of x, where their arm has a point of another outcome', () => {
    const panel: ChartPanel = {
      ...(loss ?? never()),
      kind: 'curves',
      metric: 'trainLoss',
      brokenBy: ['testError', 'lossVariation'],
    };
    const log: RunLog = {
      plain20: { trainLoss: { x: [1, 2, 4], y: [5, 6, 7] }, testError: { x: [3], y: [50] }, lossVariation: { x: [0], y: [9] } },
      plain56: { trainLoss: { x: [1, 3], y: [5, 6] } },
    };
    expect(liveLines(degradation, panel, log).map(({ points: drawn }) => drawn.map(({ x, y }) => [x, y]))).toEqual([
      [[0, Number.NaN], [1, 5], [2, 6], [3, Number.NaN], [4, 7]],
      [[1, 5], [3, 6]],
    ]); // prettier-ignore
  });

  it('keep the order of their points where nothing breaks them', () => {
    const panel: ChartPanel = { ...(loss ?? never()), kind: 'curves', metric: 'trainLoss', brokenBy: ['testError'] };
    const log: RunLog = { plain20: { trainLoss: { x: [2, 1], y: [5, 6] }, testError: { x: [], y: [] } } };
    expect(liveLines(degradation, panel, log)[0]?.points).toEqual([{ x: 2, y: 5 }, { x: 1, y: 6 }]); // prettier-ignore
  });
});

const points: ChartPanel = {
  kind: 'points',
  metric: 'trainLoss',
  title: '',
  xLabel: 'network',
  yLabel: 'nats',
  yScale: 'linear',
};

describe('a profile', () => {
  it('shows some arms where it names them', () => {
    const panel: ChartPanel = { ...points, kind: 'profile', metric: 'gradientNorm', at: 'first', arms: ['plain56'] };
    const gradientNorm = { layers: ['conv 1', 'dense'], x: [0], y: [[1, 4]] };
    const lines = liveLines(degradation, panel, { plain20: { gradientNorm }, plain56: { gradientNorm } });
    expect(lines.map(({ label }) => label)).toEqual(['plain, 56 layers']);
  });

  it('of blocks leaves out the layers in their branches and around them', () => {
    const panel: ChartPanel = { ...points, kind: 'profile', metric: 'activationSpread', at: 'last', of: 'blocks' };
    const layers = ['conv 1', 'block 1, conv 1', 'block 1', 'block 2, conv 1', 'block 2'];
    const run: RunLog = { residual20: { activationSpread: { layers, x: [0], y: [[1, 2, 3, 4, 5]] } } };
    expect(liveLines(degradation, panel, run)[0]?.points).toEqual([{ x: 1, y: 3 }, { x: 2, y: 5 }]); // prettier-ignore
  });
});

describe('dots', () => {
  it('stand one an arm, in the order of the arms, with the interval over the seeds', () => {
    const [line] = recordedLines(degradation, points, recording);
    expect(line).toMatchObject({ label: 'plain, 20 layers', mark: { kind: 'dots' }, points: [{ x: 1, y: 2.1 }] });
    expect(line?.band).toEqual([{ x: 1, low: 2, high: 2.2 }]);
    expect(liveLines(degradation, points, live)[0]?.points).toEqual([{ x: 1, y: 2.4 }]);
  });

  it('stand at the x where a curve first is below a bound, and nowhere where it never is', () => {
    const reached = (below: number) => recordedLines(degradation, { ...points, below }, recording)[0];
    expect(reached(2.5)?.points[0]?.y).toBeCloseTo(18.75, 10);
    expect(reached(2.5)?.band?.[0]?.low).toBe(0);
    expect(reached(2.5)?.band?.[0]?.high).toBeCloseTo(37.5, 10);
    expect(reached(2.1)?.points).toEqual([{ x: 1, y: Number.NaN }]);
    expect(liveLines(degradation, { ...points, below: 2.45 }, live)[0]?.points[0]?.y).toBeCloseTo(0.5, 10);
  });

  it('have the names of the arms below them', () => {
    const categories = categoriesOf(degradation, points, recording, {});
    expect(categories?.slice(0, 2)).toEqual([
      { at: 1, label: 'plain, 20 layers' },
      { at: 2, label: 'plain, 56 layers' },
    ]);
  });
});

describe('bars', () => {
  const layered: ChartPanel = { ...points, kind: 'bars', metric: 'gradientNorm', at: 'last' };
  const run: RunLog = {
    plain20: { gradientNorm: { layers: ['conv 1', 'dense'], x: [0, 9], y: [[1, 2], [3, 4]] } },
    residual20: { gradientNorm: { layers: ['conv 1', 'dense'], x: [0, 9], y: [[5, 6], [7, 8]] } },
  }; // prettier-ignore

  it('of a layered metric stand one a layer, named, those of all arms side by side', () => {
    const lines = liveLines(degradation, layered, run);
    expect(lines.map(({ points: [bar], mark }) => [bar, mark])).toEqual([
      [
        { x: 1 - 1.5 * 0.225, y: 3 },
        { kind: 'bars', width: 0.225 },
      ],
      [
        { x: 1 + 0.5 * 0.225, y: 7 },
        { kind: 'bars', width: 0.225 },
      ],
    ]);
    expect(categoriesOf(degradation, layered, undefined, run)).toEqual([
      { at: 1, label: 'conv 1' },
      { at: 2, label: 'dense' },
    ]);
  });

  it('of one arm, at the first measurement, are wide and stand in the middle', () => {
    const [line] = liveLines(degradation, { ...layered, arm: 'residual20', at: 'first' }, run);
    expect(line).toMatchObject({ points: [{ x: 1, y: 5 }, { x: 2, y: 6 }], mark: { width: 0.9 } }); // prettier-ignore
  });

  it('of a scalar metric stand one at each x, as wide as the bins', () => {
    const panel: ChartPanel = { ...points, kind: 'bars', metric: 'trainLoss', arm: 'plain20' };
    const [line] = liveLines(degradation, panel, { plain20: { trainLoss: { x: [-1, -0.5, 0], y: [1, 2, 3] } } });
    expect(line).toMatchObject({ points: [{ x: -1 }, { x: -0.5 }, { x: 0 }], mark: { kind: 'bars', width: 0.45 } });
    expect(categoriesOf(degradation, panel, undefined, {})).toBeUndefined();
  });

  it('of single neurons stand in groups, a layer each, and are those of one seed', () => {
    const layers = ['hidden 1, neuron 1', 'hidden 1, neuron 2', 'hidden 2, neuron 1', 'hidden 2, neuron 2'];
    const neurons: PresetRecording = {
      ...recording,
      arms: { plain20: { digests: [], metrics: { gradientNorm: { layers, x: [0], y: [[[1, 2, 3, 4]], [[9, 9, 9, 9]]] } } } },
    };
    const panel: ChartPanel = { ...layered, arm: 'plain20' };
    const [line] = recordedLines(degradation, panel, neurons);
    expect(line?.points).toEqual([{ x: 1, y: 1 }, { x: 2, y: 2 }, { x: 4, y: 3 }, { x: 5, y: 4 }]); // prettier-ignore
    expect([showsNeurons([panel], neurons), showsNeurons([points, layered], recording)]).toEqual([true, false]);
    expect(categoriesOf(degradation, panel, neurons, {})).toEqual([
      { at: 1.5, label: 'hidden 1' },
      { at: 4.5, label: 'hidden 2' },
    ]);
  });

  it('as recorded make room for those of the reader’s run, which would stand before them', () => {
    expect(recordedLines(degradation, layered, recording)[0]?.isUnseen).toBeUndefined();
    expect(recordedLines(degradation, layered, recording, begunIn(run))[0]?.isUnseen).toBe(true);
  });
});

describe('what a metric runs over', () => {
  const chain = experimentOf('neuron-chain');

  it('is named by the panel that draws it against x, else by the drawing, else by any chart', () => {
    expect(xNameOf(degradation, 'trainLoss')).toBe('step');
    expect(xNameOf(degradation, 'gradientNorm')).toBe('step');
    expect(xNameOf(chain, 'slope')).toBe('neuron');
  });

  it('is said in the words of its drawing too', () => {
    if (chain.kind !== 'compute') throw new Error('neuron-chain computes');
    const values = defaults(chain.params);
    const [sentence] = drawingsInWords(chain, chain.compute(values), values);
    expect(sentence).toMatch(/^A chain of 4 neurons\. Slopes from the first to the last: 0\.\d+, /);
    expect(drawingsInWords(chain, {}, values)).toEqual([]);
  });
});

describe('the tables of a figure', () => {
  it('give mean and range of the seeds, a column an arm, and a table an arm for layered metrics', () => {
    expect(recordedTables(degradation, recording)).toEqual([
      {
        caption: 'Recorded, mean of 2 seeds (least to greatest): training loss, nats',
        header: ['step', 'plain, 20 layers'],
        rows: [['0', '2.5 (2.4 to 2.6)'], ['150', '2.1 (2 to 2.2)']], // prettier-ignore
      },
      {
        caption: 'Recorded, mean of 2 seeds (least to greatest): norm of the weight gradient; plain, 20 layers, at step 0',
        header: ['layer', 'norm of the weight gradient'],
        rows: [['conv 1', '2 (1 to 3)'], ['dense', '6 (4 to 8)']], // prettier-ignore
      },
    ]);
  });

  it('have a column a layer where it was measured more than once', () => {
    const twice = { layers: ['conv 1', 'dense'], x: [0, 9], y: [[1, 2], [3, 4]] }; // prettier-ignore
    const [table] = liveTables(degradation, { plain20: { gradientNorm: twice } });
    expect(table).toEqual({
      caption: 'This run: norm of the weight gradient; plain, 20 layers',
      header: ['step', 'conv 1', 'dense'],
      rows: [['0', '1', '2'], ['9', '3', '4']], // prettier-ignore
    });
  });

  it('say of single neurons that they are of one seed', () => {
    const initial = experimentOf('initial-speeds');
    const neurons = { layers: ['hidden 1, neuron 1', 'hidden 1, neuron 2'], x: [0], y: [[[-0.5, 0.25]]] };
    const of: PresetRecording = { ...recording, arms: { two: { digests: [''], metrics: { biasGradients: neurons } } } };
    expect(recordedTables(initial, of)[0]).toMatchObject({
      caption: 'Recorded, one seed: dC/db of a neuron; two hidden layers, 1/√n, at step 0',
      rows: [['hidden 1, neuron 1', '-0.5'], ['hidden 1, neuron 2', '0.25']], // prettier-ignore
    });
    expect(recordingInWords(initial, of)).toEqual(['two hidden layers, 1/√n: dC/db of a neuron from -0.5 to 0.25.']);
  });

  it('give the numbers of a run as they are', () => {
    expect(liveTables(degradation, live)[0]?.rows).toEqual([['0', '2.5'], ['1', '2.4']]); // prettier-ignore
  });
});

describe('a run in words', () => {
  it('says where each metric started and ended', () => {
    expect(runInWords(degradation, live)).toEqual(['plain, 20 layers: training loss 2.5 nats at step 0, 2.4 nats at step 1.']);
    expect(recordingInWords(degradation, recording)[1]).toBe(
      'plain, 20 layers: norm of the weight gradient 2 in the first layer and 6 in the last at step 0 (mean of 2 seeds).',
    );
  });

  it('says where a layer had no finite number', () => {
    const gradientNorm = { layers: ['conv 1', 'conv 2'], x: [0], y: [[3, Infinity]] };
    expect(runInWords(degradation, { plain20: { gradientNorm } })).toEqual([
      'plain, 20 layers: norm of the weight gradient 3 in the first layer and no finite number in the last at step 0.',
    ]);
  });
});

describe('sizes and times in words', () => {
  it('are rounded to what a reader can use', () => {
    expect([bytesInWords(2_640_000), bytesInWords(168_400)]).toEqual(['2.6 MB', '168 kB']);
    expect([0.2, 14.4, 89, 100].map(secondsInWords)).toEqual(['1 s', '14 s', '89 s', '2 min']);
  });
});

function never(): never {
  throw new Error('The figure of this example lost a panel that the test reads.');
}
