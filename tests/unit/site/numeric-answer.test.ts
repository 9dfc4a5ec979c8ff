import { describe, expect, it } from 'vitest';
import { judge, precisionInWords, readNumber, type NumericQuestion } from '../../../src/lib/site/numeric-answer.ts';

const question = (value: number, more: Partial<NumericQuestion> = {}): NumericQuestion => ({ value, units: [], ...more });
const wordsFor = (text: string, asked: NumericQuestion): string => judge(text, asked).words;

describe('a number', () => {
  it.each([
    ['0.001', 0.001],
    ['.5', 0.5],
    ['-3', -3],
    ['−3', -3],
    ['+3', 3],
    ['1e-3', 1e-3],
    ['1E-3', 1e-3],
    ['2.5e4', 2.5e4],
    ['0,37', 0.37],
    ['12,5', 12.5],
    ['1 × 10^-3', 1e-3],
    ['1×10⁻³', 1e-3],
    ['2.59 · 10^26', 2.59e26],
    ['2,59 x 10^(26)', 2.59e26],
    ['4*10**4', 4e4],
    ['10^-3', 1e-3],
    ['10⁴', 1e4],
    ['2^-10', 2 ** -10],
    ['1/3', 1 / 3],
    ['-1 / 3', -1 / 3],
    ['1/2^12', 2 ** -12],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['15 625', 15625],
    ['1 234 567', 1234567],
    ['12,345,678', 12345678],
    ['≈ 5.8', 5.8],
    ['  7  ', 7],
  ])('is read from "%s"', (text, value) => {
    expect(readNumber(text)?.values[0]).toBeCloseTo(value, 12);
    expect((readNumber(text)?.values[0] ?? NaN) / value).toBeCloseTo(1, 12);
    expect(readNumber(text)?.unit).toBe('');
  });

  it('with a comma before three digits is read as thousands first, and as decimals too', () => {
    expect(readNumber('1,440')?.values).toEqual([1440, 1.44]);
    expect(readNumber('0,440')?.values).toEqual([0.44]);
    expect(readNumber('15,625')?.values).toEqual([15625, 15.625]);
  });

  it.each(['', 'abc', '1.2.3', '1/0', '1,2,3', '3+4', '5 = 5', '2 * 3', '1e', '10^', '--3', '1/', '12 34', '9^9^9', '1e999'])(
    'is not found in "%s"',
    (text) => {
      expect(readNumber(text)).toBeUndefined();
    },
  );

  it('has its unit behind it', () => {
    expect(readNumber('12 steps')).toEqual({ values: [12], unit: 'steps' });
    expect(readNumber('37%')).toEqual({ values: [37], unit: '%' });
    expect(readNumber('3e-2 kB')).toEqual({ values: [0.03], unit: 'kB' });
    expect(readNumber('4 per cent')).toEqual({ values: [4], unit: 'per cent' });
    expect(readNumber('5e')).toBeUndefined();
  });
});

describe('a right answer', () => {
  it('lies within the tolerance, and not beyond it', () => {
    const asked = question(0.368, { tolerance: 0.02 });
    expect(['0.368', '0,37', '0.3607', '0.3753'].map((text) => judge(text, asked).right)).toEqual([true, true, true, true]);
    expect(['0.3605', '0.3755'].map((text) => judge(text, asked).right)).toEqual([false, false]);
  });

  it('may be given in per cent, as a fraction or as a power', () => {
    expect(judge('25 %', question(0.25)).right).toBe(true);
    expect(judge('1/4', question(0.25)).right).toBe(true);
    expect(judge('2^-2', question(0.25)).right).toBe(true);
    expect(judge('25', question(0.25)).right).toBe(false);
  });

  it('in per cent is taken with the sign and without', () => {
    const asked = question(37, { tolerance: 0.02, units: ['%'] });
    expect(judge('37', asked).right).toBe(true);
    expect(judge('37 %', asked).right).toBe(true);
    expect(wordsFor('0.37', asked)).toContain('Is it a matter of per cent?');
    const points = question(3.4, { units: ['percentage points', 'points', '%'] });
    expect(['3.4', '3.4 %', '3.4 points', '3.4 percentage points'].map((text) => judge(text, points).right)).toEqual(
      Array(4).fill(true),
    );
  });

  it('lies within an absolute tolerance, of zero too', () => {
    expect(judge('0.004', question(0, { absolute: 0.005 })).right).toBe(true);
    expect(wordsFor('0.01', question(0, { absolute: 0.005 }))).toBe('Not right.');
  });

  it('is exact where no tolerance is given, whatever the rounding of its parts', () => {
    expect(judge('1/3', question(1 - 2 / 3)).right).toBe(true);
    expect(judge('513', question(513)).right).toBe(true);
    expect(judge('513.1', question(513)).right).toBe(false);
  });

  it('is right by either reading of a comma', () => {
    expect(judge('1,440', question(1440)).right).toBe(true);
    expect(judge('1,440', question(1.44)).right).toBe(true);
  });

  it('goes with its unit, with another name for it, or with none', () => {
    const asked = question(12, { units: ['steps', 'updates'] });
    expect(['12', '12 steps', '12 step', '12 Updates', '12 times'].map((text) => judge(text, asked).right)).toEqual(
      Array(5).fill(true),
    );
    expect(judge('12 x', question(12)).right).toBe(true);
  });
});

describe('what a reader hears of a wrong answer', () => {
  const asked = question(0.0368, { tolerance: 0.01 });
  it.each([
    ['0', 'It is not zero.'],
    ['-0.0368', 'The size is right, the sign is not.'],
    ['-5', 'It has the other sign, and another size.'],
    ['0.368', 'The digits are right, the power of ten is not.'],
    ['3.68', 'The digits are right, but it is off by a factor of 100. Is it a matter of per cent?'],
    ['27.17', 'This is the reciprocal: it has to be divided the other way round.'],
    ['0.0184', 'It is off by a factor of two.'],
    ['0.0736', 'It is off by a factor of two.'],
    ['0.001354', 'This is its square.'],
    ['0.1918', 'This is its square root.'],
    ['0.0375', 'Close, but not right within 1 %. Carry more digits, or look for a small term that is missing.'],
    ['0.05', 'Too large, by less than half an order of magnitude.'],
    ['0.5', 'Too large, by about one order of magnitude.'],
    ['0.00002', 'Too small, by about 3 orders of magnitude.'],
    ['many', 'This cannot be read as a number. Write it like 0.001, 1e-3, 1 × 10^-3, 1/1000, 2^-10 or 0.1 %.'],
    ['0.0368 s', 'The answer is a pure number: “s” does not belong to it.'],
  ])('who wrote "%s"', (text, words) => {
    expect(wordsFor(text, asked)).toBe(words);
    expect(judge(text, asked).right).not.toBe(true);
  });

  it('who is off by a factor of 100 in a count, which is no matter of per cent', () => {
    expect(wordsFor('225', question(22_500, { units: ['steps'] }))).toBe('The digits are right, the power of ten is not.');
  });

  it('who is off by one in a count, and only there', () => {
    expect(wordsFor('512', question(513))).toBe('It is off by one.');
    expect(wordsFor('514', question(513))).toBe('It is off by one.');
    expect(wordsFor('12', question(13, { tolerance: 0.02 }))).toContain('Close');
  });

  it('who took another unit, without being judged', () => {
    expect(judge('12 ms', question(12, { units: ['steps'] }))).toEqual({
      right: undefined,
      words: 'The answer is asked for in steps, not in “ms”.',
    });
    expect(judge('12 %', question(12, { units: ['steps'] })).right).toBeUndefined();
  });

  it('never holds the answer', () => {
    const texts = ['0', '-0.0368', '0.368', '3.68', '27.17', '0.0184', '0.0375', '0.5', '1e9'];
    for (const text of texts) expect(wordsFor(text, asked)).not.toMatch(/0[.,]0?36|36[.,]8/);
  });
});

describe('the precision that is asked for', () => {
  it('is said in words', () => {
    expect(precisionInWords({ tolerance: 0.02, units: [] })).toBe('within 2 %');
    expect(precisionInWords({ tolerance: 0.005, units: ['steps'] })).toBe('within 0.5 %');
    expect(precisionInWords({ absolute: 0.01, units: ['nats'] })).toBe('within 0.01 nats');
    expect(precisionInWords({ units: ['gates'] })).toBe('exactly');
  });
});
