import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { shardsFor } from '../../../../src/lib/datasets/manifest.ts';
import { experiments } from '../../../../src/lib/experiments/registry.ts';
import { parseManifest, type PackManifest } from '../../../../src/lib/offline/manifest.ts';
import type { ImageRequest } from '../../../../src/lib/experiments/datasets.ts';
import { presetValues } from '../../../../src/lib/runner/state.ts';
import { packOf } from '../../../../src/lib/tools/finish/packs.ts';

const example = experiments['learning-speeds'];
const presets = ['quick', 'full'] as const;
const shards = [
  ...new Set(
    presets
      .map((preset) => shardsFor(example.dataset(presetValues(example, preset) as never) as ImageRequest))
      .flatMap(({ train, test }) => [...train, ...test])
      .map(({ file }) => `data/${file}`),
  ),
].sort();

let dir = '';
function write(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'packs-'));
  write(
    'speeds/index.html',
    '<link rel="icon" href="/b/icon.svg"><link rel="canonical" href="/b/speeds/"><link rel="stylesheet" href="/b/_astro/s.css">' +
      '<img src="/b/pictures/net.png?v=1"><script src="/b/_astro/page.js"></script><section data-experiment="learning-speeds">',
  );
  write('icon.svg', '<svg/>');
  write('_astro/s.css', '@font-face{src:url(/b/_astro/f.woff2)}');
  write('_astro/f.woff2', 'font');
  write('_astro/page.js', 'import("./chunk.js"); import("./missing.js")');
  write('_astro/chunk.js', 'new Worker("/b/_astro/w.js"), "kernels.wasm", "./page.js"');
  write('_astro/w.js', '');
  write('_astro/kernels.wasm', 'wasm');
  write('_astro/other.js', 'of another page');
  for (const shard of shards) write(shard, shard);
});
afterEach(() => rmSync(dir, { recursive: true }));

const pack = (): PackManifest => packOf(dir, { slug: 'speeds', title: 'Speeds' }, '/b/');
const paths = (): string[] => pack().files.map(({ path }) => path);

it('a pack holds the page, all that it may ask for, and the data for every preset of its examples', () => {
  expect(paths()).toEqual([
    'speeds/',
    '_astro/chunk.js',
    '_astro/f.woff2',
    '_astro/kernels.wasm',
    '_astro/page.js',
    '_astro/s.css',
    '_astro/w.js',
    'icon.svg',
    ...shards,
  ]);
  expect(parseManifest(JSON.parse(JSON.stringify(pack())))).toEqual(pack());
});

it('a pack has the stored weights that its examples start from, once', () => {
  // At most 250 images of each of four of the ten classes are among the first 3,000, and the full run tests on 4,000.
  const parts = { train: ['00', '01', '02'], test: ['00', '01', '02', '03'] };
  const data = ['cifar10-16', 'mnist-28'].flatMap((name) =>
    Object.entries(parts).flatMap(([split, numbers]) => numbers.map((number) => `${name}-${split}-${number}.bin`)),
  );
  const weights = 'weights/cifar-six-16.safetensors';
  for (const path of [...data.map((file) => `data/${file}`), weights]) write(path, path);
  write('speeds/index.html', '<section data-experiment="transfer-distance">');
  expect(paths()).toEqual(['speeds/', ...data.map((file) => `data/${file}`).sort(), weights]);
});

it('a pack has the lecture view and the embedded view of its examples, where the site has them', () => {
  write('lecture/learning-speeds/index.html', '<script src="/b/_astro/other.js">');
  write('lecture/degradation/index.html', '');
  expect(paths().slice(0, 2)).toEqual(['speeds/', 'lecture/learning-speeds/']);
  expect(paths()).toContain('_astro/other.js');
});

it('a pack tells bytes and checksums, but no checksum of pages', () => {
  const { files } = pack();
  expect(files[0]?.sha256).toBe(undefined);
  expect(files.find(({ path }) => path === '_astro/f.woff2')).toEqual({
    path: '_astro/f.woff2',
    bytes: 4,
    sha256: createHash('sha256').update('font').digest('hex'),
  });
});

it.each([
  ['its page', 'speeds/index.html', '<section data-experiment="learning-speeds">'],
  ['a file', '_astro/f.woff2', 'tonf'],
])('the edition changes with %s, and with nothing else', (_, path, text) => {
  const { edition } = pack();
  write('_astro/other.js', 'changed');
  expect(pack().edition).toBe(edition);
  write(path, text);
  expect(pack().edition).not.toBe(edition);
});
