import { describe, expect, it } from 'vitest';
import { chainOf, mostLayers, type Family } from '../../../src/lib/experiments/linear-chains.ts';
import { numberFormats } from '../../../src/lib/experiments/number-formats.ts';
import { activations, errors, outerNorm, scaledLayers } from '../../../src/lib/experiments/rounded-chain.ts';
import { matrix, product, scaledIdentity, timesVector, transpose, type Matrix } from '../../../src/lib/matrices/matrix.ts';
import { singularValues } from '../../../src/lib/matrices/singular-values.ts';

const families: readonly Family[] = ['identity', 'rotation', 'orthogonal', 'gaussian', 'tenth'];
const { float64, float32, float16 } = numberFormats;

describe.each(families)('the %s chain', (family) => {
  const { width, layers, logSpectra } = chainOf(family);

  it('has square layers of one width, as many as an example may ask for', () => {
    expect(layers).toHaveLength(mostLayers);
    expect(layers.filter(({ rows, columns }) => rows !== width || columns !== width)).toEqual([]);
  });

  it('knows the singular values of the products of its layers', () => {
    const three = layers.slice(0, 3).reduce((before, layer) => product(layer, before), scaledIdentity(width));
    const [expected, known] = [singularValues(three), logSpectra[2]?.map(Math.exp)];
    expect(known).toHaveLength(width);
    expected.forEach((value, i) => expect(known?.[i]).toBeCloseTo(value, 9));
  });

  it('is the same each time it is asked for', () => {
    expect(chainOf(family)).toBe(chainOf(family));
  });

  it('goes forwards and back as products of matrices and vectors do', () => {
    const x = Float64Array.from({ length: width }, (_, i) => (i % 3) - 0.5);
    const some = layers.slice(0, 4);
    const scaled = scaledLayers(some, 0.9, float64.round);
    const times = (w: Matrix, v: Float64Array): Float64Array => timesVector(w, v).map((value) => 0.9 * value);
    const forwards = [...activations(scaled, x, float64.round)];
    const expected = some.reduce<Float64Array>((a, w) => times(w, a), x);
    forwards.at(-1)?.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 9));
    const back = some.slice(1).reduceRight<Float64Array>((delta, w) => times(transpose(w), delta), x);
    errors(scaled, x, float64.round)[0]?.forEach((value, i) => expect(value).toBeCloseTo(back[i] ?? Number.NaN, 9));
  });
});

describe('matrices that the book speaks of', () => {
  it('all entries 0.1, 64 by 64: one singular value of 6.4, and zeros', () => {
    const values = singularValues(chainOf('tenth').layers[0] ?? scaledIdentity(1));
    expect(values[0]).toBeCloseTo(6.4, 12);
    expect([...values.slice(1)]).toEqual(Array.from({ length: 63 }, () => 0));
  });

  it('Gaussian ones tear the singular values of their product apart; orthogonal ones keep all at 1', () => {
    const spectrumAfter = (family: Family, l: number) => chainOf(family).logSpectra[l - 1] ?? new Float64Array();
    const gaussian = spectrumAfter('gaussian', 150);
    expect(gaussian[0]).toBeGreaterThan(-10);
    expect(gaussian.at(-1)).toBeLessThan(Math.log(1e-100));
    spectrumAfter('orthogonal', 150).forEach((log) => expect(log).toBeCloseTo(0, 11));
  });
});

describe('rounding', () => {
  const halves = scaledLayers(
    Array.from({ length: 30 }, () => scaledIdentity(2)),
    0.5,
    float16.round,
  );
  const norms = (...steps: Parameters<typeof activations>): number[] => [...activations(...steps)].map(([first = NaN]) => first);

  it('ends 0.5^l in float16 at the least number, 0.5^24, and then at zero', () => {
    expect(norms(halves, Float64Array.of(1, 1), float16.round).slice(23, 27)).toEqual([2 ** -23, 2 ** -24, 0, 0]);
  });

  it('ends 1.5^l in float16 after 27 layers, at infinity, and then at what is no number', () => {
    const layers = scaledLayers(
      Array.from({ length: 30 }, () => scaledIdentity(2)),
      1.5,
      float16.round,
    );
    const all = norms(layers, Float64Array.of(1, 1), float16.round);
    expect(all[27]).toBeLessThan(65504);
    expect(all.slice(28)).toEqual([Infinity, Number.NaN, Number.NaN]);
  });

  it('ends 1.5^l in float32 after 218 layers, and 0.5^l after 149', () => {
    const chain = (c: number, l: number) =>
      scaledLayers(
        Array.from({ length: l }, () => scaledIdentity(1)),
        c,
        float32.round,
      );
    expect(norms(chain(1.5, 219), Float64Array.of(1), float32.round).slice(218)).toEqual([expect.any(Number), Infinity]);
    expect(Number.isFinite(norms(chain(1.5, 218), Float64Array.of(1), float32.round).at(-1))).toBe(true);
    expect(norms(chain(0.5, 150), Float64Array.of(1), float32.round).slice(149)).toEqual([2 ** -149, 0]);
  });

  it('keeps 0.9^l in float16 for ever at four times the least number, since 3.6 of them round to 4', () => {
    const layers = scaledLayers(
      Array.from({ length: 250 }, () => scaledIdentity(2)),
      0.9,
      float16.round,
    );
    expect(norms(layers, Float64Array.of(1, 1), float16.round).slice(200)).toEqual(Array.from({ length: 51 }, () => 2 ** -22));
  });

  it('rounds the entries of an outer product, not its factors', () => {
    const small = Float64Array.of(2 ** -13, 2 ** -13);
    expect(outerNorm(small, small, float64.round)).toBeCloseTo(2 ** -25, 20);
    expect(outerNorm(small, small, float16.round)).toBe(0);
    expect(outerNorm(Float64Array.of(3, 3, 0), Float64Array.of(1, 2), float64.round)).toBeCloseTo(Math.sqrt(2 * 9 * 5), 12);
  });

  it('rounds each matrix that several layers share once', () => {
    const shared = matrix([[0.1]]);
    const [one, other] = scaledLayers([shared, shared], 3, float32.round);
    expect(one).toBe(other);
    expect(one?.values[0]).toBe(Math.fround(3 * 0.1));
  });
});
