import { describe, expect, it } from 'vitest';
import { stream, type Stream } from '../../../src/lib/random/stream.ts';

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const moment = (values: readonly number[], power: number): number => mean(values.map((value) => value ** power));

describe('stream', () => {
  it('draws the same numbers for the same seed and purpose', () => {
    const numbers = ({ uniform, gaussian, below }: Stream): number[] => [uniform(), gaussian(), below(10), gaussian()];
    expect(numbers(stream(7, 'weights of conv 1'))).toEqual(numbers(stream(7, 'weights of conv 1')));
  });

  it('draws these numbers for ever: recordings rest on them', () => {
    const random = stream(0, 'weights of conv 1');
    expect([random.uniform(), random.gaussian(), random.gaussian(), random.below(1000)]).toMatchInlineSnapshot(`
      [
        0.9010166126122741,
        0.0547213249108187,
        -0.05512548219349576,
        375,
      ]
    `);
  });

  it('draws other numbers for every other seed and purpose', () => {
    const seeds = Array.from({ length: 100 }, (_, seed) => stream(seed, 'order').uniform());
    const purposes = Array.from({ length: 100 }, (_, layer) => stream(0, `weights of conv ${layer}`).uniform());
    expect(new Set([...seeds, ...purposes]).size).toBe(200);
    // Neighbouring seeds are not alike either: the first draws fill the interval.
    expect(mean(seeds)).toBeGreaterThan(0.4);
    expect(mean(seeds)).toBeLessThan(0.6);
  });

  it('has the moments of the uniform distribution', () => {
    const values = draw(100_000, stream(1, 'uniform').uniform);
    expect(Math.min(...values.slice(0, 10_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values.slice(0, 10_000))).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(1 / 2, 2);
    expect(moment(values, 2)).toBeCloseTo(1 / 3, 2);
  });

  it('has the moments of the standard normal distribution', () => {
    const values = draw(200_000, stream(2, 'gaussian').gaussian);
    // Standard errors: 0.0022, 0.0032, 0.0087, 0.022.
    expect(Math.abs(mean(values))).toBeLessThan(0.01);
    expect(Math.abs(moment(values, 2) - 1)).toBeLessThan(0.015);
    expect(Math.abs(moment(values, 3))).toBeLessThan(0.04);
    expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(0.1);
  });

  it('draws every integer below n about equally often', () => {
    const { below } = stream(3, 'integers');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i += 1) {
      const drawn = below(7);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(9_500);
    expect(Math.max(...counts)).toBeLessThan(10_500);
  });

  it('shuffles into every order about equally often, and loses nothing', () => {
    const random = stream(4, 'orders');
    const orders = new Map<string, number>();
    for (let i = 0; i < 24_000; i += 1) {
      const order = random.shuffle(Uint32Array.of(0, 1, 2, 3)).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    expect(Math.min(...orders.values())).toBeGreaterThan(850);
    expect(Math.max(...orders.values())).toBeLessThan(1150);
  });

  it.each([-1, 0.5, 2 ** 32, Number.NaN])('refuses the seed %s', (seed) => {
    expect(() => stream(seed, 'x')).toThrow(`A seed is an integer from 0 to 4294967295, got ${seed}`);
  });
});
