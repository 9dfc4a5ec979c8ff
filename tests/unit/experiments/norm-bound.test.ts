import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/lib/experiments/claims.ts';
import normBound from '../../../src/lib/experiments/norm-bound.ts';
import { defaults } from '../../../src/lib/experiments/params.ts';
import { isLayered } from '../../../src/lib/experiments/runlog.ts';

const outcome = (activation: string, draw: number) => {
  const values = { ...defaults(normBound.params), activation, draw };
  const log = normBound.compute(values);
  return { log, results: judge(normBound.claims, log, values) };
};

describe('the bound beside the norm', () => {
  it.each(['sigmoid', 'tanh', 'relu'])('holds for every draw with %s, whatever it claims of it', (activation) => {
    for (let draw = 0; draw < 10; draw += 1) {
      const failed = outcome(activation, draw).results.filter(({ status }) => status === 'failed');
      expect(failed).toEqual([]);
    }
  });

  it('leaves open what it says of other activation functions', () => {
    const pending = (activation: string): number =>
      outcome(activation, 0).results.filter(({ status }) => status === 'pending').length;
    expect(['sigmoid', 'tanh', 'relu'].map(pending)).toEqual([0, 2, 4]);
  });

  it('takes the steepest slope of the activation function', () => {
    const first = (activation: string): number => {
      const series = outcome(activation, 0).log['scaled']?.['bound'];
      return series === undefined || isLayered(series) ? Number.NaN : (series.y[0] ?? Number.NaN);
    };
    expect(first('tanh') / first('sigmoid')).toBeCloseTo(4, 12);
    expect(first('relu')).toBe(first('tanh'));
  });
});
