import { describe, expect, it } from 'vitest';
import { makeRoom, mostBytes, mostBytesOfExample, mostRuns, type Occupant } from '../../../src/lib/runner/history/room.ts';

const run = (key: number, change: Partial<Occupant> = {}): Occupant => ({
  key,
  experiment: 'degradation',
  name: '',
  when: new Date(key * 1000),
  bytes: 1000,
  ...change,
});
const runs = (count: number, change: Partial<Occupant> = {}): Occupant[] =>
  Array.from({ length: count }, (_, i) => run(i + 1, change));
const coming = { experiment: 'degradation', bytes: 1000 };

describe('room for another run', () => {
  it('is there without a sacrifice while there are few', () => {
    expect(makeRoom([], coming)).toEqual({ dropped: [] });
    expect(makeRoom(runs(mostRuns - 1), coming)).toEqual({ dropped: [] });
  });

  it('is made by the oldest run of the example that has no name, whatever order they come in', () => {
    const [oldest = run(1), ...others] = runs(mostRuns);
    expect(makeRoom([...others, oldest], coming)).toEqual({ dropped: [1] });
    expect(makeRoom([{ ...oldest, name: 'mine' }, ...others], coming)).toEqual({ dropped: [2] });
  });

  it('is made by no run of another example while the device has room', () => {
    const old = run(999, { experiment: 'residual-mlp', when: new Date(0) });
    expect(makeRoom([old, ...runs(mostRuns)], coming)).toEqual({ dropped: [1] });
  });

  it('takes as many as their bytes ask for', () => {
    const large = runs(4, { bytes: mostBytesOfExample / 4 });
    expect(makeRoom(large, { ...coming, bytes: mostBytesOfExample / 2 })).toEqual({ dropped: [1, 2] });
  });

  it('is made by the oldest of all examples where the device is full', () => {
    const others = Array.from({ length: 5 }, (_, i) =>
      run(100 + i, { experiment: `other-${i}`, bytes: mostBytes / 5, when: new Date(5000 - i) }),
    );
    expect(makeRoom(others, coming)).toEqual({ dropped: [104] });
  });

  it('is refused, and nothing is dropped, where all runs have names', () => {
    expect(makeRoom(runs(mostRuns, { name: 'mine' }), coming)).toEqual({ full: 'example' });
    const named = Array.from({ length: 5 }, (_, i) => run(i, { experiment: `other-${i}`, name: 'mine', bytes: mostBytes / 5 }));
    expect(makeRoom(named, coming)).toEqual({ full: 'device' });
    expect(makeRoom([], { ...coming, bytes: mostBytesOfExample + 1 })).toEqual({ full: 'example' });
  });
});
