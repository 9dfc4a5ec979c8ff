import { describe, expect, it } from 'vitest';
import { cifarNet, type CifarNet } from '../../../src/lib/models/cifar-net.ts';
import { forwardFlops, parameterCount } from '../../../src/lib/models/count.ts';
import type { Layer } from '../../../src/lib/models/layers.ts';
import { shapeAfter } from '../../../src/lib/models/shapes.ts';

const image = [32, 32, 3];
const net = (shortcuts: CifarNet['shortcuts'], more: Partial<CifarNet> = {}): readonly Layer[] =>
  cifarNet({ depth: 20, width: 16, shortcuts, ...more });

const types = (layers: readonly Layer[]): string[] =>
  layers.map((layer) => (layer.type === 'activation' ? layer.fn : layer.type));

/** The blocks that have a shortcut. */
const blocks = (layers: readonly Layer[]) => layers.filter(({ type }) => type === 'residual' || type === 'highway');

describe('the shortcuts of the CIFAR-10 nets', () => {
  it('of option B add two projections with gains and shifts, 16 * 32 + 2 * 32 and 32 * 64 + 2 * 64', () => {
    expect(parameterCount(net('optionB'), image)).toBe(269_722 + 576 + 2176);
    expect(blocks(net('optionB')).map((block) => block.type === 'residual' && Array.isArray(block.shortcut))).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => n === 4 || n === 7),
    );
  });

  it('of option C project across every block', () => {
    // Three blocks of 16, two of 32 and two of 64 maps more than option B.
    const more = 3 * (16 ** 2 + 32) + 2 * (32 ** 2 + 64) + 2 * (64 ** 2 + 128);
    expect(parameterCount(net('optionC'), image)).toBe(269_722 + 576 + 2176 + more);
  });

  it('scaled and gated ones stay option A where the shape changes; a gate has 16^2 + 16 numbers, and its bias begins as asked for', () => {
    const scaled = net({ shortcutScale: 0.5, branchScale: 1 });
    expect(parameterCount(scaled, image)).toBe(269_722);
    expect(new Set(blocks(scaled).map((block) => block.type === 'residual' && block.shortcutScale))).toEqual(new Set([0.5]));
    const gated = net({ gates: 'shortcut', bias: -6 });
    expect(parameterCount(gated, image)).toBe(269_722 + 3 * (16 ** 2 + 16) + 2 * (32 ** 2 + 32) + 2 * (64 ** 2 + 64));
    expect(blocks(gated).map(({ type }) => type === 'residual')).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => n === 4 || n === 7),
    );
    const [first] = blocks(gated);
    expect(first?.type === 'highway' && first.gates).toBe('shortcut');
    expect(first?.type === 'highway' && first.gate[0]?.type === 'conv2d' && first.gate[0].biasInit).toEqual({
      type: 'constant',
      value: -6,
    });
  });

  it('cost what they compute', () => {
    const flops = (shortcuts: CifarNet['shortcuts']): number => forwardFlops(net(shortcuts, { depth: 8 }), image);
    const places = [32 * 32 * 16, 16 * 16 * 32, 8 * 8 * 64];
    const all = places.reduce((sum, count) => sum + count);
    expect(flops(true) - flops(false)).toBe(all);
    expect(flops({ shortcutScale: 0.5, branchScale: 0.5 }) - flops(true)).toBe(2 * all);
    expect(flops({ shortcutScale: 0.5, branchScale: 1 }) - flops(true)).toBe(all);
    // The first block alone keeps the shape: a gate of 16 x 16, its sigmoid, and three or four operations more in place of one.
    expect(flops({ gates: 'both', bias: 0 }) - flops(true)).toBe(32 * 32 * 16 * (2 * 16 + 5 - 1));
    expect(flops({ gates: 'shortcut', bias: 0 }) - flops(true)).toBe(32 * 32 * 16 * (2 * 16 + 4 - 1));
  });
});

describe('the pre-activated CIFAR-10 nets', () => {
  it.each([20, 32, 44, 56, 110, 1202])('of depth %i have the parameters of the original ones', (depth) => {
    for (const shortcuts of [false, true]) {
      const [before, behind] = [true, false].map((preActivation) =>
        parameterCount(net(shortcuts, { depth, preActivation }), image),
      );
      expect(before).toBe(behind);
    }
  });

  it('normalise and rectify before each convolution, once before the first block, and once behind the last', () => {
    const layers = net(true, { depth: 8, preActivation: true });
    expect(types(layers)).toEqual(
      ['conv2d', 'batchNorm', 'relu', 'residual', 'residual', 'residual', 'batchNorm', 'relu', 'globalAveragePool', 'dense'], // prettier-ignore
    );
    const branches = blocks(layers).map((block) => (block.type === 'residual' ? types(block.branch) : []));
    const rest = ['conv2d', 'batchNorm', 'relu', 'conv2d'];
    expect(branches).toEqual([rest, ['batchNorm', 'relu', ...rest], ['batchNorm', 'relu', ...rest]]);
  });

  it('share what comes before a projection with it', () => {
    const layers = net('optionB', { depth: 8, preActivation: true });
    expect(types(layers).slice(3, 10)).toEqual(['residual', 'batchNorm', 'relu', 'residual', 'batchNorm', 'relu', 'residual']);
    expect(shapeAfter(layers, image)).toEqual([10]);
  });
});

describe('the CIFAR-10 nets with bottlenecks', () => {
  // He et al. 2016b, Table 4, prints 1.7M and 10.2M; of these, 24,224 and 149,216 are gains and shifts.
  it.each([
    [164, 1_703_258],
    [1001, 10_327_706],
  ])('of depth %i, pre-activated, have %i parameters', (depth, parameters) => {
    const layers = net('optionB', { depth, bottlenecks: true, preActivation: true });
    expect(parameterCount(layers, image)).toBe(parameters);
  });

  it('do not come in other depths than 9n + 2, nor without projections', () => {
    expect(() => net('optionB', { bottlenecks: true })).not.toThrow();
    expect(() => net('optionB', { bottlenecks: true, depth: 14 })).toThrow(
      new RangeError('depth must be 9n + 2 (11, 20, 29, ...), got 14'),
    );
    expect(() => net(true, { bottlenecks: true })).toThrow(
      new RangeError('bottlenecks need option B or C: their first block widens the map without halving it'),
    );
  });
});
