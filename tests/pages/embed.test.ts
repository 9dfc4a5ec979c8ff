import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fittingScript, frameCode } from '../../src/lib/site/embed.ts';
import { useBook } from '../browser/book.ts';

const book = useBook();

/** The page of a course, on a host of its own: it frames what its address asks for, and notes what it is told. */
function courseServer(): Server {
  return createServer((request, response) => {
    const src = new URL(request.url ?? '', 'http://course').searchParams.get('src') ?? '';
    const notes = '<script>window.told = []; addEventListener("message", ({ data }) => window.told.push(data));</script>';
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><title>Course</title>${notes}<main>${frameCode(src, 'An example')}</main>${fittingScript}`);
  });
}

const course: { server?: Server } = {};
beforeAll(async () => {
  const server = courseServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  course.server = server;
});
afterAll(() => course.server?.close());

async function framed(path: string): Promise<{ page: Page; frame: Frame }> {
  const { port } = course.server?.address() as AddressInfo;
  const src = new URL(path, inject('bookUrl')).href;
  const { page } = await book.open(`http://127.0.0.1:${port}/?src=${encodeURIComponent(src)}`);
  const frame = page.frames().find((one) => one !== page.mainFrame());
  if (frame === undefined) throw new Error('The course has no frame.');
  await frame.locator('[data-action]:enabled').first().waitFor();
  return { page, frame };
}

interface Told {
  readonly type: string;
  readonly id: string;
  readonly height: number;
}
const told = (page: Page): Promise<Told[]> => page.evaluate(() => (window as unknown as { told: Told[] }).told);

const frameHeightOf = (page: Page): Promise<number> =>
  page.locator('iframe').evaluate((frame) => frame.getBoundingClientRect().height);

const bodyHeight = (frame: Frame): Promise<number> =>
  frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));

describe('an example in a frame of another site', () => {
  it('tells the page around it its height, which then fits, also when a drawer opens', async () => {
    const { page, frame } = await framed('embed/linear-product/');
    await expect.poll(async () => (await told(page)).at(-1)?.height).toBe(await bodyHeight(frame));
    expect((await told(page))[0]).toMatchObject({ type: 'deep-and-trainable:height', id: 'linear-product' });
    const before = await bodyHeight(frame);
    await expect.poll(() => frameHeightOf(page)).toBe(before);

    await frame.locator('figure summary').click();
    await expect.poll(() => frameHeightOf(page)).toBeGreaterThan(before + 100);
    await frame.locator('figure summary').click();
    await expect.poll(() => frameHeightOf(page)).toBe(before);
  });

  it('takes the state and the lesson of its address', async () => {
    const { frame } = await framed('embed/degradation/?e=degradation&width=12&hide=claims&lock=width&theme=dark');
    await frame.locator('[data-lesson]').waitFor();
    expect(await frame.locator('[data-claim]').count()).toBe(0);
    const width = frame.getByLabel('Width', { exact: true });
    expect([await width.inputValue(), await width.isDisabled()]).toEqual(['12', true]);
    expect(await frame.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  it('trains there as it does in the book', async () => {
    const { frame } = await framed('embed/learning-speeds/?epochs=10&width=5');
    await frame.locator('[data-action="run"]').click();
    await frame.locator('[data-experiment][data-status="done"]').waitFor({ timeout: 60_000 });
    expect(await frame.locator('svg .live').count()).toBeGreaterThan(0);
  });

  it('leads to its section outside of the frame', async () => {
    const { page, frame } = await framed('embed/degradation/');
    const [opened] = await Promise.all([page.waitForEvent('popup'), frame.locator('.source a').last().click()]);
    await opened.waitForURL(/\/residual-learning\/#degradation$/);
    expect(frame.url()).toContain('/embed/degradation/');
  });
});

describe('an example alone', () => {
  it('posts nothing where nobody frames it', async () => {
    const { page, example } = await book.open('embed/linear-product/');
    await page.evaluate(() => {
      const all: unknown[] = [];
      Object.assign(window, { told: all });
      addEventListener('message', ({ data }) => all.push(data));
    });
    await example('linear-product').ready();
    await page.locator('figure summary').click();
    await page.locator('figure table').first().waitFor();
    expect(await told(page)).toEqual([]);
  });

  it('shows one panel of its figure at a time, and the one that is asked for', async () => {
    const { page, example } = await book.open('embed/degradation/');
    await example('degradation').ready();
    const titles = (): Promise<string[]> => page.locator('figure svg:visible > title').allTextContents();
    expect(await titles()).toEqual(['Training loss: nats against step']);
    await page.getByRole('button', { name: 'Test error' }).click();
    expect(await titles()).toEqual(['Test error: % against step']);
  });

  it('shows all of them with JavaScript off', async () => {
    const { page } = await book.open('embed/degradation/', { javaScriptEnabled: false });
    expect(await page.locator('figure svg:visible').count()).toBe(3);
    expect(await page.locator('figure [data-action="panel"]:visible').count()).toBe(0);
  });
});
