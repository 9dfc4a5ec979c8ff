import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { useBook } from './book.ts';

const book = useBook();

it('a run can be taken away as CSV, and its figure as SVG and PNG', async () => {
  const { page, example } = await book.open('vanishing-gradients/?e=learning-speeds&epochs=10&width=5#ex-learning-speeds');
  const run = await example('learning-speeds').ready();
  const svg = await run.download('SVG');
  expect(svg.suggestedFilename()).toBe('learning-speeds-seed-0.svg');

  await run.press('run');
  await run.waitFor('done', 60);
  const csv = await run.csv();
  expect(csv).toContain('biasGradientNorm');
  // Three arms, ten steps and the end, with the loss and two to four layers each.
  expect(csv.trim().split('\n').length).toBeGreaterThan(3 * 10 * 3);

  const png = readFileSync(await (await run.download('PNG')).path());
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect(png.readUInt32BE(16)).toBeGreaterThan(600);

  // Drawn on its own, without the page's styles, the SVG must still have its lines in their colours.
  const text = readFileSync(await svg.path(), 'utf8');
  expect(text).not.toContain('var(');
  await page.setContent(text);
  expect(await page.locator('svg path').count()).toBeGreaterThan(3);
  const colours = await page.locator('svg path').evaluateAll((paths) => paths.map((path) => getComputedStyle(path).stroke));
  expect(new Set(colours.filter((colour) => colour !== 'none')).size).toBeGreaterThan(2);
});

it('an example can be taken away as a PyTorch script and as a notebook, with the settings of the page', async () => {
  const { example } = await book.open('residual-learning/?e=degradation&seed=4&learningRate=0.07#ex-degradation');
  const run = await example('degradation').ready();
  const script = await run.download('PyTorch script');
  expect(script.suggestedFilename()).toBe('degradation.py');
  const python = readFileSync(await script.path(), 'utf8');
  for (const text of [
    'PRESET = "page"',
    'SEED = 4',
    'learning_rate=0.07',
    '"paper": Preset(',
    'exceeds(arms.plain56.trainLoss.last',
  ])
    expect(python).toContain(text);

  const notebook = await run.download('Notebook');
  expect(notebook.suggestedFilename()).toBe('degradation.ipynb');
  expect(JSON.parse(readFileSync(await notebook.path(), 'utf8'))).toMatchObject({ nbformat: 4, nbformat_minor: 5 });
});
