import { expect, test } from 'vitest';
import { pointInCircle, tangentInCircle } from '../../../src/components/drawings/neuron-chain.ts';
import { short } from '../../../src/components/drawings/short.ts';
import { subscript } from '../../../src/components/drawings/subscript.ts';

test('numbers are short enough for a column of a phone', () => {
  expect([0, 0.21049, -12.34, 3906.25, 15_625].map(short)).toEqual(['0', '0.21', '−12.3', '3,906', '15,625']);
  expect([1.73e-12, -2.5e7].map(short)).toEqual(['1.7·10⁻¹²', '−2.5·10⁷']);
  expect([1, 12].map(subscript)).toEqual(['₁', '₁₂']);
});

test('a neuron stands on its sigmoid, in the middle for z = 0 and at the edge of the picture for a large z', () => {
  expect(pointInCircle(0, 100, 50, 40)).toEqual({ x: 100, y: 50 });
  expect(pointInCircle(80, 100, 50, 40)).toEqual(pointInCircle(6, 100, 50, 40));
  expect(pointInCircle(80, 100, 50, 40).x).toBeLessThan(140);
});

test('the tangent has the same length whatever its slope', () => {
  const length = (path: string): number => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = path.slice(1).split(/[,L]/).map(Number);
    return Math.hypot(x2 - x1, y2 - y1);
  };
  expect(length(tangentInCircle(0, 0, 0, 40))).toBeCloseTo(length(tangentInCircle(5, 0, 0, 40)), 0);
});
