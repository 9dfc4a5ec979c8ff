import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { serveDist, type Served } from '../../src/lib/tools/serve.ts';
import { copyOfSite } from '../setup/site-copy.ts';
import { useBook } from '../browser/book.ts';

const book = useBook();

const copy = copyOfSite(inject('dist'), {
  own: ['embed'],
  files: { 'embed/fixture/index.html': '<!doctype html><h1>An example alone</h1>' },
});
const site: { served?: Served } = {};
/** The page of a course, at another site: it shows whatever address its query names. */
let course: Server;

beforeAll(async () => {
  site.served = await serveDist({ dir: copy.dir, port: 0 });
  course = createServer(({ url = '' }, response) => {
    const { searchParams } = new URL(url, 'http://course');
    if (searchParams.has('isolated')) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><iframe src="${searchParams.get('show') ?? ''}"></iframe>`);
  });
  await new Promise<void>((done) => course.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  course.closeAllConnections();
  await Promise.all([site.served?.close(), new Promise((done) => course.close(done))]);
  copy.remove();
});

/** Text of a page of the book inside of the course's page; empty where the browser refused to show it. */
async function shown(path: string, query = ''): Promise<string> {
  const page = await (await book.newContext()).newPage();
  const { port } = course.address() as AddressInfo;
  const address = new URL(path, site.served?.url).href;
  const answered = page.waitForResponse((response) => response.url() === address);
  await page.goto(`http://localhost:${port}/?show=${encodeURIComponent(address)}${query}`);
  expect((await answered).status()).toBe(200);
  const frame = page.frames()[1];
  await frame?.waitForLoadState();
  return frame?.url() === address ? frame.locator('h1').first().innerText() : '';
}

describe('another site', () => {
  it.each(['', '&isolated'])('may show an example alone in a frame%s', async (query) => {
    expect(await shown('embed/fixture/', query)).toBe('An example alone');
  });

  it.each(['', 'residual-learning/', 'how-it-runs/'])('may not show the page "%s" in a frame', async (path) => {
    expect(await shown(path)).toBe('');
  });
});
