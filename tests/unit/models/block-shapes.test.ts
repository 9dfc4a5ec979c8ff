import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../src/lib/models/layers.ts';
import { forwardFlops, parameterCount } from '../../../src/lib/models/count.ts';
import { outputShape } from '../../../src/lib/models/shapes.ts';
import { biasedConv, concat, conv, dense, flatten, halve, highway, residual, tanh } from '../../setup/layers.ts';

const refusal = (layer: Layer, input: readonly number[]): string => {
  try {
    return `taken: [${outputShape(layer, input)}]`;
  } catch (error) {
    return error instanceof RangeError ? error.message : String(error);
  }
};

describe('blocks', () => {
  it('take vectors and images', () => {
    expect(outputShape(residual('identity', dense(7)), [7])).toEqual([7]);
    expect(outputShape(residual([conv(8, 2, 1)], conv(8, 2)), [5, 4, 3])).toEqual([3, 2, 8]);
    expect(outputShape(residual([dense(3)], dense(3)), [7])).toEqual([3]);
    expect(outputShape(highway([dense(7), tanh], [dense(7)]), [7])).toEqual([7]);
    expect(outputShape(highway([conv(3)], [biasedConv(3)]), [5, 4, 3])).toEqual([5, 4, 3]);
    expect(outputShape(concat(dense(2)), [7])).toEqual([9]);
    expect(outputShape(concat(conv(2)), [5, 4, 3])).toEqual([5, 4, 5]);
    expect(outputShape(halve, [6, 4, 3])).toEqual([3, 2, 3]);
  });

  it('say what does not fit, and on what', () => {
    expect(refusal(residual('identity'), [7])).toBe('The branch of a residual layer needs at least one layer.');
    expect(refusal(residual([], dense(7)), [7])).toBe('The shortcut of a residual layer needs at least one layer.');
    expect(refusal(residual('identity', dense(6)), [7])).toBe(
      'The identity shortcut over [7] gives [7], but its branch gives [6].',
    );
    expect(refusal(residual([dense(5)], dense(6)), [7])).toBe(
      'The shortcut of a residual layer over [7] gives [5], but its branch gives [6].',
    );
    expect(refusal(residual('optionA', dense(7)), [7])).toBe(
      'A residual layer needs an input of shape [height, width, channels], got [7].',
    );
    expect(refusal(highway([dense(6)], [dense(7)]), [7])).toBe(
      'The transform of a highway layer must keep the shape of its input, [7], but gives [6].',
    );
    expect(refusal(highway([conv(3)], [conv(1)]), [4, 4, 3])).toBe(
      'The gate of a highway layer must keep the shape of its input, [4,4,3], but gives [4,4,1].',
    );
    expect(refusal(highway([dense(7)], []), [7])).toBe('The gate of a highway layer needs at least one layer.');
    expect(refusal(concat(conv(3, 2)), [4, 4, 3])).toBe(
      'The branch of a concat layer over [4,4,3] may change the last size alone, but gives [2,2,3].',
    );
    expect(refusal(concat(flatten), [4, 4, 3])).toBe(
      'The branch of a concat layer over [4,4,3] may change the last size alone, but gives [48].',
    );
    expect(refusal(halve, [4, 5, 3])).toBe('An averagePool layer of size 2 needs sides that are multiples of it, got [4,5,3].');
    expect(refusal(halve, [48])).toBe('An averagePool layer needs an input of shape [height, width, channels], got [48].');
    expect(refusal({ type: 'averagePool', size: 1.5 }, [4, 4, 3])).toBe(
      'The size of an averagePool layer must be a whole number from 1, got 1.5.',
    );
  });

  it('count the parameters and the operations of all that is within', () => {
    const gated = highway([dense(7), tanh], [dense(7)]);
    expect(parameterCount([gated], [7])).toBe(2 * 7 * 8);
    expect(forwardFlops([gated], [7])).toBe(2 * (2 * 7 * 7) + 7 + 5 * 7);
    const projected = residual([dense(3)], dense(3));
    expect(parameterCount([projected], [7])).toBe(2 * 8 * 3);
    expect(forwardFlops([projected], [7])).toBe(2 * (2 * 7 * 3) + 3);
    expect(parameterCount([biasedConv(5, 3)], [4, 4, 3])).toBe(9 * 3 * 5 + 5);
    expect([parameterCount([halve], [4, 4, 3]), forwardFlops([halve], [4, 4, 3])]).toEqual([0, 48]);
  });
});
