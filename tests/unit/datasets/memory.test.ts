import { expect, it } from 'vitest';
import type { Dataset } from '../../../src/lib/datasets/load.ts';
import { recall, remember } from '../../../src/lib/datasets/memory.ts';
import { cifar10 } from '../../../src/lib/experiments/datasets.ts';

const asking = (train: number): ReturnType<typeof cifar10> => cifar10({ train, test: 1, side: 16 });
const split = { count: 0, images: new Float32Array(), labels: new Uint8Array() };
const fresh = (): Dataset => ({ train: split, test: split, inputShape: [1, 1, 1], outputs: 10 });

it('a data set is recalled for an equal request to the same source, and for no other', () => {
  const source = {};
  const dataset = fresh();
  remember(source, asking(1), dataset);
  expect(recall(source, asking(1))).toBe(dataset);
  expect(recall(source, asking(2))).toBeUndefined();
  expect(recall(source, { ...asking(1), scaling: 'unit' })).toBeUndefined();
  expect(recall({}, asking(1))).toBeUndefined();
});

it('of three data sets the one that was used longest ago is forgotten', () => {
  const source = {};
  remember(source, asking(1), fresh());
  remember(source, asking(2), fresh());
  recall(source, asking(1));
  remember(source, asking(3), fresh());
  expect([1, 2, 3].filter((train) => recall(source, asking(train)) !== undefined)).toEqual([1, 3]);
});
