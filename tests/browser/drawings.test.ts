import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBook } from './book.ts';

const book = useBook();

const shownText = (section: Locator): Promise<string> =>
  section.locator('[data-drawing] svg').evaluateAll((svgs) => svgs.find((svg) => svg.checkVisibility())?.textContent ?? '');

it('a drawing follows the controls of its example, without a complaint', async () => {
  const { complaints, example } = await book.open('unstable-gradients/');
  const chain = await example('neuron-chain').ready();
  expect(await shownText(chain.section)).toContain('w₂ = −0.9');
  const field = await chain.field('Weight w₂');
  await field.fill('4');
  await field.press('Enter');
  await expect.poll(() => shownText(chain.section)).toContain('w₂ = 4');
  expect(await chain.claims()).toEqual(['held', 'held', 'held']);
  expect(complaints).toEqual([]);
});

it('the map of the cost follows the time of the network, and says where a path leaves it', async () => {
  const { complaints, example } = await book.open('gradient-clipping/');
  const cliff = await example('clipping-cliff').ready();
  expect(await shownText(cliff.section)).toContain('to w = 83.4, b = 125');
  const tops = (): Promise<string | null> => cliff.section.locator('[data-drawing] svg:visible path').first().getAttribute('d');
  const before = await tops();
  const time = await cliff.field('Time steps T');
  await time.fill('10');
  await time.press('Enter');
  await expect.poll(tops).not.toBe(before);
  expect(await cliff.claims()).toEqual(['held', 'held', 'held', 'held']);
  expect(complaints).toEqual([]);
});

it('the arrows of a clipped gradient follow the gradient', async () => {
  const { complaints, example } = await book.open('gradient-clipping/');
  const arrows = await example('clip-direction').ready();
  const field = await arrows.field('Component g₂');
  await field.fill('3.5');
  await field.press('Enter');
  await expect.poll(() => shownText(arrows.section)).toContain('length 4.95');
  expect(await shownText(arrows.section)).toContain('length 2.12, turned by 0°');
  expect(await arrows.claims()).toEqual(['held', 'held', 'held']);
  expect(complaints).toEqual([]);
});

it('maps of feature reuse are replaced by those of the run', async () => {
  const { complaints, example } = await book.open('densenet/?e=feature-reuse&steps=10&growthRate=4');
  const maps = await example('feature-reuse').ready();
  expect(await shownText(maps.section)).toContain('after 300 updates');
  await maps.press('run');
  await maps.waitFor('done', 120);
  expect(await shownText(maps.section)).toContain('after 10 updates');
  expect(await maps.claims()).toEqual(['held', 'pending', 'pending', 'pending']);
  expect(complaints).toEqual([]);
});

it('a file of the figure holds the drawing and the chart', async () => {
  const { example } = await book.open('unstable-gradients/');
  const chain = await example('neuron-chain').ready();
  const download = await chain.download('SVG');
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk as Uint8Array));
  const svg = Buffer.concat(chunks).toString('utf8');
  expect(svg).toContain('Forwards through the chain, and back');
  expect(svg).toContain('w₂ = −0.9');
  expect(svg).toContain('data-line="chain-live"');
});

it('only pages that show a drawing, or an example, fetch it', async () => {
  const { requests, example } = await book.open('residual-learning/');
  await example('degradation').ready();
  const fetched = (name: string): boolean => requests.some((url) => new RegExp(`/${name}\\.[^/]*\\.js$`).test(url));
  expect([fetched('NeuronChain'), fetched('neuron-chain')]).toEqual([false, false]);
  expect(fetched('degradation')).toBe(true);
});
