import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { downloadBytes } from '../../src/lib/datasets/sizes.ts';
import { experimentOf, type ExperimentId } from '../../src/lib/experiments/registry.ts';
import { presetValues } from '../../src/lib/runner/state.ts';
import { useBook } from './book.ts';
import { chaptersWithTraining } from './pages.ts';

const book = useBook();

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

describe.each(chaptersWithTraining)('on %s, the quick run of %s', (path, id) => {
  it(
    'goes through its phases and ends with its claims held and a verdict',
    async () => {
      const { complaints, example } = await book.open(path);
      const run = await example(id).ready();
      const statuses = await follow(run.section, 'data-status');
      const phases = await follow(run.section, 'data-phase');

      await run.press('run');
      await run.waitFor('done', seconds);

      expect(await statuses()).toEqual(['idle', 'preparing', 'running', 'done']);
      expect(await phases()).toEqual(expect.arrayContaining(expectedPhases(id)));
      // Software adapters for WebGPU and WebGL are there, and must not win.
      expect(await run.section.getAttribute('data-backend')).toBe('wasm');
      expect(await run.claims()).toEqual(expectedClaims(id));
      expect(['identical', 'reproduced']).toContain(await run.verdict());
      expect(await run.section.locator('[data-verdict]').innerText()).toMatch(/claims|recorded/);
      expect(complaints).toEqual([]);
    },
    (seconds + 30) * 1000,
  );
});
