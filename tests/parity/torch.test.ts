import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../src/lib/core/batches.ts';
import { totalNorm } from '../../src/lib/core/clip.ts';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Measured, Net, NetOptions } from '../../src/lib/core/net.ts';
import { inOrder, outline, type Placed } from '../../src/lib/core/outline.ts';
import type { Clip } from '../../src/lib/experiments/experiment.ts';
import type { Layer } from '../../src/lib/models/layers.ts';
import { cifarNet } from '../../src/lib/models/cifar-net.ts';
import { convNet } from '../../src/lib/models/conv-net.ts';
import { highwayMlp, residualMlp } from '../../src/lib/models/shortcut-mlp.ts';
import { denseNet } from '../../src/lib/models/dense-net.ts';
import { sigmoidMlp } from '../../src/lib/models/mlp.ts';
import { engineFiles } from '../setup/engine.ts';
import {
  conv,
  dense,
  flatten,
  frozenNorm,
  groupNorm,
  norm,
  pool,
  recurrent,
  relu,
  rmsNorm,
  softsign,
  tanh,
} from '../setup/layers.ts';
import { referenceLoss, referencePass } from '../setup/reference.ts';
import { relativeError } from '../setup/tensors.ts';
import batchNormVectors from './fixtures/batch-norm-mlp.json' with { type: 'json' };
import denseBC from './fixtures/dense.json' with { type: 'json' };
import frozen from './fixtures/frozen-norm.json' with { type: 'json' };
import gated from './fixtures/gated.json' with { type: 'json' };
import gatedShortcut from './fixtures/gated-shortcut.json' with { type: 'json' };
import groupNormed from './fixtures/group-norm.json' with { type: 'json' };
import highway from './fixtures/highway-mlp.json' with { type: 'json' };
import instanceNormed from './fixtures/instance-norm.json' with { type: 'json' };
import layerNormed from './fixtures/layer-norm.json' with { type: 'json' };
import layerNormVectors from './fixtures/layer-norm-mlp.json' with { type: 'json' };
import plain from './fixtures/plain.json' with { type: 'json' };
import preActivated from './fixtures/pre-activated.json' with { type: 'json' };
import recurrentRelu from './fixtures/recurrent-relu.json' with { type: 'json' };
import recurrentTanh from './fixtures/recurrent-tanh.json' with { type: 'json' };
import residual from './fixtures/residual.json' with { type: 'json' };
import residualVectors from './fixtures/residual-mlp.json' with { type: 'json' };
import rmsNormed from './fixtures/rms-norm.json' with { type: 'json' };
import rmsNormVectors from './fixtures/rms-norm-mlp.json' with { type: 'json' };
import saturating from './fixtures/saturating.json' with { type: 'json' };
import scaled from './fixtures/scaled.json' with { type: 'json' };
import sigmoid from './fixtures/sigmoid.json' with { type: 'json' };

/** Written by make-fixtures.py, which says what the entries are. */
type Fixture = typeof residual | typeof saturating | typeof recurrentTanh | typeof frozen;

interface Case extends Pick<NetOptions, 'layers' | 'loss'> {
  readonly name: string;
  readonly fixture: Fixture;
  /** What the fixture says of clipping, as a type. */
  readonly clip?: Clip;
}

const miniature = { depth: 8, width: 4 } as const;
const vectors = { width: 7, outputs: 10 } as const;

const images = { widths: [4, 4, 8], groups: 2, outputs: 10 } as const;
const normMlp = (layer: Layer): readonly Layer[] => [flatten, dense(11), layer, tanh, dense(7), layer, tanh, dense(10)];

const normCases: readonly Omit<Case, 'loss'>[] = [
  { name: 'net with group normalisation', layers: convNet({ ...images, norm: 'group' }), fixture: groupNormed },
  { name: 'net with layer normalisation', layers: convNet({ ...images, norm: 'layer' }), fixture: layerNormed },
  { name: 'net with instance normalisation', layers: convNet({ ...images, norm: 'instance' }), fixture: instanceNormed },
  { name: 'net with RMS normalisation', layers: convNet({ ...images, norm: 'rms' }), fixture: rmsNormed },
  {
    name: 'net with frozen batch normalisation',
    layers: [conv(4), frozenNorm, relu, conv(4), frozenNorm, relu, conv(8, 2), frozenNorm, relu, pool, dense(10)],
    fixture: frozen,
  },
  { name: 'layer normalisation of vectors', layers: normMlp(groupNorm(1)), fixture: layerNormVectors },
  { name: 'batch normalisation of vectors', layers: normMlp(norm), fixture: batchNormVectors },
  { name: 'RMS normalisation of vectors', layers: normMlp(rmsNorm), fixture: rmsNormVectors },
];

const cases: readonly Case[] = [
  ...normCases.map((test): Case => ({ ...test, loss: 'softmaxCrossEntropy' })),
  {
    name: 'dense net with bottlenecks and compression',
    layers: denseNet({ depth: 16, growthRate: 3, bottlenecks: true, compression: 0.5 }),
    loss: 'softmaxCrossEntropy',
    fixture: denseBC,
  },
  {
    name: 'net with an exclusive gate',
    layers: cifarNet({ ...miniature, shortcuts: { gates: 'both', bias: 0 } }),
    loss: 'softmaxCrossEntropy',
    fixture: gated,
  },
  {
    name: 'net with a gate on the shortcut alone',
    layers: cifarNet({ ...miniature, shortcuts: { gates: 'shortcut', bias: 0 } }),
    loss: 'softmaxCrossEntropy',
    fixture: gatedShortcut,
  },
  {
    name: 'highway net',
    layers: highwayMlp({ ...vectors, depth: 4, fn: 'tanh', gateBias: 0 }),
    loss: 'softmaxCrossEntropy',
    fixture: highway,
  },
  {
    name: 'pre-activated residual net with projections',
    layers: cifarNet({ ...miniature, shortcuts: 'optionB', preActivation: true }),
    loss: 'softmaxCrossEntropy',
    fixture: preActivated,
  },
  {
    name: 'residual net of vectors',
    layers: residualMlp({ ...vectors, depth: 7, fn: 'relu', layersPerBlock: 2, branchScale: 0.5 }),
    loss: 'softmaxCrossEntropy',
    fixture: residualVectors,
  },
  {
    name: 'residual net with both sides scaled',
    layers: cifarNet({ ...miniature, shortcuts: { shortcutScale: 0.5, branchScale: 0.25 } }),
    loss: 'softmaxCrossEntropy',
    fixture: scaled,
  },
  { name: 'plain net', layers: cifarNet({ depth: 8, width: 4, shortcuts: false }), loss: 'softmaxCrossEntropy', fixture: plain },
  {
    name: 'residual net',
    layers: cifarNet({ depth: 8, width: 4, shortcuts: true }),
    loss: 'softmaxCrossEntropy',
    fixture: residual,
  },
  {
    name: 'net of softsign and tanh',
    layers: [
      flatten,
      { ...dense(11), learningRateScale: 2 },
      softsign,
      { ...dense(7), learningRateScale: 0 },
      tanh,
      { ...dense(3), learningRateScale: 0.5 },
    ],
    loss: 'meanSquaredError',
    fixture: saturating,
  },
  {
    name: 'recurrent net of tanh, clipped by norm',
    layers: [recurrent(7, 'tanh'), dense(2)],
    loss: 'meanSquaredError',
    fixture: recurrentTanh,
    clip: { by: 'norm', threshold: 0.5 },
  },
  {
    name: 'recurrent net of ReLU, clipped by value',
    layers: [recurrent(8, 'relu'), dense(2)],
    loss: 'meanSquaredError',
    fixture: recurrentRelu,
    clip: { by: 'value', threshold: 0.1 },
  },
  { name: 'sigmoid net', layers: sigmoidMlp([11, 7], 10), loss: 'sigmoidCrossEntropy', fixture: sigmoid },
];

/**
 * Relative to PyTorch's float32, which itself is off by 1e-6 to 1e-5 in a gradient. In ten steps at a high learning rate the
 * differences of the first one grow tenfold and more.
 */
const tolerances = {
  wasm: { loss: 1e-6, gradients: 1e-4, losses: 1e-4, evaluation: 1e-3 },
  cpu: { loss: 1e-6, gradients: 1e-4, losses: 1e-4, evaluation: 1e-3 },
} as const;

function batchOf(fixture: Fixture): Batch {
  const { images, imageShape } = fixture;
  const targets = 'targets' in fixture ? fixture.targets.flat() : fixture.labels.flatMap(oneHot);
  return { count: imageShape[0] ?? 0, images: Float32Array.from(images), targets: Float32Array.from(targets) };
}

const oneHot = (label: number): number[] => Array.from({ length: 10 }, (_, i) => (i === label ? 1 : 0));

/** Of each batch normalisation in order, mean and variance: the fixture's, where it has any, or else 0 and 1. */
const statisticsOf = (layers: readonly Placed[], fixture: Fixture): readonly (readonly number[])[] =>
  'statistics' in fixture
    ? fixture.statistics
    : inOrder(layers).flatMap(({ layer, input }) => {
        const channels = input.at(-1) ?? 0;
        return layer.type === 'batchNorm' ? [Array<number>(channels).fill(0), Array<number>(channels).fill(1)] : [];
      });

const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

/** Of a bias right before a normalisation that takes it away: 0, but for what rounding leaves. */
const isRounding = (gradient: readonly number[], { gradients }: Fixture): boolean =>
  largest(gradient) < 1e-6 * Math.max(...gradients.map(largest));

async function netOf(backend: 'wasm' | 'cpu', { layers, loss, fixture, clip }: Case): Promise<Net> {
  const [count = 0, height = 0, width = 0, channels = 0] = fixture.imageShape;
  const engine = await openEngine(backend, engineFiles);
  expect('clip' in fixture.optimizer ? fixture.optimizer.clip : undefined).toEqual(clip);
  const { learningRate, momentum, weightDecay, nesterov } = fixture.optimizer;
  const optimizer = { learningRate, momentum, weightDecay, nesterov, ...(clip && { clip }) };
  const net = await engine.createNet({
    layers,
    inputShape: [height, width, channels],
    loss,
    optimizer,
    capacity: count,
    seed: 0,
  });
  const { updates, velocities, statistics } = await net.state();
  const given = statisticsOf(outline(layers, [height, width, channels]), fixture).map((values) => Float32Array.from(values));
  expect(statistics.map(({ length }) => length)).toEqual(given.map(({ length }) => length));
  if (!('statistics' in fixture)) expect(statistics).toEqual(given);
  expect(velocities.every((values) => values.every((value) => value === 0))).toBe(true);
  expect(velocities.map(({ length }) => length)).toEqual(fixture.weights.map(({ length }) => length));
  net.load({ weights: fixture.weights.map((values) => Float32Array.from(values)), velocities, statistics: given, updates });
  return net;
}

describe.each(cases)('the float64 reference of the kernel tests: the $name', ({ layers, loss, fixture }) => {
  it('has the logits and the loss of PyTorch', () => {
    const placed = outline(layers, fixture.imageShape.slice(1));
    const state = {
      parameters: fixture.weights.map((values) => Float64Array.from(values)),
      statistics: statisticsOf(placed, fixture).map((values) => Float64Array.from(values)),
    };
    const { logits } = referencePass(placed, state, fixture.images, 'train');
    expect(relativeError(logits, fixture.logits)).toBeLessThan(2e-6);
    expect(
      referenceLoss(loss, logits, batchOf(fixture).targets, logits.length / (fixture.imageShape[0] ?? 0)) / fixture.loss,
    ).toBeCloseTo(1, 6);
  });
});

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  const tolerance = tolerances[backend];

  describe.each(cases)('the $name', (test) => {
    const { fixture } = test;
    const batch = batchOf(fixture);
    let net: Net;
    beforeAll(async () => {
      net = await netOf(backend, test);
    });
    afterAll(() => net.dispose());

    const step = async (updates: boolean): Promise<Measured> => {
      net.step(batch, updates);
      const [measured] = await net.measured();
      return measured ?? { loss: Number.NaN, norms: [], applied: Number.NaN };
    };

    // In this order: running statistics move with each pass in training mode, as they did in PyTorch.
    it('has the loss and the gradients of PyTorch', async () => {
      const { loss } = await step(false);
      expect(Math.abs(loss / fixture.loss - 1)).toBeLessThan(tolerance.loss);
      const gradients = await net.gradients();
      expect(gradients).toHaveLength(fixture.gradients.length);
      for (const [i, gradient] of gradients.entries()) {
        const { role, layer, learningRateScale } = net.parameters[i] ?? {};
        const expected = fixture.gradients[i] ?? [];
        if (learningRateScale === 0) {
          // PyTorch was asked for it, and moved nothing by it; here nobody takes the gradient of what is frozen.
          expect([...gradient], `${role} of ${layer}`).toEqual(expected.map(() => 0));
          continue;
        }
        const error = relativeError(gradient, expected) * (isRounding(expected, fixture) ? largest(expected) : 1);
        expect(error, `${role} of ${layer}`).toBeLessThan(tolerance.gradients);
      }
    });

    it('has its losses in the next ten steps of SGD with momentum and weight decay', async () => {
      expect(fixture.losses).toHaveLength(10);
      for (const [i, expected] of fixture.losses.entries()) {
        const { loss, norms } = await step(true);
        expect(Math.abs(loss / expected - 1)).toBeLessThan(tolerance.losses);
        if ('norms' in fixture) expect(totalNorm(norms) / (fixture.norms[i] ?? Number.NaN)).toBeCloseTo(1, 4);
      }
    });

    it('has its logits in evaluation mode after them, with the running statistics', async () => {
      const logits = await net.logits(batch.images, batch.count);
      expect(relativeError(logits, fixture.evaluationLogits)).toBeLessThan(tolerance.evaluation);
    });
  });
});
