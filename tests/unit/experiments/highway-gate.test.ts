import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/lib/experiments/claims.ts';
import highwayGate from '../../../src/lib/experiments/highway-gate.ts';
import { defaults } from '../../../src/lib/experiments/params.ts';

const statuses = (changes: Readonly<Record<string, number | string>>): readonly string[] => {
  const values = { ...defaults(highwayGate.params), ...changes };
  return judge(highwayGate.claims, highwayGate.compute(values), values).map(({ status }) => status);
};

describe('the claims about one highway unit', () => {
  it('hold with the settings that the page opens with, but for the one about a gate that does not look', () => {
    expect(statuses({})).toEqual(['held', 'held', 'held', 'pending', 'held', 'held']);
  });

  it('hold with a gate that does not look, but for the one about a gate that does', () => {
    expect(statuses({ gateWeight: 0 })).toEqual(['held', 'held', 'held', 'held', 'pending', 'held']);
  });

  it.each([
    { fn: 'relu', weight: 4, bias: -4, gateWeight: -6, gateBias: 10 },
    { fn: 'tanh', weight: -4, bias: 4, gateWeight: 6, gateBias: -10 },
    { fn: 'tanh', weight: 0, bias: 0, gateWeight: 6, gateBias: 10 },
    { fn: 'relu', weight: -4, bias: 4, gateWeight: 0, gateBias: 0 },
  ])('hold or stay open at the ends of the sliders: %o', (changes) => {
    expect(statuses(changes)).not.toContain('failed');
  });
});
