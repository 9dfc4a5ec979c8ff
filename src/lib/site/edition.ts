import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which state of the book a page was built from. */
export interface Edition {
  /** Of package.json. */
  readonly version: string;
  /** The first digits of the commit's hash; absent where none is known. */
  readonly commit?: string;
  /** Files were changed after that commit. */
  readonly isChanged: boolean;
}

/** A day, and what happened on it: a page says no more than is known. */
export interface PageDate {
  /** ISO, without the time. */
  readonly day: string;
  readonly kind: 'changed' | 'commit' | 'built';
}

/** What the edition is read from; tests bring their own. */
export interface Checkout {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Content of package.json. */
  readonly packageJson: () => string;
  /** Standard output of git with these arguments, trimmed; undefined where it fails or is not there. */
  readonly git: (...args: readonly string[]) => string | undefined;
  readonly now: () => Date;
}

export const checkoutAt = (root: string): Checkout => ({
  env: process.env,
  packageJson: () => readFileSync(join(root, 'package.json'), 'utf8'),
  git: (...args) => {
    try {
      return execFileSync('git', [...args], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      return undefined;
    }
  },
  now: () => new Date(),
});

const shortHash = 7;

/**
 * The edition that a checkout holds: the commit that COMMIT names, else git's, else none.
 *
 * @throws Error where COMMIT is not a hash.
 */
export function editionOf(checkout: Checkout): Edition {
  const { version } = JSON.parse(checkout.packageJson()) as { readonly version: string };
  const named = checkout.env['COMMIT'] ?? '';
  if (named !== '') {
    if (!/^[0-9a-f]{7,64}$/.test(named)) {
      throw new Error(`COMMIT is "${named}"; set it to the commit's hash (7 or more of 0-9 and a-f), or leave it unset.`);
    }
    return { version, commit: named.slice(0, shortHash), isChanged: false };
  }
  if (!isOwnRepository(checkout)) return { version, isChanged: false };
  const commit = checkout.git('rev-parse', 'HEAD');
  if (commit === undefined) return { version, isChanged: false };
  const changes = checkout.git('status', '--porcelain', '--untracked-files=no') ?? '';
  return { version, commit: commit.slice(0, shortHash), isChanged: changes !== '' };
}

/** A copy of the book without its history may lie inside some other repository, whose commits say nothing about it. */
const isOwnRepository = ({ git }: Checkout): boolean => git('rev-parse', '--show-prefix') === '';

/** "version 0.1.0, commit abc1234", "version 0.1.0, unversioned copy" */
export function editionInWords({ version, commit, isChanged }: Edition): string {
  if (commit === undefined) return `version ${version}, unversioned copy`;
  return `version ${version}, commit ${commit}${isChanged ? ' with later changes' : ''}`;
}

/**
 * When a source file was last changed, by the history; where that is cut short, the day of the commit that was built; and without
 * a history the day of the build (SOURCE_DATE_EPOCH, where it is set).
 */
export function dateOf(file: string, checkout: Checkout): PageDate {
  const { git, env, now } = checkout;
  if (isOwnRepository(checkout)) {
    const isWhole = git('rev-parse', '--is-shallow-repository') === 'false';
    const changed = isWhole ? git('log', '-1', '--format=%cs', '--', file) : undefined;
    if (changed) return { day: changed, kind: 'changed' };
    const commit = git('log', '-1', '--format=%cs');
    if (commit) return { day: commit, kind: 'commit' };
  }
  const epoch = Number(env['SOURCE_DATE_EPOCH'] ?? '');
  const built = epoch > 0 ? new Date(epoch * 1000) : now();
  return { day: built.toISOString().slice(0, 10), kind: 'built' };
}

/** "last changed on 3 November 2026", "as of 3 November 2026", "built on 3 November 2026" */
export function dateInWords({ day, kind }: PageDate): string {
  const words = { changed: 'last changed on', commit: 'as of', built: 'built on' }[kind];
  return `${words} ${dayInWords(day)}`;
}

/** "2026-11-03" -> "3 November 2026" */
export const dayInWords = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

let current: Edition | undefined;

/** The edition of this checkout, asked for once a build. */
export const currentEdition = (): Edition => (current ??= editionOf(checkoutAt(process.cwd())));

const dates = new Map<string, PageDate>();

/** `dateOf` a file of this checkout, asked for once a build. */
export function currentDateOf(file: string): PageDate {
  const date = dates.get(file) ?? dateOf(file, checkoutAt(process.cwd()));
  dates.set(file, date);
  return date;
}
