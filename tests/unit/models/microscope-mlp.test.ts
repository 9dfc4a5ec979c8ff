import { describe, expect, it } from 'vitest';
import { outline } from '../../../src/lib/core/outline.ts';
import { signals } from '../../../src/lib/core/signal.ts';
import { parameterCount } from '../../../src/lib/models/count.ts';
import type { DenseLayer, Layer } from '../../../src/lib/models/layers.ts';
import { microscopeMlp, type Bypass, type MicroscopeMlp } from '../../../src/lib/models/microscope-mlp.ts';
import { norm } from '../../setup/layers.ts';

const digits = [28, 28, 1] as const;
const of: MicroscopeMlp = {
  depth: 6,
  width: 8,
  outputs: 10,
  fn: 'tanh',
  init: { type: 'xavier' },
  norm: [],
  bypass: { type: 'none' },
};
const bypasses: readonly Bypass[] = [{ type: 'none' }, { type: 'residual', branchScale: 0.5 }, { type: 'highway', gateBias: -3 }];

const typesOf = (layers: readonly Layer[]): string => layers.map(({ type }) => type).join(' ');

describe('the net of the depth microscope', () => {
  it.each(bypasses)('has a signal for each hidden layer, with $type', (bypass) => {
    for (const depth of [1, 5, 100]) {
      const net = microscopeMlp({ ...of, depth, bypass });
      expect(signals(outline(net, digits))).toHaveLength(depth);
    }
  });

  it('has as many weights with residual shortcuts as without, and twice as many in the layers that have gates', () => {
    const [plain = 0, residual, highway] = bypasses.map((bypass) => parameterCount(microscopeMlp({ ...of, bypass }), digits));
    expect(residual).toBe(plain);
    expect(highway).toBe(plain + 5 * 8 * 9);
  });

  it('activates before the matrix in a residual branch, and behind it otherwise', () => {
    const [plain, residual, highway] = bypasses.map((bypass) => microscopeMlp({ ...of, depth: 2, bypass }));
    expect(typesOf(plain ?? [])).toBe('flatten dense activation dense activation dense');
    expect(typesOf(residual ?? [])).toBe('flatten dense residual activation dense');
    expect(typesOf(highway ?? [])).toBe('flatten dense activation highway dense');
    const block = residual?.[2];
    expect(block).toMatchObject({ type: 'residual', shortcut: 'identity', branchScale: 0.5 });
    expect(typesOf(block?.type === 'residual' ? block.branch : [])).toBe('activation dense');
  });

  it.each(bypasses)('normalises before each activation function, with $type', (bypass) => {
    const net = microscopeMlp({ ...of, bypass, norm: [norm] });
    const flat = (layers: readonly Layer[]): readonly Layer[] =>
      layers.flatMap((layer) => {
        if (layer.type === 'residual') return flat(layer.branch);
        return layer.type === 'highway' ? flat(layer.transform) : [layer];
      });
    const types = flat(net).map(({ type }) => type);
    expect(types.filter((type) => type === 'batchNorm')).toHaveLength(6);
    types.forEach((type, i) => type === 'activation' && expect(types[i - 1]).toBe('batchNorm'));
  });

  it('draws all weights alike, and starts biases at zero but for those of gates', () => {
    const net = microscopeMlp({ ...of, depth: 2, bypass: { type: 'highway', gateBias: -3 } });
    const block = net.find((layer) => layer.type === 'highway');
    const denseOf = (layers: readonly Layer[] = []): readonly DenseLayer[] => layers.filter((layer) => layer.type === 'dense');
    for (const { init, biasInit } of [...denseOf(net), ...denseOf(block?.transform)]) {
      expect([init, biasInit]).toEqual([{ type: 'xavier' }, { type: 'zeros' }]);
    }
    expect(denseOf(block?.gate)).toEqual([
      { type: 'dense', units: 8, init: { type: 'xavier' }, biasInit: { type: 'constant', value: -3 } },
    ]);
  });
});
