import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import { launchChromium } from '../../src/lib/tools/chromium.ts';
import { fileShards } from '../../src/lib/tools/data/file-shards.ts';
import { findFirefox, launchFirefox } from '../../src/lib/tools/firefox.ts';
import { serveDist } from '../../src/lib/tools/serve.ts';
import { engineFiles } from '../setup/engine.ts';
import { shortRun, trainingIds, type ArmDigests, type ShortRun } from './second-engine/short-run.ts';
import { buildTestPage } from './test-page.ts';

type Digests = Record<string, ArmDigests>;
type Runner = (run: ShortRun) => Promise<Digests>;

const data = fileURLToPath(new URL('../../public/data', import.meta.url));
const outDir = fileURLToPath(new URL('../../.cache/second-engine', import.meta.url));

const known = new Map<string, Promise<Digests>>();

/** Each run once: several tests ask for the same. */
const inNode: Runner = (run) => {
  const key = JSON.stringify(run);
  const digests = known.get(key) ?? openEngine('wasm', engineFiles).then((engine) => shortRun(run, engine, fileShards(data)));
  known.set(key, digests);
  return digests;
};

/** Every training example, and what none of them does. */
const augmented: ShortRun = { example: 'degradation', seed: 0, augment: true };
const runs: readonly ShortRun[] = [...trainingIds.map((example) => ({ example, seed: 0 })), augmented];
const title = ({ example, augment }: ShortRun): string => (augment ? `${example} with augmentation` : example);

/** Ways to leave nothing behind, the last first. */
const closing: (() => unknown)[] = [];
let url = '';

async function openChromium(): Promise<Runner> {
  const browser = await launchChromium();
  closing.push(() => browser.close());
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'shortRun' in window);
  return (run) => page.evaluate((given) => window.shortRun(given), run);
}

async function openFirefox(): Promise<Runner> {
  const browser = await launchFirefox();
  closing.push(() => browser.close());
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'shortRun' in window);
  return (run) => page.evaluate((given) => window.shortRun(given), run);
}

/** Readers need not have a Firefox; continuous integration must. `npm test` says in its summary where there was none. */
const withFirefox = Boolean(process.env['CI']) || findFirefox() !== undefined;

beforeAll(async () => {
  await buildTestPage('second-engine', outDir);
  symlinkSync(data, join(outDir, 'data'), 'junction');
  const served = await serveDist({ dir: outDir, port: 0 });
  closing.push(served.close);
  url = served.url;
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

describe.each([
  { name: 'Chromium', open: openChromium, wanted: true },
  { name: 'Firefox', open: openFirefox, wanted: withFirefox },
])('in $name', ({ open, wanted }) => {
  describe.skipIf(!wanted)('a short run on WASM', () => {
    let inBrowser: Runner;
    beforeAll(async () => {
      inBrowser = await open();
    });

    it.each(runs.map((run) => [title(run), run] as const))('of %s gives the very bits that it gives in Node', async (_, run) => {
      expect(await inBrowser(run)).toEqual(await inNode(run));
    });
  });
});

/** What the comparisons above rest on: digests of other runs are other ones. */
describe('the digests of a short run', () => {
  it.each(trainingIds)('of %s depend on the seed, in every arm', async (example) => {
    const [first, second] = [await inNode({ example, seed: 0 }), await inNode({ example, seed: 1 })];
    for (const [arm, { state, frames }] of Object.entries(first)) {
      expect(second[arm]?.state, arm).not.toBe(state);
      expect(second[arm]?.frames, arm).not.toBe(frames);
    }
  });

  it('depend on augmentation', async () => {
    const [plain, moved] = [await inNode({ example: augmented.example, seed: 0 }), await inNode(augmented)];
    for (const [arm, { state }] of Object.entries(plain)) expect(moved[arm]?.state, arm).not.toBe(state);
  });
});
