import { describe, expect, it } from 'vitest';
import { experimentOf } from '../../../src/lib/experiments/registry.ts';
import { noLesson } from '../../../src/lib/runner/lesson.ts';
import { linkTarget } from '../../../src/lib/runner/link-target.ts';
import { decodeLink, encodeLink } from '../../../src/lib/runner/permalink.ts';
import { initialState, largestSeed } from '../../../src/lib/runner/state.ts';

const initial = initialState(experimentOf('degradation'));

describe('a link to an example', () => {
  it('holds the example alone when nothing differs from the defaults', () => {
    expect(encodeLink('degradation', initial, '')).toBe('?e=degradation');
  });

  it('holds what differs, and the version of the recording', () => {
    const state = { ...initial, seed: 7, values: { ...initial.values, learningRate: 0.1 } };
    expect(encodeLink('degradation', state, 'abc12345')).toBe('?e=degradation&seed=7&learningRate=0.1&v=abc12345');
  });

  it('leads back to the state it was made from, in every preset', () => {
    for (const preset of ['quick', 'full'] as const) {
      const usual = initialState(experimentOf('degradation'), preset);
      const state = { ...usual, seed: largestSeed, values: { ...usual.values, width: 12, learningRate: 0.0123 } };
      expect(decodeLink('degradation', encodeLink('degradation', state, 'v1'))).toEqual({
        state,
        notes: [],
        version: 'v1',
        lesson: noLesson,
        theme: undefined,
        own: '',
      });
    }
  });
});

describe('a link that cannot be used as it is', () => {
  it.each([
    ['learningRate=NaN', 'Learning rate must be a number between 0.001 and 1000, got "NaN".'],
    ['learningRate=1e999', 'Learning rate must be a number between 0.001 and 1000, got "1e999".'],
    ['learningRate=%3Cscript%3Ealert(1)%3C/script%3E', 'got "<script>alert(1)</script'],
    ['learningRate=', 'got "".'],
    ['steps=1.5', 'Steps must be'],
    ['width=-8', 'Width must be'],
    [`steps=${'9'.repeat(10_000)}`, 'got "999999999999999999999999…"'],
    ['momentum=0.9', 'The link sets "momentum", which this example does not have; it was left out.'],
    ['__proto__=1', '"__proto__"'],
    ['constructor=1', '"constructor"'],
    ['preset=huge', 'a preset "huge" that this example does not have; it has quick and full.'],
    ['seed=-1', 'A seed is a whole number from 0 to 4294967295, got "-1"; seed 0 is used.'],
    ['seed=4294967296', 'got "4294967296"'],
    ['seed=0x10', 'got "0x10"'],
  ])('falls back to the defaults and says so: %s', (query, note) => {
    const { state, notes } = decodeLink('degradation', `?e=degradation&${query}`);
    expect(state).toEqual(initial);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(note);
    expect(notes[0]?.length).toBeLessThan(250);
  });

  it('keeps the good values beside the bad ones', () => {
    const { state, notes } = decodeLink('degradation', '?e=degradation&width=12&steps=lots&seed=3');
    expect(state).toEqual({ ...initial, seed: 3, values: { ...initial.values, width: 12 } });
    expect(notes).toHaveLength(1);
  });
});

describe('the example that an address speaks of', () => {
  it('is the one it names', () => {
    expect(linkTarget('?e=learning-speeds&seed=2')).toEqual({ kind: 'example', id: 'learning-speeds' });
  });
  it('is none where no example is named', () => {
    expect(linkTarget('?utm_source=mail')).toEqual({ kind: 'none' });
  });
  it('is unknown, with a short note, where the book has no such example', () => {
    expect(linkTarget(`?e=${'x'.repeat(10_000)}`)).toEqual({
      kind: 'unknown',
      note: 'This link asks for an example called "xxxxxxxxxxxxxxxxxxxxxxxx…", which this book does not have.',
    });
    expect(linkTarget('?e=constructor').kind).toBe('unknown');
  });
});
