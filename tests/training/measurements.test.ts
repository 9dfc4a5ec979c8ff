import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import { batches } from '../../src/lib/core/batches.ts';
import type { Engine } from '../../src/lib/core/net.ts';
import { createSession, netOptions, type SessionOptions } from '../../src/lib/core/session.ts';
import type { Frame } from '../../src/lib/experiments/frame.ts';
import type { TrainingMetric } from '../../src/lib/experiments/metrics.ts';
import type { Layer } from '../../src/lib/models/layers.ts';
import { highwayMlp } from '../../src/lib/models/shortcut-mlp.ts';
import { engineFiles } from '../setup/engine.ts';
import {
  conv,
  dense as denseLayer,
  flatten,
  groupNorm,
  norm,
  pool,
  relu,
  residual as block,
  rmsNorm,
  sigmoid as sigmoidLayer,
  tanh,
} from '../setup/layers.ts';
import { relativeError } from '../setup/tensors.ts';
import { dense, highway, losses, plan, projected, residual, sigmoid, trainToEnd, withPlan } from './settings.ts';

const backends = ['wasm', 'cpu'] as const;
const engines = {} as Record<(typeof backends)[number], Engine>;
beforeAll(async () => {
  for (const backend of backends) engines[backend] = await openEngine(backend, engineFiles);
});

const layered = (frame: Frame | undefined, metric: TrainingMetric): readonly number[] => [frame?.values[metric] ?? []].flat();

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: ArrayLike<number>): number => {
  const centre = mean(values);
  return Math.sqrt(mean(Array.from(values, (value) => (value - centre) ** 2)));
};

/** What a session measures of the untrained net, and what layers of that net give for the first test examples. */
async function atStart(options: SessionOptions, layers: readonly string[], examples: number, first = 0) {
  const session = await createSession(engines.wasm, options);
  const [frame] = (await session.advance(1)).frames;
  session.dispose();
  const net = await engines.wasm.createNet(netOptions(options));
  const { images, count } = options.dataset.test;
  const pixels = images.length / count;
  const outputs = await net.outputs(layers, images.slice(first * pixels, (first + examples) * pixels), examples);
  net.dispose();
  return { frame, names: session.layers, outputs };
}

/** The first frame of a session that makes one step. */
async function advanced(options: SessionOptions, backend: (typeof backends)[number] = 'wasm') {
  const session = await createSession(engines[backend], options);
  const found = await session.advance(1);
  session.dispose();
  return found;
}

describe('what is measured of gates', () => {
  const gates = ['block 1, gate', 'block 2, gate', 'block 3, gate'];
  const units = [1, 2, 3].flatMap((b) => Array.from({ length: 10 }, (_, i) => `block ${b}, unit ${i + 1}`));

  it('is their mean over units and the first 300 test examples, one a layer', async () => {
    const { frame, names, outputs } = await atStart(highway, gates, 300);
    expect(names.gateOpening).toEqual(['block 1', 'block 2', 'block 3']);
    expect(relativeError(layered(frame, 'gateOpening'), outputs.map(mean))).toBeLessThan(1e-6);
    // 1 / (1 + e) = 0.27 where the bias alone speaks.
    for (const opening of layered(frame, 'gateOpening')) expect(opening).toBeCloseTo(1 / (1 + Math.E), 1);
  });

  it('is each unit by itself, in the mean and for the first example of the class to look at', async () => {
    const { frame, names, outputs } = await atStart(highway, gates, 300);
    expect(names.unitGates).toEqual(units);
    const means = outputs.flatMap((values) => Array.from({ length: 10 }, (_, u) => mean(values.filter((__, i) => i % 10 === u))));
    expect(relativeError(layered(frame, 'unitGates'), means)).toBeLessThan(1e-6);

    const example = highway.dataset.test.labels.indexOf(3);
    expect(example).toBeGreaterThan(0);
    const one = await atStart(highway, gates, 1, example);
    expect(one.names.exampleGates).toEqual(units);
    expect(layered(one.frame, 'exampleGates')).toEqual(one.outputs.flatMap((values) => [...values]));
    const first = await atStart({ ...highway, plan }, gates, 1);
    expect(layered(first.frame, 'exampleGates')).toEqual(first.outputs.flatMap((values) => [...values]));
    expect(layered(first.frame, 'exampleGates')).not.toEqual(layered(one.frame, 'exampleGates'));
  });

  it('is measured of units at the start and at the end alone', async () => {
    const { frames } = await trainToEnd(await createSession(engines.wasm, highway));
    const steps = (metric: TrainingMetric): number[] => frames.filter(({ values }) => metric in values).map(({ step }) => step);
    expect(steps('gateOpening')).toEqual([0, 5, 10, 15, 20]);
    expect(steps('unitGates')).toEqual([0, 20]);
    expect(steps('exampleGates')).toEqual([0, 20]);
  });

  it('cannot be asked for of a class that no test example has', async () => {
    await expect(createSession(engines.wasm, withPlan(highway, { lookAt: 10 }))).rejects.toThrow(
      new RangeError('No test example is of class 10, which the plan wants to look at.'),
    );
  });
});

describe('the input of one unit', () => {
  const options: SessionOptions = {
    ...highway,
    layers: [flatten, denseLayer(6), norm, sigmoidLayer, denseLayer(10)],
    metrics: ['unitInput'],
  };

  it('is that of the first unit of the last activation function, behind the normalisation, as a batch of test examples has it', async () => {
    const [frame] = (await advanced(options)).frames;
    const net = await engines.wasm.createNet(netOptions(options));
    const [found = new Float32Array()] = await net.outputs(['norm 1'], options.dataset.test.images.slice(0, 8 * 49), 8, 'batch');
    net.dispose();
    const inputs = found.filter((_, i) => i % 6 === 0).toSorted();
    // Of eight values in order, those at the places floor(0.15 x 7), floor(0.5 x 7) and floor(0.85 x 7).
    expect(layered(frame, 'unitInput')).toEqual([inputs[1], inputs[3], inputs[5]]);
    expect(mean(inputs)).toBeCloseTo(0, 5);
  });

  it('is named by its percentiles, and is nothing where no activation function is a layer', async () => {
    const names = async (layers: readonly Layer[]): Promise<readonly string[] | undefined> => {
      const session = await createSession(engines.wasm, { ...options, layers });
      session.dispose();
      return session.layers.unitInput;
    };
    expect(await names(options.layers)).toEqual(['15th percentile', 'median', '85th percentile']);
    expect(await names([flatten, denseLayer(10)])).toEqual([]);
  });
});

describe('the variation of the loss along the gradient', () => {
  const options: SessionOptions = {
    ...highway,
    layers: [flatten, denseLayer(6), norm, sigmoidLayer, denseLayer(10)],
    plan: { ...plan, optimizer: { learningRate: 0.5, momentum: 0.9, weightDecay: 0 } },
    metrics: ['trainLoss', 'lossVariation'],
  };

  it.each(backends)(
    'spans the losses of the batch after steps of half to four times the learning rate on %s',
    async (backend) => {
      const [frame] = (await advanced(options, backend)).frames;
      const batch = batches(options.dataset, { batchSize: 8, augment: false, seed: 0 }).next().value;
      // A net at a rate of so many times 1/2 that makes one step without momentum comes to the same weights.
      const after = await Promise.all(
        [0.25, 0.5, 1, 2].map(async (learningRate) => {
          const stepped = { ...options, plan: { ...plan, optimizer: { learningRate, momentum: 0, weightDecay: 0 } } };
          const net = await engines[backend].createNet(netOptions(stepped));
          net.step(batch, true);
          await net.measured();
          net.step(batch, false);
          const [measured] = await net.measured();
          net.dispose();
          return measured?.loss ?? Number.NaN;
        }),
      );
      expect(frame?.values.lossVariation).toBeCloseTo(Math.max(...after) - Math.min(...after), 5);
    },
  );

  it.each(backends)('changes nothing of the training on %s', async (backend) => {
    const { frames } = await trainToEnd(await createSession(engines[backend], options));
    const { frames: without } = await trainToEnd(await createSession(engines[backend], { ...options, metrics: ['trainLoss'] }));
    expect(losses(frames)).toEqual(losses(without));
    expect(frames.filter(({ values }) => 'lossVariation' in values).map(({ step }) => step)).toEqual([0, 5, 10, 15, 20]);
  });
});

describe('the test error of batches', () => {
  it('is that of full batches of the test set, each normalised by itself', async () => {
    const options = { ...withPlan(residual, { steps: 1 }), metrics: ['testError', 'testErrorOfBatches'] } as const;
    const [frame] = (await advanced(options)).frames;
    const { images, labels, count } = options.dataset.test;
    const pixels = images.length / count;
    const net = await engines.wasm.createNet(netOptions(options));
    let wrong = 0;
    // Seven batches of 8; the last 4 of 60 images fill none.
    for (let start = 0; start < 56; start += 8) {
      const batch = images.slice(start * pixels, (start + 8) * pixels);
      const [logits = new Float32Array()] = await net.outputs(['dense'], batch, 8, 'batch');
      for (let i = 0; i < 8; i += 1) {
        const row = logits.subarray(10 * i, 10 * i + 10);
        if (row.indexOf(Math.max(...row)) !== labels[start + i]) wrong += 1;
      }
    }
    net.dispose();
    expect(frame?.values.testErrorOfBatches).toBeCloseTo((100 * wrong) / 56, 9);
  });

  it('is the test error where nothing depends on the batch', async () => {
    const options = { ...withPlan(sigmoid, { batchSize: 10, steps: 1 }), metrics: ['testError', 'testErrorOfBatches'] } as const;
    const [frame] = (await advanced(options)).frames;
    expect(frame?.values.testErrorOfBatches).toBeCloseTo(Number(frame?.values.testError), 9);
  });

  it('takes the whole test set as one batch where those of training are larger', async () => {
    const options = { ...sigmoid, metrics: ['testError', 'testErrorOfBatches'] } as const;
    const [frame] = (await advanced(options)).frames;
    expect(frame?.values.testErrorOfBatches).toBe(frame?.values.testError);
  });
});

describe('responses', () => {
  it('are the deviation of each branch over the test examples, one a residual block', async () => {
    const blocks = ['block 1', 'block 2', 'block 3'];
    const branches = blocks.map((name) => `${name}, conv 2`);
    const { frame, names, outputs } = await atStart(projected, branches, 60);
    expect(names.responses).toEqual(blocks);
    expect(relativeError(layered(frame, 'responses'), outputs.map(deviation))).toBeLessThan(1e-6);
  });

  it('of layers are those behind their normalisation and before their nonlinearity, without projections and logits', async () => {
    // Normalisation and ReLU are one kernel in the first net, and two layers in the second.
    const fused = [
      conv(4),
      norm,
      relu,
      block('identity', conv(4), norm, relu, conv(4), norm),
      relu,
      flatten,
      denseLayer(7),
      tanh,
      denseLayer(3),
    ];
    const metrics = ['trainLoss', 'layerResponses'] as const;
    const options: SessionOptions = { ...residual, layers: fused, metrics, dataset: { ...residual.dataset, outputs: 3 } };
    const names = ['conv 1', 'block 1, conv 1', 'block 1, conv 2', 'hidden 1'];
    const session = await createSession(engines.wasm, withPlan(residual, { steps: 1 }));
    expect(session.layers.layerResponses).toBeUndefined();
    session.dispose();
    // At the start running statistics are 0 and 1: what a normalisation makes of x is x / sqrt(1 + epsilon).
    const { frame, names: found, outputs } = await atStart(options, names, 60);
    expect(found.layerResponses).toEqual(names);
    expect(relativeError(layered(frame, 'layerResponses'), outputs.map(deviation))).toBeLessThan(1e-5);
  });

  it('of layers follow gains, shifts and running statistics', async () => {
    const apart: SessionOptions = {
      ...residual,
      metrics: ['layerResponses'],
      layers: [
        conv(4),
        norm,
        tanh,
        conv(3),
        norm,
        conv(8),
        groupNorm(2),
        conv(3),
        rmsNorm,
        pool,
        denseLayer(7),
        groupNorm(1),
        denseLayer(10),
      ],
    };
    const session = await createSession(engines.wasm, apart);
    while (session.step < 20) await session.advance(20);
    const { net: state } = await session.checkpoint();
    const { frames } = await session.finish();
    session.dispose();
    const net = await engines.wasm.createNet(netOptions(apart));
    net.load(state);
    const { images, count } = apart.dataset.test;
    const outputs = await net.outputs(['norm 1', 'norm 2', 'norm 3', 'norm 4', 'norm 5'], images, count);
    net.dispose();
    expect(relativeError(layered(frames[0], 'layerResponses'), outputs.map(deviation))).toBeLessThan(1e-5);
  });
});

describe('feature reuse', () => {
  it('is the mean absolute weight of each reader for each source, measured at the start and at the end', async () => {
    const session = await createSession(engines.wasm, dense);
    const net = await engines.wasm.createNet(netOptions(dense));
    expect(session.layers.featureReuse?.slice(0, 6)).toEqual([
      'block 1, layer 1, from input',
      'block 1, layer 2, from input',
      'block 1, layer 2, from layer 1',
      'block 1, transition, from input',
      'block 1, transition, from layer 1',
      'block 1, transition, from layer 2',
    ]);
    expect(session.layers.featureReuse?.slice(-3)).toEqual(
      ['input', 'layer 1', 'layer 2'].map((source) => `block 3, classifier, from ${source}`),
    );
    expect(session.layers.featureReuse).toHaveLength(3 * (1 + 2 + 3));
    const [frame] = (await session.advance(1)).frames;
    session.dispose();
    const { weights } = await net.state();
    const of = (layer: string): readonly number[] => [
      ...(weights[net.parameters.findIndex((parameter) => parameter.layer === layer && parameter.role === 'weights')] ?? []),
    ];
    net.dispose();
    // The first layer of the second block reads 6 maps with 12 filters of 1x1; the transition 12 maps with 6 filters.
    const second = of('block 1, layer 2, conv 1').map(Math.abs);
    expect(second).toHaveLength(9 * 12);
    expect(layered(frame, 'featureReuse')[1]).toBeCloseTo(mean(second.slice(0, 6 * 12)), 9);
    expect(layered(frame, 'featureReuse')[2]).toBeCloseTo(mean(second.slice(6 * 12)), 9);
    const classifier = of('dense').map(Math.abs);
    expect(layered(frame, 'featureReuse').at(-1)).toBeCloseTo(mean(classifier.slice(-3 * 10)), 9);
  });
});

describe('layered gradients', () => {
  it('leave out gates and projections', async () => {
    const of = async (options: SessionOptions, metric: TrainingMetric): Promise<readonly string[]> => {
      const session = await createSession(engines.wasm, { ...options, metrics: [metric] });
      session.dispose();
      return session.layers[metric] ?? [];
    };
    expect(await of(projected, 'gradientNorm')).toHaveLength(8);
    expect(await of(highway, 'gradientNorm')).toEqual([
      'hidden 1',
      'block 1, dense 1',
      'block 2, dense 1',
      'block 3, dense 1',
      'output',
    ]);
    expect(await of(highway, 'biasGradientNorm')).toEqual([
      'hidden 1',
      'block 1, dense 1',
      'block 2, dense 1',
      'block 3, dense 1',
    ]);
  });
});

describe('all that is measured', () => {
  it.each([
    { name: 'dense', options: dense },
    { name: 'highway', options: highway },
    { name: 'projected', options: projected },
    { name: 'sigmoid', options: { ...sigmoid, metrics: ['responses', 'gateOpening', 'featureReuse'] as const } },
  ])('agrees between WebAssembly and TensorFlow.js at the start: $name', async ({ options }) => {
    const [wasm, cpu] = await Promise.all(
      backends.map(async (backend) => {
        const session = await createSession(engines[backend], options);
        const [frame] = (await session.advance(1)).frames;
        session.dispose();
        return frame;
      }),
    );
    for (const metric of options.metrics) {
      expect(relativeError(layered(wasm, metric), layered(cpu, metric)), metric).toBeLessThan(1e-5);
    }
  });

  it('is nothing where a net has no such layer', async () => {
    const layers = highwayMlp({ depth: 1, width: 5, fn: 'tanh', outputs: 10, gateBias: 0 });
    const { frame, names } = await atStart({ ...highway, layers }, [], 1);
    expect(names.gateOpening).toEqual([]);
    expect(layered(frame, 'gateOpening')).toEqual([]);
  });
});
