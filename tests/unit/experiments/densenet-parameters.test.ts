import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/lib/experiments/claims.ts';
import densenetParameters from '../../../src/lib/experiments/densenet-parameters.ts';

describe('parameters and memory of a DenseNet', () => {
  it.each(['0.25', '0.5', '0.75'])('are as claimed at the ends of the sliders, with compression %s', (compression) => {
    for (const depth of [28, 34, 100, 250]) {
      for (const growthRate of [4, 48]) {
        const values = { depth, growthRate, compression };
        const results = judge(densenetParameters.claims, densenetParameters.compute(values), values);
        expect(results.filter(({ status }) => status !== 'held')).toEqual([]);
      }
    }
  });
});
