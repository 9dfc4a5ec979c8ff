import { expect, it } from 'vitest';
import { judge, notAbove } from '../../../../src/lib/experiments/claims.ts';
import normAxes from '../../../../src/lib/experiments/norm-axes.ts';
import normInvariances from '../../../../src/lib/experiments/norm-invariances.ts';
import { each } from '../../../../src/lib/experiments/normalisers/each.ts';
import { defaults } from '../../../../src/lib/experiments/params.ts';
import rmsAgainstLayer from '../../../../src/lib/experiments/rms-against-layer.ts';

const notAboveTwo = (value: number) => notAbove(value, 2);

it('names the normalisation that each number of the evidence is of', () => {
  expect(each({ batch: 1, rms: 2 }, notAboveTwo)).toEqual({ held: true, evidence: 'batch 1 against 2; RMS 2 against 2' });
});

it('holds only if the test holds for all of them', () => {
  expect(each({ batch: 3, rms: 2 }, notAboveTwo).held).toBe(false);
});

it('names all that a claim compares', () => {
  const evidence = [normAxes, normInvariances, rmsAgainstLayer].flatMap((norms) => {
    const values = defaults(norms.params);
    return judge(norms.claims, norms.compute(values), values);
  });
  const of = (text: string) => evidence.find((claim) => claim.text.startsWith(text))?.evidence ?? '';
  expect(of('Normalised, each set of batch')).toMatch(/^batch .*; layer .*; instance .*; group /);
  expect(of('Each set of all five')).toMatch(/^batch .*; layer .*; instance .*; group .*; RMS /);
  expect(of('Layer and group normalisation ignore a constant')).toMatch(/^layer .*; group .*; batch .*; RMS /);
  expect(of('It shrinks as the weights grow')).toMatch(/^batch .*; .*; layer .*; .*; group .*; .*; RMS /);
  expect(of('Both ignore a factor')).toMatch(/^layer .*; RMS /);
});
