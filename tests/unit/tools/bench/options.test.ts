import { describe, expect, it } from 'vitest';
import { parseOptions, suites } from '../../../../src/lib/tools/bench/options.ts';

describe('the command line of the bench', () => {
  it('measures everything unless told otherwise', () => {
    expect(parseOptions([])).toEqual({ only: suites, quick: false, gpu: false, publish: false, limit: 180_000 });
  });

  it('takes a choice of works in any order and measures them in its own', () => {
    expect(parseOptions(['--only', 'nielsen, plain-20', '--quick', '--gpu', '--limit', '2.5'])).toEqual({
      only: ['plain-20', 'nielsen'],
      quick: true,
      gpu: true,
      publish: false,
      limit: 2500,
    });
  });

  it.each(['plain-21', 'plain-20,', ''])('refuses the work "%s"', (text) => {
    expect(() => parseOptions(['--only', text])).toThrow('--only knows plain-20, plain-56,');
  });

  it('publishes whole results only', () => {
    expect(parseOptions(['--publish'])).toMatchObject({ only: suites, publish: true });
    for (const part of [['--quick'], ['--only', 'nielsen']]) {
      expect(() => parseOptions(['--publish', ...part])).toThrow('--publish needs all measurements');
    }
  });

  it.each(['0', '-1', 'soon', 'Infinity'])('refuses a limit of "%s"', (text) => {
    expect(() => parseOptions([`--limit=${text}`])).toThrow(`--limit must be seconds, more than 0, got "${text}".`);
  });
});
