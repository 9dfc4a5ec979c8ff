import { describe, expect, test } from 'vitest';
import { checkoutAt, dateInWords, dateOf, editionInWords, editionOf, type Checkout } from '../../../src/lib/site/edition.ts';

const hash = 'a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0';

/** A checkout whose git answers with these texts, by its arguments. */
function checkout(answers: Readonly<Record<string, string>>, env: Checkout['env'] = {}): Checkout {
  return {
    env,
    packageJson: () => '{"version": "1.2.3"}',
    git: (...args) => answers[args.join(' ')],
    now: () => new Date('2027-01-02T23:00:00Z'),
  };
}

const whole = {
  'rev-parse --show-prefix': '',
  'rev-parse HEAD': hash,
  'status --porcelain --untracked-files=no': '',
  'rev-parse --is-shallow-repository': 'false',
  'log -1 --format=%cs -- page.mdx': '2026-11-03',
  'log -1 --format=%cs': '2026-12-24',
};

describe('the edition', () => {
  test('is the version with the commit that git is at', () => {
    const edition = editionOf(checkout(whole));
    expect(edition).toEqual({ version: '1.2.3', commit: 'a1b2c3d', isChanged: false });
    expect(editionInWords(edition)).toBe('version 1.2.3, commit a1b2c3d');
  });

  test('says when files were changed after the commit', () => {
    const edition = editionOf(checkout({ ...whole, 'status --porcelain --untracked-files=no': ' M page.mdx' }));
    expect(editionInWords(edition)).toBe('version 1.2.3, commit a1b2c3d with later changes');
  });

  test('is what COMMIT says, where a builder without a history sets it', () => {
    expect(editionOf(checkout({}, { COMMIT: 'fedcba9876543210' }))).toEqual({
      version: '1.2.3',
      commit: 'fedcba9',
      isChanged: false,
    });
  });

  test('refuses a COMMIT that is no hash, with the value and the way out', () => {
    expect(() => editionOf(checkout({}, { COMMIT: 'main' }))).toThrow(
      'COMMIT is "main"; set it to the commit\'s hash (7 or more of 0-9 and a-f), or leave it unset.',
    );
  });

  test('is unversioned without git, and where the book lies inside of another repository', () => {
    expect(editionInWords(editionOf(checkout({})))).toBe('version 1.2.3, unversioned copy');
    expect(editionOf(checkout({ ...whole, 'rev-parse --show-prefix': 'vendor/book/' }))).toEqual({
      version: '1.2.3',
      isChanged: false,
    });
  });

  test('can be read from a folder that is no checkout', () => {
    expect(checkoutAt('/').git('rev-parse', 'HEAD')).toBeUndefined();
  });
});

describe('the date of a page', () => {
  test('is the day of its last change, by the history', () => {
    const date = dateOf('page.mdx', checkout(whole));
    expect(dateInWords(date)).toBe('last changed on 3 November 2026');
  });

  test('is the day of the commit where the history is cut short, since every file would seem changed with it', () => {
    const date = dateOf('page.mdx', checkout({ ...whole, 'rev-parse --is-shallow-repository': 'true' }));
    expect(dateInWords(date)).toBe('as of 24 December 2026');
  });

  test('is the day of the commit for a file that is not in it yet', () => {
    expect(dateOf('new.mdx', checkout(whole))).toEqual({ day: '2026-12-24', kind: 'commit' });
  });

  test('is the day of the build without a history, and says so', () => {
    expect(dateInWords(dateOf('page.mdx', checkout({})))).toBe('built on 2 January 2027');
    expect(dateOf('page.mdx', checkout({}, { SOURCE_DATE_EPOCH: '86400' }))).toEqual({ day: '1970-01-02', kind: 'built' });
  });
});
