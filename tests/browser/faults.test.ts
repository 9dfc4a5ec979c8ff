import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Page, Route } from 'playwright-core';
import { useBook, type OpenPage } from './book.ts';
import type { ExampleOnPage } from './ExampleOnPage.ts';

const book = useBook();

const id = 'learning-speeds';
const shards = '**/data/mnist-*';

async function openExample(settings: string): Promise<OpenPage & { run: ExampleOnPage }> {
  const opened = await book.open(`vanishing-gradients/?e=${id}&${settings}#ex-${id}`);
  return { ...opened, run: await opened.example(id).ready() };
}

const errorOf = (run: ExampleOnPage): Promise<string> => run.section.locator('[data-error]').innerText();

/** Answers with the real file after `change`. */
const changed = (change: (bytes: Buffer) => Buffer) => async (route: Route) => {
  const response = await route.fetch();
  await route.fulfill({ response, body: change(await response.body()) });
};

async function retryAndFinish(page: Page, run: ExampleOnPage): Promise<void> {
  await page.unrouteAll();
  expect(await run.section.locator('[data-action="run"]').innerText()).toBe('Retry');
  await run.press('run');
  await run.waitFor('done', 60);
}

const short = 'epochs=10&width=5';
const long = 'epochs=1000&width=60';

describe('a download', () => {
  it('can be stopped, and started again', async () => {
    const { page, run } = await openExample(short);
    await page.route(shards, async (route) => {
      await pause(60_000, undefined, { ref: false });
      await route.abort();
    });
    await run.press('run');
    await run.section.locator('[data-phase="download"]').waitFor();
    await run.press('stop');
    await run.waitFor('idle', 2);
    await expect.poll(() => page.workers().length).toBe(0);

    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await run.press('run');
    await run.waitFor('done', 60);
  });

  it('is refused where a byte of it was altered, with a Retry that works', async () => {
    const { page, run } = await openExample(short);
    await page.route(
      shards,
      changed((bytes) => {
        bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
        return bytes;
      }),
    );
    await run.press('run');
    await run.waitFor('failed', 60);
    expect(await errorOf(run)).toMatch(/mnist.*expected/s);
    await retryAndFinish(page, run);
  });

  it('is refused where its end is missing, with a Retry that works', async () => {
    const { page, run } = await openExample(short);
    await page.route(
      shards,
      changed((bytes) => bytes.subarray(0, bytes.length - 100)),
    );
    await run.press('run');
    await run.waitFor('failed', 60);
    expect(await errorOf(run)).toMatch(/mnist.*bytes/s);
    await retryAndFinish(page, run);
  });

  it('that the host does not have is told by its name and status', async () => {
    const { page, run } = await openExample(short);
    await page.route(shards, (route) => route.fulfill({ status: 404, body: 'Not found' }));
    await run.press('run');
    await run.waitFor('failed', 60);
    expect(await errorOf(run)).toMatch(/mnist.*404/s);
    await retryAndFinish(page, run);
  });

  it('without a network is told as such', async () => {
    const { page, run } = await openExample(short);
    await page.route(shards, (route) => route.abort('internetdisconnected'));
    await run.press('run');
    await run.waitFor('failed', 60);
    expect(await errorOf(run)).toMatch(/mnist/);
    await retryAndFinish(page, run);
  });
});

describe('a worker', () => {
  it('that is killed in the middle of a run is missed, and can be replaced', async () => {
    const { page, run } = await openExample(long);
    await run.press('run');
    await run.waitFor('running', 60);
    await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.close()).catch(() => undefined)));
    await run.waitFor('failed', 10);
    expect(await errorOf(run)).toMatch(/worker that was training was ended/);
    await run.press('run');
    await run.waitFor('running', 60);
  });

  it('ends when its page is left', async () => {
    const { page, run } = await openExample(long);
    await run.press('run');
    await run.waitFor('running', 60);
    const ended = Promise.all(page.workers().map((worker) => worker.waitForEvent('close')));
    await page.goto('about:blank');
    await ended;
    expect(page.workers()).toEqual([]);
    await page.goBack();
    await run.ready();
    expect(await run.status()).toBe('idle');
  });
});

describe('a run that leaves the finite numbers', () => {
  it('is shown as a divergence that names the layer, with the norms before', async () => {
    const opened = await book.open('residual-learning/?e=degradation&learningRate=1000&steps=10&width=4#ex-degradation');
    const run = await opened.example('degradation').ready();
    await run.press('run');
    await run.waitFor('diverged', 90);
    const report = run.section.locator('[data-divergence]');
    expect(await report.innerText()).toMatch(/step \d+.*(conv \d|block \d|dense)/s);
    expect(await report.locator('table tbody tr').count()).toBeGreaterThan(0);
    expect(await run.verdict()).toBe('differs');
    expect(opened.complaints).toEqual([]);
  });
});
