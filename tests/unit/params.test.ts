import { describe, expect, it } from 'vitest';
import { choice, defaults, formatValues, integer, number, ParamError, parseValues } from '../../src/lib/experiments/params.ts';

const rate = number({ label: 'Learning rate', help: '', default: 0.02, min: 0.001, max: 10, scale: 'log' });
const steps = integer({ label: 'Steps', help: '', default: 150, min: 10, max: 2000 });
const activation = choice({ label: 'Activation', help: '', options: { relu: 'ReLU', tanh: 'tanh' }, default: 'relu' });
const schema = { rate, steps, activation };

describe('a number', () => {
  it.each([
    ['0.001', 0.001],
    ['10', 10],
    ['1e-2', 0.01],
    ['+2.5E0', 2.5],
    ['.5', 0.5],
    ['5.', 5],
  ])('reads %s', (text, value) => {
    expect(rate.parse(text)).toBe(value);
  });

  it.each([
    ['NaN'],
    ['Infinity'],
    ['-Infinity'],
    ['1e999'],
    ['-1e999'],
    ['0x10'],
    ['0b1'],
    [''],
    [' '],
    [' 1'],
    ['1\n'],
    ['1_000'],
    ['1,5'],
    ['e5'],
    ['.'],
    ['١'],
    ['<script>alert(1)</script>'],
    ['0.000999'],
    ['10.001'],
    ['-1'],
  ])('refuses %j', (text) => {
    expect(() => rate.parse(text)).toThrow(ParamError);
    expect(() => rate.parse(text)).toThrow('Learning rate must be a number between 0.001 and 10, got "');
  });

  it('refuses 10 kB of digits unread, and quotes only their start', () => {
    expect(() => rate.parse('1'.repeat(10_240))).toThrow(
      new ParamError(`Learning rate must be a number between 0.001 and 10, got "${'1'.repeat(24)}…".`),
    );
  });

  it('survives the way to text and back exactly', () => {
    for (const value of [0.001, 0.1 + 0.2, 1 / 3, 9.999999999999998]) expect(rate.parse(rate.format(value))).toBe(value);
  });
});

describe('an integer', () => {
  it('reads whole numbers, in exponent notation too', () => {
    expect(steps.parse('10')).toBe(10);
    expect(steps.parse('2e3')).toBe(2000);
  });

  it('refuses a fraction with a reason of its own', () => {
    expect(() => steps.parse('10.5')).toThrow(new ParamError('Steps must be a whole number, got "10.5".'));
  });

  it('keeps its bounds', () => {
    expect(() => steps.parse('9')).toThrow('Steps must be a number between 10 and 2000, got "9".');
    expect(() => steps.parse('2001')).toThrow(ParamError);
  });
});

describe('a choice', () => {
  it('reads its options only, and names them', () => {
    expect(activation.parse('tanh')).toBe('tanh');
    expect(() => activation.parse('Tanh')).toThrow(new ParamError('Activation must be one of relu, tanh, got "Tanh".'));
  });

  it('is not fooled by names that every object has', () => {
    expect(() => activation.parse('constructor')).toThrow(ParamError);
    expect(() => activation.parse('__proto__')).toThrow(ParamError);
  });

  it('offers the words that the reader sees', () => {
    expect(activation.control).toEqual({
      kind: 'select',
      options: [
        { value: 'relu', label: 'ReLU' },
        { value: 'tanh', label: 'tanh' },
      ],
    });
  });
});

describe('a set of values', () => {
  it('is the defaults where nothing is said', () => {
    expect(parseValues(schema, {})).toEqual(defaults(schema));
    expect(defaults(schema)).toEqual({ rate: 0.02, steps: 150, activation: 'relu' });
  });

  it('survives the way to text and back', () => {
    const values = { rate: 0.3, steps: 20, activation: 'tanh' } as const;
    expect(parseValues(schema, formatValues(schema, values))).toEqual(values);
  });

  it('refuses a name that the schema lacks', () => {
    expect(() => parseValues(schema, { momentum: '0.9' })).toThrow(new ParamError('There is no parameter "momentum" here.'));
    expect(() => parseValues(schema, { toString: '1' })).toThrow(ParamError);
  });

  it('stops at the first bad value', () => {
    expect(() => parseValues(schema, { steps: 'many' })).toThrow('Steps must be a number between 10 and 2000, got "many".');
  });
});
