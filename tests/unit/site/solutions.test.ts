import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseSolutions, showsSolutions } from '../../../src/lib/site/solutions.ts';

afterEach(() => vi.unstubAllEnvs());

describe('SOLUTIONS', () => {
  it('shows solutions where nothing is said, and where "on" is', () => {
    expect([undefined, '', 'on'].map(parseSolutions)).toEqual([true, true, true]);
  });

  it('leaves them out where "off" is said', () => {
    expect(parseSolutions('off')).toBe(false);
  });

  it('is refused with its value where it says anything else', () => {
    expect(() => parseSolutions('no')).toThrow(
      'SOLUTIONS is "no"; set it to "off" for a site without solutions, or leave it out.',
    );
  });

  it('is read from the environment', () => {
    vi.stubEnv('SOLUTIONS', 'off');
    expect(showsSolutions()).toBe(false);
    vi.stubEnv('SOLUTIONS', undefined);
    expect(showsSolutions()).toBe(true);
  });
});
