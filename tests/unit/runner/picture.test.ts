import { expect, it } from 'vitest';
import type { RunLog } from '../../../src/lib/experiments/runlog.ts';
import { pictureOf } from '../../../src/lib/runner/picture.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

it('a short log is its own picture', () => {
  const log: RunLog = { plain: { trainLoss: { x: [0, 1], y: [2.5, 2.4] } } };
  expect(pictureOf(log)).toEqual(log);
});

it('the picture of a long series has few points, each of them measured, from the first to the last', () => {
  const log: RunLog = { plain: { trainLoss: { x: upTo(5000), y: upTo(5000).map((x) => 3 * x) } } };
  const { x, y } = pictureOf(log)['plain']?.['trainLoss'] ?? { x: [], y: [] };
  expect(x.length).toBeLessThan(500);
  expect([x[0], x.at(-1)]).toEqual([0, 4999]);
  expect(y).toEqual(x.map((step) => 3 * step));
});

it('the picture of a layered series keeps its layers', () => {
  const layers = ['first', 'last'];
  const log: RunLog = { plain: { gradientNorm: { layers, x: upTo(1000), y: upTo(1000).map((x) => [x, -x]) } } };
  const picture = pictureOf(log)['plain']?.['gradientNorm'];
  expect(picture).toMatchObject({ layers });
  expect(picture?.y.at(-1)).toEqual([999, -999]);
  expect(picture?.y).toHaveLength(picture?.x.length ?? 0);
});

it('a picture changes nothing in its log', () => {
  const log: RunLog = { plain: { trainLoss: { x: upTo(1000), y: upTo(1000) } } };
  pictureOf(log);
  expect(log['plain']?.['trainLoss']?.x).toHaveLength(1000);
});
