import { describe, expect, it } from 'vitest';
import { forwardFlops, parameterCount } from '../../../src/lib/models/count.ts';
import { denseNet, type DenseNet } from '../../../src/lib/models/dense-net.ts';
import { outputShape, shapeAfter } from '../../../src/lib/models/shapes.ts';

const image = [32, 32, 3];
const bc = { bottlenecks: true, compression: 0.5 } as const;

describe('the CIFAR-10 nets of Huang et al.', () => {
  // The paper prints them rounded: 1.0M, 7.0M, 27.2M; BC 0.8M, 15.3M, 25.6M.
  it.each<[DenseNet, number]>([
    [{ depth: 40, growthRate: 12 }, 1_019_722],
    [{ depth: 100, growthRate: 12 }, 6_979_642],
    [{ depth: 100, growthRate: 24 }, 27_249_082],
    [{ depth: 100, growthRate: 12, ...bc }, 769_162],
    [{ depth: 250, growthRate: 24, ...bc }, 15_324_406],
    [{ depth: 190, growthRate: 40, ...bc }, 25_624_430],
  ])('%o have %i parameters', (net, parameters) => {
    expect(parameterCount(denseNet(net), image)).toBe(parameters);
  });

  it('widen by the growth rate with every layer, and halve sides and maps between blocks', () => {
    const layers = denseNet({ depth: 16, growthRate: 4, ...bc });
    const shapes = layers.map((_, i) => shapeAfter(layers.slice(0, i + 1), image));
    expect(shapes.filter((_, i) => layers[i]?.type === 'concat')).toEqual(
      [[32, 32, 12], [32, 32, 16], [16, 16, 12], [16, 16, 16], [8, 8, 12], [8, 8, 16]], // prettier-ignore
    );
    expect(shapes.at(-1)).toEqual([10]);
  });

  it('have as many layers with weights as their depth says', () => {
    for (const net of [
      { depth: 40, growthRate: 4 },
      { depth: 40, growthRate: 4, ...bc },
    ]) {
      // prettier-ignore
      const weighted = denseNet(net).flatMap((layer) => (layer.type === 'concat' ? layer.branch : [layer]));
      expect(weighted.filter(({ type }) => type === 'conv2d' || type === 'dense')).toHaveLength(40);
    }
  });

  it('begin with 16 maps, with twice the growth rate as BC, or with as many as asked for', () => {
    const first = (net: Partial<DenseNet>) => denseNet({ depth: 22, growthRate: 12, ...net })[0];
    expect(first({ depth: 40 })).toMatchObject({ filters: 16 });
    expect(first(bc)).toMatchObject({ filters: 24 });
    expect(first({ ...bc, firstFilters: 8 })).toMatchObject({ filters: 8 });
  });

  it.each([
    [{ depth: 41 }, 'depth must be 3n + 4 (7, 10, 13, ...), got 41'],
    [{ depth: 43, ...bc }, 'depth must be 6n + 4 (10, 16, 22, ...), got 43'],
    [{ depth: 40, compression: 0 }, 'compression must be above 0 and at most 1, got 0'],
    [{ depth: 40, compression: 1.5 }, 'compression must be above 0 and at most 1, got 1.5'],
  ])('refuse %o', (net, message) => {
    expect(() => denseNet({ growthRate: 12, ...net })).toThrow(new RangeError(message));
  });
});

describe('a concat layer', () => {
  it('costs what its branch costs, and adds its maps to those that come in', () => {
    const [first, , , , concat] = denseNet({ depth: 40, growthRate: 12 });
    if (first === undefined || concat?.type !== 'concat') throw new Error('The net begins otherwise.');
    expect(outputShape(concat, [8, 8, 5])).toEqual([8, 8, 17]);
    expect(forwardFlops([concat], [8, 8, 5])).toBe(forwardFlops(concat.branch, [8, 8, 5]));
    expect(parameterCount([concat], [8, 8, 5])).toBe(2 * 5 + 9 * 5 * 12);
  });
});
