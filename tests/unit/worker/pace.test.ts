import { describe, expect, it } from 'vitest';
import { Pace } from '../../../src/lib/worker/Pace.ts';

/** The steps after rounds of these milliseconds. */
function after(...rounds: readonly number[]): number {
  const pace = new Pace();
  for (const milliseconds of rounds) pace.took(milliseconds);
  return pace.steps;
}

describe('the pace of a GPU', () => {
  it('begins with one step a read', () => {
    expect(after()).toBe(1);
  });

  it('doubles where a round is short, and stays where it is neither short nor long', () => {
    expect(after(3)).toBe(2);
    expect(after(3, 6, 12, 24)).toBe(16);
    expect(after(3, 6, 12, 24, 48)).toBe(16);
    expect(after(25, 100)).toBe(1);
  });

  it('halves where a round is long, down to one step', () => {
    expect(after(3, 6, 12, 101)).toBe(4);
    expect(after(3, 500, 500, 500)).toBe(1);
  });

  it('has an end, however fast the steps are', () => {
    expect(after(...new Array<number>(40).fill(0))).toBe(1024);
  });
});
