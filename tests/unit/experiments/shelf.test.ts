import { expect, it, vi } from 'vitest';
import * as shelf from '../../../src/lib/experiments/shelf.ts';
import { experimentIds, experimentOf } from '../../../src/lib/experiments/registry.ts';

it('has every example of the book, once the registry is there', () => {
  for (const id of experimentIds) expect(shelf.shelved(id)).toBe(experimentOf(id));
});

it('knows the names of the examples, and no others', () => {
  expect(experimentIds.every(shelf.isExperimentId)).toBe(true);
  expect(['toString', 'nothing', undefined].some(shelf.isExperimentId)).toBe(false);
});

it('gets an example by its name, and refuses one that was not got', async () => {
  vi.resetModules();
  const empty = await import('../../../src/lib/experiments/shelf.ts');
  expect(() => empty.shelved('linear-product')).toThrow(
    'The example "linear-product" is needed before it was loaded: call loadExperiments first.',
  );
  await empty.loadExperiments(['linear-product']);
  expect(empty.shelved('linear-product').title).toBe(experimentOf('linear-product').title);
});
