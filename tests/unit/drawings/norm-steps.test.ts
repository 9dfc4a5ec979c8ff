import { expect, it } from 'vitest';
import { decimals, stepTable } from '../../../src/components/drawings/norm-steps.ts';

const block = { examples: 1, channels: 2, pixels: 1 };

const steps = { places: [0, 1], numbers: [-1, 3], normalised: [-1, 1], outputs: [-1, 3] };
const chosen = { example: 1, channel: 2, epsilon: 0 };

it('a centred set has a column for the distances from its mean, and names the variance', () => {
  const centred = { ...steps, centred: [-2, 2], squares: [4, 4], square: 4 };
  expect(stepTable('layer', centred, block, chosen)).toEqual({
    heads: ['x', 'minus mean', 'squared', 'over √(v\u00a0+\u00a0ε)', 'times\u00a0g, plus\u00a0β'],
    rows: [
      { name: '1, 1, 1', isChosen: false, cells: ['−1', '−2.00', '4.00', '−1.00', '−1.00'] },
      { name: '1, 2, 1', isChosen: true, cells: ['3', '2.00', '4.00', '1.00', '3.00'] },
    ],
    means: ['1.00', '0.00', '4.00', '0.00', '1.00'],
    divisor: 'variance v = 4.00, √(v + ε) = 2.00',
  });
});

it('a set of RMS normalisation has none, and names the mean square', () => {
  const { heads, rows, divisor } = stepTable('rms', { ...steps, centred: [-1, 3], squares: [1, 9], square: 5 }, block, chosen);
  expect(heads).toHaveLength(4);
  expect(rows[0]?.cells).toEqual(['−1', '1.00', '−1.00', '−1.00']);
  expect(divisor).toBe('mean square q = 5.00, √(q + ε) = 2.24');
});

it('no zero has a minus before it', () => {
  expect(decimals(-1e-17)).toBe('0.00');
  expect(decimals(-2.345)).toBe('−2.35');
});
