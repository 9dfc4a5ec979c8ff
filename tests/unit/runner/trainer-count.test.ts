import { describe, expect, it } from 'vitest';
import { threadCount, trainerCount } from '../../../src/lib/runner/trainerCount.ts';

describe('the number of trainers', () => {
  it('is one an arm where there are cores enough', () => {
    expect([trainerCount(4, 4), trainerCount(4, 64), trainerCount(1, 8)]).toEqual([4, 4, 1]);
  });

  it('is one a core where there are fewer of them', () => {
    expect([trainerCount(4, 2), trainerCount(4, 3)]).toEqual([2, 3]);
  });

  it('is never less than one, whatever the browser says of its cores', () => {
    expect([trainerCount(4, 1), trainerCount(4, 0), trainerCount(4, -1)]).toEqual([1, 1, 1]);
  });
});

describe('the number of threads', () => {
  it('is what the trainers leave of the cores, at most four', () => {
    expect([threadCount(2, 2), threadCount(2, 8), threadCount(1, 3), threadCount(1, 64)]).toEqual([1, 4, 3, 4]);
  });

  it('is never less than one', () => {
    expect([threadCount(4, 2), threadCount(1, 0)]).toEqual([1, 1]);
  });
});
