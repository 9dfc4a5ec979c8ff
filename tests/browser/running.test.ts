import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { downloadBytes } from '../../src/lib/datasets/sizes.ts';
import { experimentOf, type ExperimentId } from '../../src/lib/experiments/registry.ts';
import { presetValues } from '../../src/lib/runner/state.ts';
import { useBook, watch, type Doors, type OpenPage } from './book.ts';
import { chaptersWithTraining } from './pages.ts';

const book = useBook({ isWhole: true });

/** The book promises 60 s on two cores without a GPU; a machine that is shared gets twice that. */
const seconds = 120;

/** Collects the values that an attribute takes on an element or below it, in order, until asked. */
async function follow(section: Locator, attribute: string): Promise<() => Promise<string[]>> {
  const collected = await section.evaluateHandle((element, name) => {
    const values: string[] = [];
    const look = (): void => {
      const value = (element.hasAttribute(name) ? element : element.querySelector(`[${name}]`))?.getAttribute(name);
      if (value && values.at(-1) !== value) values.push(value);
    };
    look();
    new MutationObserver(look).observe(element, { attributes: true, childList: true, subtree: true });
    return values;
  }, attribute);
  return () => collected.evaluate((values) => values);
}

/** Held, each of them; but for claims on other settings than those of the quick preset, which a quick run cannot test. */
function expectedClaims(id: ExperimentId): string[] {
  const experiment = experimentOf(id);
  const values = presetValues(experiment, 'quick');
  return experiment.claims.map(({ needs }) => (needs?.isMet(values) === false ? 'pending' : 'held'));
}

/** What a run goes through at least; data that are computed are not downloaded. */
function expectedPhases(id: ExperimentId): string[] {
  const experiment = experimentOf(id);
  const isFetched = experiment.kind === 'training' && downloadBytes(experiment.dataset(presetValues(experiment, 'quick'))) > 0;
  return isFetched ? ['download', 'train'] : ['train'];
}

/** A name that only TensorFlow.js's code holds, however it is bundled. */
const tensorFlowName = 'Conv2DBackpropInput';

const isHeavy = (url: string): boolean => /\.wasm$|\/data\/|worker/i.test(new URL(url).pathname);

interface Visit extends OpenPage {
  /** Texts of all scripts so far, by their address. */
  readonly scripts: ReadonlyMap<string, Promise<string>>;
}

async function openWithScripts({ newContext }: Doors, path: string): Promise<Visit> {
  const page = await (await newContext()).newPage();
  const scripts = new Map<string, Promise<string>>();
  page.on('response', (response) => {
    const url = response.url();
    // The text of what came as the page was left is gone.
    if (new URL(url).pathname.endsWith('.js'))
      scripts.set(
        url,
        response.text().catch(() => ''),
      );
  });
  return { ...(await watch(page, () => page.goto(book.address(path)))), scripts };
}

async function expectNoTensorFlow({ scripts }: Visit): Promise<void> {
  expect(scripts.size).toBeGreaterThan(0);
  for (const [url, text] of scripts) expect(await text, url).not.toContain(tensorFlowName);
}

it('the name by which TensorFlow.js is known here is in the scripts of its engines', () => {
  const folder = join(inject('dist'), '_astro');
  const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
  expect(scripts.some((file) => readFileSync(join(folder, file), 'utf8').includes(tensorFlowName))).toBe(true);
});

/** One visit for each example, from opening its page to the end of its run. */
describe.each(chaptersWithTraining)('on %s, the example %s', (path, id) => {
  const visit = book.share((doors) => openWithScripts(doors, path));

  it('fetches nothing of the engine, its binaries or the data before Run', async () => {
    const opened = await visit();
    await (await opened.example(id).ready()).section.hover();
    await opened.page.waitForLoadState('networkidle');
    expect(opened.requests.filter(isHeavy)).toEqual([]);
    await expectNoTensorFlow(opened);
  });

  it('says before the click what a run will cost', async () => {
    const { section } = await (await visit()).example(id).ready();
    await expect.poll(() => section.locator('[data-cost]').innerText()).toMatch(/\d (kB|MB).*\d+ (seconds?|minutes?|s|min)/);
  });

  it(
    'goes through the phases of its quick run, fetches only what this device needs, and ends with its claims held and a verdict',
    async () => {
      const opened = await visit();
      const { complaints, requests } = opened;
      const run = await opened.example(id).ready();
      const statuses = await follow(run.section, 'data-status');
      const phases = await follow(run.section, 'data-phase');

      await run.press('run');
      await run.waitFor('done', seconds);

      expect(await statuses()).toEqual(['idle', 'preparing', 'running', 'done']);
      expect(await phases()).toEqual(expect.arrayContaining(expectedPhases(id)));
      // Software adapters for WebGPU and WebGL are there, and must not win.
      expect(await run.section.getAttribute('data-backend')).toBe('wasm');
      expect(requests.filter(isHeavy).length).toBeGreaterThan(2);
      expect(requests.some((url) => /kernels[^/]*\.wasm$/.test(url))).toBe(true);
      // A device without a usable graphics card trains without TensorFlow.js.
      await expectNoTensorFlow(opened);
      expect(await run.claims()).toEqual(expectedClaims(id));
      expect(['identical', 'reproduced']).toContain(await run.verdict());
      expect(await run.section.locator('[data-verdict]').innerText()).toMatch(/claims|recorded/);
      expect(complaints).toEqual([]);
    },
    (seconds + 30) * 1000,
  );
});
