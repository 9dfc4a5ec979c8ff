import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DataError } from '../../../src/lib/tools/data/errors.ts';
import { manifestText } from '../../../src/lib/tools/data/manifest-text.ts';
import type { Fetch } from '../../../src/lib/tools/data/npm-pack.ts';
import { prepareData, rebuildData } from '../../../src/lib/tools/data/prepare.ts';
import type { Workshop } from '../../../src/lib/tools/data/prepare.ts';
import { fetching, makeWorkshop, source, tarball, tinyFiles, tinyManifest, tinySet } from './data-workshop.ts';

const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function workshopWith(fetch: Fetch): ReturnType<typeof makeWorkshop> {
  const workshop = makeWorkshop(fetch);
  roots.push(workshop.root);
  return workshop;
}

const prepare = (workshop: Workshop): Promise<number> => prepareData([source], tinyManifest, workshop);
const shardsIn = (workshop: Workshop): string[] => readdirSync(workshop.shards).sort();
const sizeOf = (workshop: Workshop, file: string): number => statSync(join(workshop.shards, file)).size;
const lastSize = tinySet.test[0]?.bytes;

describe('preparing', () => {
  it('makes every pinned shard and leaves nothing else', async () => {
    const workshop = workshopWith(fetching(tarball));
    expect(await prepare(workshop)).toBe(4);
    expect(shardsIn(workshop)).toEqual(tinyFiles);
    expect(readdirSync(workshop.cache).sort()).toEqual(['tiny-1.0.0.tgz', 'verified.json']);
    expect(workshop.lines.at(-1)).toBe('Shards of tiny 4 of 4');
  });

  it('does nothing the second time', async () => {
    const fetch = fetching(tarball);
    const workshop = workshopWith(fetch);
    await prepare(workshop);
    const said = workshop.lines.length;
    expect(await prepare(workshop)).toBe(0);
    expect(fetch.count).toBe(1);
    expect(workshop.lines.length).toBe(said);
  });

  it('hashes a shard again only when its size or time of change is another', async () => {
    const workshop = workshopWith(fetching(tarball));
    await prepare(workshop);
    const path = join(workshop.shards, 'tiny-2-test-00.bin');
    utimesSync(path, 1000, 1000);
    expect(await prepare(workshop), 'a new time: hashed, found whole').toBe(0);
    writeFileSync(path, new Uint8Array(sizeOf(workshop, 'tiny-2-test-00.bin')));
    utimesSync(path, 1000, 1000);
    expect(await prepare(workshop), 'other bytes of the same size and time: only hashing would notice').toBe(0);
    utimesSync(path, 2000, 2000);
    expect(await prepare(workshop), 'a new time again: hashed, found wrong').toBe(1);
  });

  it('makes only what is missing, from the tarball that is kept', async () => {
    const fetch = fetching(tarball);
    const workshop = workshopWith(fetch);
    await prepare(workshop);
    rmSync(join(workshop.shards, 'tiny-2-train-01.bin'));
    expect(await prepare(workshop)).toBe(1);
    expect(shardsIn(workshop)).toEqual(tinyFiles);
    expect(fetch.count).toBe(1);
  });

  it('makes a shard again that was truncated or changed since', async () => {
    const workshop = workshopWith(fetching(tarball));
    await prepare(workshop);
    truncateSync(join(workshop.shards, 'tiny-2-test-00.bin'), 3);
    writeFileSync(join(workshop.shards, 'tiny-2-train-00.bin'), new Uint8Array(sizeOf(workshop, 'tiny-2-train-00.bin')));
    expect(await prepare(workshop)).toBe(2);
    expect(sizeOf(workshop, 'tiny-2-test-00.bin')).toBe(lastSize);
  });

  it('trusts whole shards whose stamp is lost or unreadable', async () => {
    const workshop = workshopWith(fetching(tarball));
    await prepare(workshop);
    writeFileSync(join(workshop.cache, 'verified.json'), '{"tiny-2-te');
    expect(await prepare(workshop)).toBe(0);
    expect(JSON.parse(readFileSync(join(workshop.cache, 'verified.json'), 'utf8'))).toHaveProperty('tiny-2-test-00.bin');
  });
});

describe('an interrupted run', () => {
  it('leaves half-written files that the next one does not trust', async () => {
    const workshop = workshopWith(fetching(tarball));
    mkdirSync(workshop.shards, { recursive: true });
    mkdirSync(join(workshop.cache, '.fetch-killed'), { recursive: true });
    writeFileSync(join(workshop.shards, '.tiny-2-test-00.bin.77-abcd.unfinished'), 'half');
    writeFileSync(join(workshop.shards, 'tiny-2-test-00.bin'), 'half');
    writeFileSync(join(workshop.cache, '.fetch-killed', 'tiny-1.0.0.tgz'), tarball.subarray(0, 20));
    writeFileSync(join(workshop.cache, 'tiny-1.0.0.tgz'), tarball.subarray(0, 20));
    expect(await prepare(workshop)).toBe(4);
    expect(sizeOf(workshop, 'tiny-2-test-00.bin')).toBe(lastSize);
  });

  it('is cleaned up after once no process can be at work on it', async () => {
    const workshop = workshopWith(fetching(tarball));
    mkdirSync(workshop.shards, { recursive: true });
    const [old, young] = ['.a.bin.1-00.unfinished', '.b.bin.2-00.unfinished'].map((name) => join(workshop.shards, name)) as [
      string,
      string,
    ];
    writeFileSync(old, 'half');
    writeFileSync(young, 'half');
    const yesterday = Date.now() / 1000 - 24 * 60 * 60;
    utimesSync(old, yesterday, yesterday);
    await prepare(workshop);
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  });
});

it('two runs at once both end with whole shards', async () => {
  const workshop = workshopWith(fetching(tarball));
  await Promise.all([prepare(workshop), prepare(workshop), prepare(workshop)]);
  expect(shardsIn(workshop)).toEqual(tinyFiles);
  expect(await prepare(workshop)).toBe(0);
});

describe('a tarball', () => {
  it('that is truncated in the cache is fetched again, and that is said', async () => {
    const fetch = fetching(tarball);
    const workshop = workshopWith(fetch);
    mkdirSync(workshop.cache, { recursive: true });
    writeFileSync(join(workshop.cache, 'tiny-1.0.0.tgz'), tarball.subarray(0, 20));
    await prepare(workshop);
    expect(fetch.count).toBe(1);
    expect(workshop.lines[0]).toBe(
      `tiny-1.0.0.tgz in ${workshop.cache} is not usable (20 bytes instead of ${tarball.length}): fetching it again.`,
    );
  });

  it('that arrives truncated is refused by its size', async () => {
    const workshop = workshopWith(fetching(tarball.subarray(0, 20)));
    const preparing = prepare(workshop);
    await expect(preparing).rejects.toBeInstanceOf(DataError);
    await expect(preparing).rejects.toThrow(
      `tiny-1.0.0.tgz is not the file that this book was made with: 20 bytes instead of ${tarball.length}. The registry or a proxy ` +
        'sent something else: check npm config get registry, run npm cache verify, then npm run data again.',
    );
    expect(readdirSync(workshop.cache), 'nothing of it is kept').toEqual([]);
    expect(existsSync(workshop.shards)).toBe(false);
  });

  it('that arrives altered is refused by its checksum', async () => {
    const other = tarball.slice();
    other[15] = (other[15] ?? 0) ^ 1;
    const workshop = workshopWith(fetching(other));
    await expect(prepare(workshop)).rejects.toThrow(
      /^tiny-1\.0\.0\.tgz is not the file .*: SHA-512 [0-9a-f]{12}… instead of [0-9a-f]{12}…\./,
    );
    expect(readdirSync(workshop.cache)).toEqual([]);
  });

  it('that cannot be fetched leaves the shards made so far, for the next run', async () => {
    const workshop = workshopWith(fetching(tarball));
    await prepare(workshop);
    rmSync(join(workshop.cache, 'tiny-1.0.0.tgz'));
    rmSync(join(workshop.shards, 'tiny-2-test-00.bin'));
    const offline: Fetch = () => Promise.reject(new DataError('no network'));
    await expect(prepare({ ...workshop, fetch: offline })).rejects.toThrow('no network');
    expect(shardsIn(workshop)).toEqual(tinyFiles.slice(1));
    expect(await prepare(workshop)).toBe(1);
  });
});

describe('the manifest', () => {
  const pinning = (change: Partial<typeof tinySet>): Promise<number> =>
    prepareData([source], { imagesPerShard: 1, sets: { 'tiny-2': { ...tinySet, ...change } } }, workshopWith(fetching(tarball)));

  it('refuses a shard that came out otherwise than pinned', async () => {
    const other = { bytes: 1, sha256: 'f'.repeat(64) };
    await expect(pinning({ test: [other] })).rejects.toThrow(
      /^tiny-2-test-00\.bin came out with \d+ bytes and SHA-256 [0-9a-f]{12}…, the manifest pins 1 and ffffffffffff…\. The packer has changed/,
    );
  });

  it('refuses a source that lacks a pinned shard', async () => {
    await expect(pinning({ test: [...tinySet.test, ...tinySet.test] })).rejects.toThrow(
      new DataError('The manifest pins tiny-2-test-01.bin, which tiny does not hold.'),
    );
  });

  it('must know every set of a source', async () => {
    const preparing = prepareData([source], { imagesPerShard: 1, sets: {} }, workshopWith(fetching(tarball)));
    await expect(preparing).rejects.toThrow(
      new DataError('The manifest pins no set "tiny-2". Run npm run data -- --write-manifest.'),
    );
  });

  it('that a rebuild writes pins the same shards', async () => {
    const rebuilt = await rebuildData([source], workshopWith(fetching(tarball)));
    expect(rebuilt.sets).toEqual(tinyManifest.sets);
    expect(JSON.parse(manifestText(rebuilt))).toEqual(rebuilt);
  });

  it('is committed as a rebuild would print it', () => {
    const committed = readFileSync('src/lib/datasets/manifest.json', 'utf8');
    expect(manifestText(JSON.parse(committed) as Parameters<typeof manifestText>[0])).toBe(committed);
  });
});
