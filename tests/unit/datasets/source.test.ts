import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { ShardError } from '../../../src/lib/datasets/errors.ts';
import { httpShards } from '../../../src/lib/datasets/source.ts';

const quiet = new AbortController().signal;
const ignore = (): void => undefined;

let close: (() => Promise<void>) | undefined;

afterEach(async () => {
  vi.restoreAllMocks();
  await close?.();
  close = undefined;
});

/** Starts a server for one test and answers its address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each(['/data', '/data/'])('a file is read below the base address %s, its bytes counted as they come', async (path) => {
  const body = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
  const base = await serve((request, response) => response.writeHead(request.url === '/data/a.bin' ? 200 : 404).end(body));
  let arrived = 0;
  const bytes = await httpShards(base + path).read('a.bin', (count) => (arrived += count), quiet, 'default');
  expect(bytes).toEqual(body);
  expect(arrived).toBe(body.length);
});

it('a reload asks fetch to go past the cache', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response('x')));
  await httpShards('/data').read('a.bin', ignore, quiet, 'default');
  await httpShards('/data').read('a.bin', ignore, quiet, 'reload');
  expect(fetched.mock.calls.map(([url, options]) => [url, options?.cache])).toEqual([
    ['/data/a.bin', 'default'],
    ['/data/a.bin', 'reload'],
  ]);
});

it('a refusal of the server is told with its status and address', async () => {
  const base = await serve((_, response) => response.writeHead(404).end('nothing here'));
  await expect(httpShards(base).read('a.bin', ignore, quiet, 'default')).rejects.toThrow(
    new ShardError(
      `a.bin could not be downloaded: the server answered 404 Not Found for ${base}/a.bin. ` +
        "Press Retry; if it happens again, the site's data may be missing or out of date.",
    ),
  );
});

it('a server that is not there is told as a fault of the connection', async () => {
  const base = await serve((_, response) => response.end());
  await close?.();
  close = undefined;
  const reading = httpShards(base).read('a.bin', ignore, quiet, 'default');
  await expect(reading).rejects.toBeInstanceOf(ShardError);
  await expect(reading).rejects.toThrow(/^a\.bin could not be downloaded \(.+\)\. Check the connection and press Retry\.$/);
});

it('a connection that breaks half-way is told, not taken for a short file', async () => {
  const base = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write(Buffer.alloc(500), () => response.destroy());
  });
  await expect(httpShards(base).read('a.bin', ignore, quiet, 'default')).rejects.toThrow('Check the connection and press Retry.');
});

it('aborting ends a download that hangs with an AbortError', async () => {
  const base = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write(Buffer.alloc(500));
  });
  const controller = new AbortController();
  const reading = httpShards(base).read('a.bin', () => controller.abort(), controller.signal, 'default');
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});
