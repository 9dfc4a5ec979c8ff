import { describe, expect, it } from 'vitest';
import { thin } from '../../src/lib/experiments/thin.ts';

describe('thinning', () => {
  it('keeps both ends and spreads the rest evenly', () => {
    expect(thin(501, 6)).toEqual([0, 100, 200, 300, 400, 500]);
    expect(thin(3, 61)).toEqual([0, 1, 2]);
    expect(thin(1, 61)).toEqual([0]);
    expect(thin(0, 61)).toEqual([]);
  });
});
