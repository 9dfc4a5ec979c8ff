import { describe, expect, it } from 'vitest';
import {
  allNear,
  atLeast,
  claimsOver,
  every,
  exceeds,
  increasing,
  judge,
  near,
  notAbove,
  show,
  spread,
} from '../../src/lib/experiments/claims.ts';
import { measured } from '../../src/lib/experiments/experiment.ts';
import { number } from '../../src/lib/experiments/params.ts';
import type { RunLog } from '../../src/lib/experiments/runlog.ts';

const metrics = measured('trainLoss', 'gradientNorm');
const params = { margin: number({ label: 'Margin', help: '', default: 0.2, min: 0, max: 1 }) };
const values = { margin: 0.2 };
const claim = claimsOver({ arms: ['plain', 'residual'], metrics, params });

const arm = (loss: readonly number[], norms: readonly (readonly number[])[] = [[1, 2]]) => ({
  trainLoss: { x: loss.map((_, i) => i), y: loss },
  gradientNorm: { layers: ['conv 1', 'dense'], x: norms.map((_, i) => i), y: norms },
});

const deeperIsWorse = claim('The plain net ends above.', ['plain', 'residual'], ({ plain, residual }, { margin }) =>
  exceeds(plain.trainLoss.last, residual.trainLoss.last, margin),
);

describe('a claim', () => {
  it('holds or fails by the numbers of the run, which it gives as evidence', () => {
    const held: RunLog = { plain: arm([2.3, 2.25]), residual: arm([2.3, 1.2]) };
    const failed: RunLog = { plain: arm([2.3, 1.25]), residual: arm([2.3, 1.2]) };
    expect(judge([deeperIsWorse], held, values)).toEqual([
      { text: 'The plain net ends above.', status: 'held', evidence: '2.25 against 1.2 (asked: by more than 0.2)' },
    ]);
    expect(judge([deeperIsWorse], failed, values)[0]?.status).toBe('failed');
  });

  it('may speak of the parameters of the run', () => {
    const log: RunLog = { plain: arm([2.25]), residual: arm([1.2]) };
    expect(judge([deeperIsWorse], log, { margin: 1.1 })[0]?.status).toBe('failed');
  });

  it('is pending while an arm it speaks of was not run', () => {
    expect(judge([deeperIsWorse], { plain: arm([2.3]) }, values)).toEqual([
      { text: 'The plain net ends above.', status: 'pending', evidence: '' },
    ]);
  });

  it('is pending under settings that it does not speak of, and says which it needs', () => {
    const needs = { text: 'with a margin of at least 0.5', isMet: ({ margin }: { margin: number }) => margin >= 0.5 };
    const wide = claim('The plain net ends far above.', ['plain'], ({ plain }) => exceeds(plain.trainLoss.last, 1), needs);
    const log: RunLog = { plain: arm([2.25]) };
    expect(judge([wide], log, { margin: 0.4 })).toEqual([
      { text: wide.text, status: 'pending', evidence: 'tested with a margin of at least 0.5' },
    ]);
    expect(judge([wide], log, { margin: 0.5 })[0]?.status).toBe('held');
  });

  it('reads layered metrics one list a measurement', () => {
    const growing = claim('Norms grow with depth.', ['plain'], ({ plain }) => increasing(plain.gradientNorm.first));
    expect(judge([growing], { plain: arm([1], [[0.1, 0.3]]) }, values)[0]?.status).toBe('held');
    expect(judge([growing], { plain: arm([1], [[0.3, 0.1]]) }, values)[0]?.status).toBe('failed');
  });

  it('names the arm and the metric where the run lacks one, or holds one of the other kind', () => {
    expect(() => judge([deeperIsWorse], { plain: {}, residual: {} }, values)).toThrow('The run of "plain" has no "trainLoss".');
    const wrong = { ...arm([1]), gradientNorm: { x: [0], y: [1] } };
    expect(() => judge([deeperIsWorse], { plain: wrong, residual: arm([1]) }, values)).toThrow(
      '"gradientNorm" of "plain" is not of kind "layers".',
    );
  });

  it('says so where a series is empty', () => {
    expect(() => judge([deeperIsWorse], { plain: arm([]), residual: arm([1]) }, values)).toThrow('nothing was measured yet');
  });

  it('does not mind an empty series whose ends it does not read', () => {
    const counts = claim('It was never measured.', ['plain'], ({ plain }) => notAbove(plain.trainLoss.y.length, 0));
    expect(judge([counts], { plain: arm([]) }, values)[0]?.status).toBe('held');
  });
});

describe('findings', () => {
  it('exceeds asks for more than the margin', () => {
    expect(exceeds(2, 1).held).toBe(true);
    expect(exceeds(1, 1).held).toBe(false);
    expect(exceeds(1.5, 1, 0.5).held).toBe(false);
  });

  it('notAbove allows equality and the margin', () => {
    expect(notAbove(1, 1).held).toBe(true);
    expect(notAbove(1.5, 1, 0.5).held).toBe(true);
    expect(notAbove(1.51, 1, 0.5).held).toBe(false);
  });

  it('atLeast counts the bound itself', () => {
    expect(atLeast(20, 20).held).toBe(true);
    expect(atLeast(19.9, 20, 'ratio: ')).toEqual({ held: false, evidence: 'ratio: 19.9, asked: at least 20' });
  });

  it('near is relative to the target, also a negative one', () => {
    expect(near(101, 100, 0.01).held).toBe(true);
    expect(near(101.1, 100, 0.01).held).toBe(false);
    expect(near(-101, -100, 0.01).held).toBe(true);
  });

  it('increasing is strict', () => {
    expect(increasing([1, 2, 3])).toEqual({ held: true, evidence: '1 < 2 < 3' });
    expect(increasing([1, 2, 2]).held).toBe(false);
  });

  it('spread allows rounding only', () => {
    expect(spread([1, 1 + 1e-9], 1e-6).held).toBe(true);
    expect(spread([1, 1.1], 1e-6)).toEqual({ held: false, evidence: '1 to 1.1' });
  });

  it('allNear asks every value', () => {
    expect(allNear([0.9, 0.9000001], 0.9, 1e-6).held).toBe(true);
    expect(allNear([0.9, 0.91], 0.9, 1e-6)).toEqual({ held: false, evidence: '0.9 to 0.91, expected 0.9' });
  });

  it('never hold for NaN', () => {
    const findings = [
      exceeds(NaN, 1),
      exceeds(1, NaN),
      notAbove(NaN, 1),
      atLeast(NaN, 1),
      near(NaN, 1, 1),
      increasing([1, NaN, 3]),
    ];
    expect(findings.map(({ held }) => held)).toEqual(findings.map(() => false));
  });

  it('every holds where all hold, and keeps all the evidence', () => {
    expect(every(exceeds(2, 1), exceeds(1, 2))).toEqual({ held: false, evidence: '2 against 1; 1 against 2' });
  });

  it('show keeps three digits, with an exponent where that reads better', () => {
    expect([0, 1, 2.2345, -0.0123456, 123456, 1e-7, NaN].map(show)).toEqual([
      '0',
      '1',
      '2.23',
      '-0.0123',
      '1.23 × 10⁵',
      '1.00 × 10⁻⁷',
      'NaN',
    ]);
  });
});
