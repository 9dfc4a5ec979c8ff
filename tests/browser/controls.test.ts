import { describe, expect, it } from 'vitest';
import { useBook } from './book.ts';
import type { ExampleOnPage } from './ExampleOnPage.ts';

const book = useBook();

const id = 'learning-speeds';

async function openExample(settings: string): Promise<ExampleOnPage> {
  const { example } = await book.open(`vanishing-gradients/?e=${id}&${settings}#ex-${id}`);
  return example(id).ready();
}

/** Longer than any of these tests. */
const long = 'epochs=1000&width=60';
const short = 'epochs=10&width=5';

/** Numbers measured so far, over all arms. */
const rows = (csv: string): number => csv.trim().split('\n').length;

/** Arm, metric, layer, x and value of each row: without the settings, and in an order that does not tell which arm ended first. */
const measured = (csv: string): string[][] =>
  csv
    .trim()
    .split('\r\n')
    .slice(1)
    .sort()
    .map((row) => row.split(',').slice(0, 5));

const largestStep = (csv: string): number => Math.max(...measured(csv).map(([, , , x]) => Number(x)));

async function startPaused(): Promise<ExampleOnPage> {
  const example = await openExample(long);
  await example.press('run');
  await example.waitFor('running');
  await example.press('pause');
  await example.waitFor('paused');
  return example;
}

/** The run once it has stood still: what was under way when it was paused may still come in. */
async function settled(example: ExampleOnPage): Promise<string> {
  let csv = '';
  await expect
    .poll(
      async () => {
        const before = csv;
        csv = await example.csv();
        return csv === before;
      },
      { interval: 500, timeout: 15_000 },
    )
    .toBe(true);
  return csv;
}

describe('the buttons', () => {
  it('Pause holds a run, Step moves it by one step of each arm in training, Resume lets it go on', async () => {
    const example = await startPaused();
    const held = await settled(example);
    await example.press('step');
    await expect.poll(async () => rows(await example.csv())).toBeGreaterThan(rows(held));
    const stepped = await settled(example);
    expect(largestStep(stepped) - largestStep(held)).toBeLessThanOrEqual(1);
    expect(await example.status()).toBe('paused');

    await example.press('resume');
    await example.waitFor('running');
    await expect.poll(async () => rows(await example.csv())).toBeGreaterThan(rows(stepped) + 6);
  });

  it('Stop ends a run and its workers at once, says so, and leaves Run ready', async () => {
    const { page, example } = await book.open(`vanishing-gradients/?e=${id}&${long}#ex-${id}`);
    const run = await example(id).ready();
    await run.press('run');
    await run.waitFor('running');
    expect(page.workers().length).toBeGreaterThan(0);
    await run.press('stop');
    await run.waitFor('idle', 1);
    await expect.poll(() => page.workers().length).toBe(0);
    expect((await run.notes()).join()).toMatch(/Stopped/);
    await run.press('run');
    await run.waitFor('running');
  });

  it('Step from the start waits before the first update', async () => {
    const example = await openExample(short);
    await example.press('step');
    await example.waitFor('paused');
    await example.press('resume');
    await example.waitFor('done');
  });

  it('Reset and Run give the same curve bit for bit, New seed another one', async () => {
    const example = await openExample(short);
    const finish = async (): Promise<string[][]> => {
      await example.press('run');
      await example.waitFor('done');
      return measured(await example.csv());
    };
    const first = await finish();
    expect(first.length).toBeGreaterThan(100);
    await example.press('reset');
    await example.waitFor('idle');
    expect(await example.claims()).toEqual((await example.claims()).map(() => 'pending'));
    expect(await finish()).toEqual(first);

    await example.press('reseed');
    await example.waitFor('idle');
    expect(await finish()).not.toEqual(first);
    expect(await example.link()).toContain('seed=1');
  });
});

describe('the example that only computes', () => {
  it('is done from the start, and answers each turn of a control at once', async () => {
    const { page, example } = await book.open('exponentials-in-depth/');
    const linear = await example('linear-product').ready();
    expect(await linear.status()).toBe('done');
    const before = await linear.section.locator('figure svg').first().innerHTML();
    await (await linear.field('Scale c')).fill('0.5');
    await page.keyboard.press('Tab');
    await expect.poll(() => linear.section.locator('figure svg').first().innerHTML()).not.toBe(before);
    expect(await linear.status()).toBe('done');
    expect(await linear.claims()).toEqual((await linear.claims()).map(() => 'held'));
    expect(page.workers()).toEqual([]);
  });

  it('opens a link from before it had other matrices, and takes one of them', async () => {
    const { example } = await book.open('exponentials-in-depth/?e=linear-product&scale=0.9&depth=30#ex-linear-product');
    const linear = await example('linear-product').ready();
    expect(await linear.notes()).toEqual([]);
    expect([await (await linear.field('Scale c')).inputValue(), await (await linear.field('Matrix')).inputValue()]).toEqual([
      '0.9',
      'identity',
    ]);
    expect(await linear.claims()).toEqual((await linear.claims()).map(() => 'held'));
    await (await linear.field('Matrix')).selectOption('gaussian');
    await expect.poll(() => linear.claims()).toEqual(['pending', 'pending', 'pending', 'held', 'pending']);
    expect(new URL(await linear.link()).search).toContain('?e=linear-product&scale=0.9&depth=30&matrix=gaussian');
  });

  it('keeps the last good value where the reader types nonsense, and says why', async () => {
    const { page, example } = await book.open('exponentials-in-depth/');
    const linear = await example('linear-product').ready();
    const field = await linear.field('Scale c');
    const good = await field.inputValue();
    await field.fill('1e999');
    await page.keyboard.press('Tab');
    await expect.poll(async () => (await linear.notes()).join()).toContain('must be a number between');
    expect(await field.inputValue()).toBe(good);
  });
});
