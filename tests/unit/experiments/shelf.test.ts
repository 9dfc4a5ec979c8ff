import { expect, it, vi } from 'vitest';
import { files } from '../../../src/components/experiment/files.ts';
import { experimentIds, experimentOf } from '../../../src/lib/experiments/registry.ts';
import { isNamed, shelved } from '../../../src/lib/experiments/shelf.ts';

it('has every example of the book, once the registry is there', () => {
  for (const id of experimentIds) expect(shelved(id)).toBe(experimentOf(id));
});

it('knows the names of the examples, and no others', () => {
  expect(experimentIds.every(isNamed)).toBe(true);
  expect(['toString', 'nothing', undefined].some(isNamed)).toBe(false);
});

it.each(experimentIds)('has a file to fetch for %s, which holds that example', async (id) => {
  expect((await files[id]()).default).toBe(experimentOf(id));
});

it('gets an example by its name, and refuses one that was not got', async () => {
  vi.resetModules();
  const empty = await import('../../../src/lib/experiments/shelf.ts');
  expect(() => empty.shelved('linear-product')).toThrow(
    'The example "linear-product" is needed before it was loaded: call loadExperiments first.',
  );
  const { loadExperiments } = await import('../../../src/components/experiment/files.ts');
  await loadExperiments(['linear-product']);
  expect(empty.shelved('linear-product').title).toBe(experimentOf('linear-product').title);
});
