import { describe, expect, it } from 'vitest';
import { parameterCount } from '../../../src/lib/models/count.ts';
import { highwayMlp, plainMlp, residualMlp } from '../../../src/lib/models/shortcut-mlp.ts';
import { shapeAfter } from '../../../src/lib/models/shapes.ts';

const digits = [28, 28, 1];
const of = { depth: 50, width: 71, fn: 'tanh', outputs: 10 } as const;

describe('deep fully connected nets', () => {
  it('have about 5,000 parameters a layer: plain ones of 71 units, highway ones of 50', () => {
    const perLayer = (count: number, width: number): number => (count - 784 * width - width - 10 * width - 10) / 49;
    expect(perLayer(parameterCount(plainMlp(of), digits), 71)).toBe(71 * 72);
    expect(perLayer(parameterCount(highwayMlp({ ...of, width: 50, gateBias: -2 }), digits), 50)).toBe(2 * 50 * 51);
  });

  it('with shortcuts have the parameters of the plain ones', () => {
    const plain = parameterCount(plainMlp({ ...of, depth: 51 }), digits);
    for (const layersPerBlock of [1, 2] as const) {
      const layers = residualMlp({ ...of, depth: 51, layersPerBlock, branchScale: 1 / 7 });
      expect(parameterCount(layers, digits)).toBe(plain);
      expect(shapeAfter(layers, digits)).toEqual([10]);
      expect(layers.filter(({ type }) => type === 'residual')).toHaveLength(50 / layersPerBlock);
    }
  });

  it('with shortcuts have their activation functions behind the layers of a branch, or before them', () => {
    const types = (layersPerBlock: 1 | 2, preActivation: boolean): unknown =>
      residualMlp({ ...of, depth: 3, layersPerBlock, branchScale: 1, preActivation }).map((layer) =>
        layer.type === 'residual' ? layer.branch.map(({ type }) => type) : layer.type,
      );
    expect(types(1, false)).toEqual([
      'flatten',
      'dense',
      'activation',
      ['dense', 'activation'],
      ['dense', 'activation'],
      'dense',
    ]);
    expect(types(2, false)).toEqual(['flatten', 'dense', 'activation', ['dense', 'activation', 'dense'], 'dense']);
    expect(types(1, true)).toEqual(['flatten', 'dense', ['activation', 'dense'], ['activation', 'dense'], 'activation', 'dense']);
    expect(types(2, true)).toEqual(['flatten', 'dense', ['activation', 'dense', 'activation', 'dense'], 'activation', 'dense']);
  });

  it('draw weights as wide as their activation function wants: twice the variance for ReLU', () => {
    const inits = (fn: 'relu' | 'tanh') =>
      plainMlp({ ...of, depth: 2, fn }).flatMap((layer) => (layer.type === 'dense' ? [layer.init] : []));
    expect(inits('relu')).toEqual([2, 2, 1].map((gain) => ({ type: 'fanIn', gain })));
    expect(inits('tanh')).toEqual([1, 1, 1].map((gain) => ({ type: 'fanIn', gain })));
  });

  it('start the biases of gates, and of nothing else, where they are told to', () => {
    const [block] = highwayMlp({ ...of, gateBias: -4 }).filter((layer) => layer.type === 'highway');
    expect(block?.gate).toMatchObject([{ type: 'dense', units: 71, biasInit: { type: 'constant', value: -4 } }]);
    expect(block?.transform).toMatchObject([{ biasInit: { type: 'zeros' } }, { type: 'activation', fn: 'tanh' }]);
  });

  it('may be a single layer, and do not come in depths that no blocks give', () => {
    expect(plainMlp({ ...of, depth: 1 })).toHaveLength(4);
    const two = { ...of, layersPerBlock: 2, branchScale: 1 } as const;
    expect(() => residualMlp({ ...two, depth: 50 })).toThrow(new RangeError('depth must be 1 more than a multiple of 2, got 50'));
    expect(() => plainMlp({ ...of, depth: 0 })).toThrow(new RangeError('depth must be 1 more than a multiple of 1, got 0'));
  });
});
