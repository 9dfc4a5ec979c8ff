import { describe, expect, it } from 'vitest';
import { OutOfMemoryError } from '../../src/lib/core/net.ts';
import { Arena } from '../../src/lib/core/plan/Arena.ts';

describe.each([{ shared: false }, { shared: true }])('the memory of a net, shared: $shared', ({ shared }) => {
  it('gives out zeroed blocks that lie at multiples of 16, apart from each other, and not at 0', () => {
    const arena = new Arena(shared);
    const blocks = [1, 4, 5, 16_384, 0, 7].map((floats) => arena.reserve(floats));
    blocks.forEach(({ at, floats }, i) => {
      expect(at % 16).toBe(0);
      expect(at).toBeGreaterThan(0);
      // Up to the next multiple of four, numbers belong to the block.
      expect(blocks[i + 1]?.at ?? Infinity).toBeGreaterThanOrEqual(at + 16 * Math.ceil(floats / 4));
      expect(arena.view({ at, floats }).every((value) => value === 0)).toBe(true);
    });
  });

  it('grows as far as it is asked to', () => {
    const arena = new Arena(shared);
    expect(arena.bytes).toBe(65_536);
    const last = arena.reserve(100_000);
    expect(arena.bytes).toBeGreaterThanOrEqual(last.at + 400_000);
    expect(arena.bytes).toBeLessThan(400_000 + 2 * 65_536);
    arena.view(last).fill(1);
    const { bytes } = arena;
    arena.reserve(4);
    expect(arena.bytes).toBe(bytes);
  });

  it('shows the numbers of a block, and of nothing else', () => {
    const arena = new Arena(shared);
    const [first, second] = [arena.reserve(3), arena.reserve(3)];
    arena.view(first).set([1, 2, 3]);
    expect([...arena.view(first)]).toEqual([1, 2, 3]);
    expect([...arena.view(second)]).toEqual([0, 0, 0]);
  });

  it('lends what was given back, the smallest block that is large enough, and to one at a time', () => {
    const arena = new Arena(shared);
    const [large, small] = [arena.borrow(100), arena.borrow(10)];
    arena.giveBack(large);
    arena.giveBack(small);
    expect(arena.borrow(10)).toBe(small);
    expect(arena.borrow(10)).toBe(large);
    const fresh = arena.borrow(10);
    expect([small.at, large.at]).not.toContain(fresh.at);
  });

  it('does not lend a block that is too small', () => {
    const arena = new Arena(shared);
    const small = arena.borrow(10);
    arena.giveBack(small);
    expect(arena.borrow(11).at).not.toBe(small.at);
  });

  it('says what to do where there is no more', () => {
    const arena = new Arena(shared);
    const text =
      'WebAssembly has no room for this run: it needs more than 4768 MB of memory. ' +
      'Choose a smaller batch, width or depth, or close other tabs, and run again.';
    // 5e9 bytes: more than 32-bit addresses reach.
    expect(() => arena.reserve(1.25e9)).toThrow(new OutOfMemoryError('WebAssembly', 'it needs more than 4768 MB of memory'));
    expect(() => new Arena(shared).reserve(1.25e9)).toThrow(text);
  });
});
