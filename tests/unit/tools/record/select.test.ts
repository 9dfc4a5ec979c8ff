import { describe, expect, it } from 'vitest';
import { experimentIds } from '../../../../src/lib/experiments/registry.ts';
import { selectExperiments, selectKind, selectPreset } from '../../../../src/lib/tools/record/select.ts';

describe('what a command line asks for', () => {
  it('is every example where it names none', () => {
    expect(selectExperiments([])).toEqual(experimentIds);
    expect(selectKind(experimentIds, undefined)).toEqual(experimentIds);
  });

  it('is the examples that it names, of the kind that it names', () => {
    const two = selectExperiments(['degradation', 'linear-product']);
    expect(two).toEqual(['degradation', 'linear-product']);
    expect(selectKind(two, 'compute')).toEqual(['linear-product']);
    expect(selectKind(two, 'training')).toEqual(['degradation']);
    expect(selectPreset('full')).toBe('full');
  });

  it('must be known', () => {
    expect(() => selectExperiments(['degredation'])).toThrow('There is no example "degredation"; there are ');
    expect(() => selectKind([], 'computed')).toThrow('--kind must be compute or training, got "computed".');
    expect(() => selectPreset('paper')).toThrow('--preset must be quick or full, got "paper".');
  });
});
