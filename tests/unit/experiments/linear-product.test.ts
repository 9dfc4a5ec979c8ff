import { describe, expect, it } from 'vitest';
import { loadExperiments } from '../../../src/components/experiment/files.ts';
import { judge } from '../../../src/lib/experiments/claims.ts';
import linearProduct from '../../../src/lib/experiments/linear-product.ts';
import { formatValues, parseValues } from '../../../src/lib/experiments/params.ts';
import { isLayered } from '../../../src/lib/experiments/runlog.ts';
import { decodeLink, encodeLink } from '../../../src/lib/runner/permalink.ts';

await loadExperiments(['linear-product']);

const optionsOf = (name: string): readonly string[] => {
  const control = linearProduct.params[name]?.control;
  return control?.kind === 'select' ? control.options.map(({ value }) => value) : [];
};

const computed = (texts: Record<string, string>) => {
  const values = parseValues(linearProduct.params, texts);
  const log = linearProduct.compute(values);
  return { log, results: judge(linearProduct.claims, log, values) };
};

const curveOf = (texts: Record<string, string>, metric: string): readonly number[] => {
  const series = computed(texts).log['chain']?.[metric];
  if (series === undefined || isLayered(series)) throw new Error(`"${metric}" is a curve`);
  return series.y;
};

describe.each(optionsOf('matrix'))('with %s matrices', (matrix) => {
  it.each(optionsOf('format'))('in %s, no claim fails', (format) => {
    for (const scale of ['0.5', '0.55', '0.9', '1', '1.1', '1.5']) {
      for (const depth of ['2', '150', '250']) {
        const failed = computed({ matrix, format, scale, depth }).results.filter(({ status }) => status === 'failed');
        expect(failed, `c = ${scale}, L = ${depth}`).toEqual([]);
      }
    }
  });
});

it('computes the norms of the first panel in the format that is asked for', () => {
  const settings = { scale: '0.5', depth: '30' };
  expect(curveOf({ ...settings, format: 'float16' }, 'activation').slice(23, 26)).toEqual([Math.SQRT2 * 2 ** -24, 0, 0]);
  // delta^l and a^(l-1) are numbers of float16 in the middle of the chain; their product is not.
  expect(curveOf({ ...settings, format: 'float16' }, 'weightGradient').every((norm) => norm === 0)).toBe(true);
  expect(curveOf({ ...settings, format: 'float32' }, 'weightGradient')[14]).toBeCloseTo(Math.SQRT2 * 2 ** -29, 15);
});

it('gives the same numbers for c I as before there were other matrices', () => {
  expect(curveOf({}, 'activation').at(-1)).toBeCloseTo(Math.SQRT2 * 1.5 ** 150, -13);
  expect(curveOf({}, 'weightGradient')[0]).toBeCloseTo(Math.SQRT2 * 1.5 ** 149, -13);
});

describe('a link to a state of it', () => {
  it.each([
    ['?e=linear-product#ex-linear-product', { scale: '1.5', depth: '150' }],
    ['?e=linear-product&scale=0.5', { scale: '0.5', depth: '150' }],
    ['?e=linear-product&scale=0.9&depth=200', { scale: '0.9', depth: '200' }],
    ['?e=linear-product&depth=2&v=70cae329', { scale: '1.5', depth: '2' }],
  ])('made before there were other matrices still opens: %s', (link, texts) => {
    const { state, notes } = decodeLink('linear-product', link);
    expect(notes).toEqual([]);
    expect(formatValues(linearProduct.params, state.values)).toEqual({ ...texts, matrix: 'identity', format: 'float64' });
  });

  it('names matrix and format only where they are not the usual ones', () => {
    const { state } = decodeLink('linear-product', '?e=linear-product&matrix=gaussian&format=float16');
    expect(encodeLink('linear-product', state, '')).toBe('?e=linear-product&matrix=gaussian&format=float16');
    const usual = decodeLink('linear-product', '?e=linear-product&scale=0.9').state;
    expect(encodeLink('linear-product', usual, '')).toBe('?e=linear-product&scale=0.9');
  });
});
