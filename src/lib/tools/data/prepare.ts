import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { shardFile, shardsOf } from '../../datasets/manifest.ts';
import type { ImageSet, Manifest, Pin, Shard } from '../../datasets/manifest.ts';
import { DataError } from './errors.ts';
import { sweep, writeAtomically } from './files.ts';
import type { Fetch } from './npm-pack.ts';
import { imagesPerShard, packShard } from './raw-shard.ts';
import type { RawShard } from './raw-shard.ts';
import type { Report } from './report.ts';
import type { Source } from './sources.ts';
import { Stamp } from './stamp.ts';
import { openTarball } from './tarball.ts';

export interface Workshop {
  /** Where the shards go: a folder that the site serves. */
  readonly shards: string;
  /** Where the tarballs and the stamp are kept. */
  readonly cache: string;
  readonly fetch: Fetch;
  readonly report: Report;
}

/**
 * Makes every pinned shard that is not there yet, source by source.
 * @returns how many it had to make.
 * @throws {DataError} for whatever the caller can mend; finished shards stay.
 */
export async function prepareData(sources: readonly Source[], manifest: Manifest, workshop: Workshop): Promise<number> {
  await sweep(workshop.shards);
  await sweep(workshop.cache);
  const stamp = new Stamp(join(workshop.cache, 'verified.json'));
  await stamp.read();

  let made = 0;
  for (const source of sources) {
    const missing = new Map<string, Shard>();
    for (const shard of pinnedShards(source, manifest)) {
      if (!(await stamp.isWhole(workshop.shards, shard))) missing.set(shard.file, shard);
    }
    if (missing.size > 0) await makeShards(source, missing, workshop);
    for (const shard of missing.values()) await stamp.isWhole(workshop.shards, shard);
    await stamp.write();
    made += missing.size;
  }
  return made;
}

function pinnedShards(source: Source, manifest: Manifest): Shard[] {
  return Object.keys(source.sets).flatMap((name) => {
    const set = manifest.sets[name];
    if (!set) throw new DataError(`The manifest pins no set "${name}". Run npm run data -- --write-manifest.`);
    return [...shardsOf(manifest, name, set, 'train'), ...shardsOf(manifest, name, set, 'test')];
  });
}

async function makeShards(source: Source, missing: ReadonlyMap<string, Shard>, workshop: Workshop): Promise<void> {
  const tar = await openTarball(source, workshop.cache, workshop.fetch, workshop.report);
  const left = new Set(missing.keys());
  for (const raw of source.shards(tar)) {
    const shard = missing.get(fileOf(raw));
    if (!shard) continue;
    const packed = packShard(raw);
    if (packed.length !== shard.bytes || sha256(packed) !== shard.sha256) throw unlikeManifest(shard, packed);
    await writeAtomically(join(workshop.shards, shard.file), packed);
    left.delete(shard.file);
    workshop.report.bar(`Shards of ${source.name}`, missing.size - left.size, missing.size);
  }
  const [first] = left;
  if (first !== undefined) throw new DataError(`The manifest pins ${first}, which ${source.name} does not hold.`);
}

const unlikeManifest = (shard: Shard, packed: Uint8Array): DataError =>
  new DataError(
    `${shard.file} came out with ${packed.length} bytes and SHA-256 ${sha256(packed).slice(0, 12)}…, the manifest pins ` +
      `${shard.bytes} and ${shard.sha256.slice(0, 12)}…. The packer has changed: run npm ci for the locked versions; if the change ` +
      'is meant, run npm run data -- --write-manifest and commit what it wrote to src/lib/datasets/.',
  );

/** Makes every shard anew and returns the manifest that pins them: for maintainers who change sets or packing. */
export async function rebuildData(sources: readonly Source[], workshop: Workshop): Promise<Manifest> {
  const sets: Record<string, ImageSet> = {};
  for (const source of sources) {
    const pins = await repack(source, workshop);
    for (const [name, shape] of Object.entries(source.sets)) {
      sets[name] = { ...shape, train: pins.get(`${name} train`) ?? [], test: pins.get(`${name} test`) ?? [] };
    }
  }
  return { imagesPerShard, sets };
}

async function repack(source: Source, workshop: Workshop): Promise<Map<string, Pin[]>> {
  const tar = await openTarball(source, workshop.cache, workshop.fetch, workshop.report);
  const pins = new Map<string, Pin[]>();
  for (const raw of source.shards(tar)) {
    const packed = packShard(raw);
    await writeAtomically(join(workshop.shards, fileOf(raw)), packed);
    const key = `${raw.set} ${raw.split}`;
    pins.set(key, [...(pins.get(key) ?? []), { bytes: packed.length, sha256: sha256(packed) }]);
    workshop.report.line(fileOf(raw));
  }
  return pins;
}

const fileOf = ({ set, split, index }: RawShard): string => shardFile(set, split, index);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
