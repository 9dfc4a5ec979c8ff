import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parsePort, serveDist, type Served, type ServeOptions } from '../../../src/lib/tools/serve.ts';

let dir = '';
const open: Served[] = [];

async function serve(options: ServeOptions = {}): Promise<Served> {
  const served = await serveDist({ dir, port: 0, ...options });
  open.push(served);
  return served;
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'serve-'));
  mkdirSync(join(dir, '_astro'));
  mkdirSync(join(dir, 'chapter'));
  writeFileSync(join(dir, 'index.html'), '<h1>home</h1>');
  writeFileSync(join(dir, '404.html'), '<h1>lost</h1>');
  writeFileSync(join(dir, 'chapter/index.html'), '<h1>chapter</h1>');
  writeFileSync(join(dir, 'engine.wasm'), new Uint8Array([0, 0x61, 0x73, 0x6d]));
  writeFileSync(join(dir, '_astro/page.B3x9.js'), 'export {}');
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});

afterAll(() => rmSync(dir, { recursive: true }));

describe('serving the built site', () => {
  it('sends the headers that the site asks for by path, under a sub-path too, and refuses rules that hosts read differently', async () => {
    writeFileSync(join(dir, '_headers'), '/book/*\n  X-Frame-Options: DENY\n/book/chapter/*\n  Referrer-Policy: no-referrer\n');
    const { url } = await serve({ base: '/book/' });
    const chapter = await fetch(`${url}chapter/?a`);
    expect([chapter.headers.get('x-frame-options'), chapter.headers.get('referrer-policy')]).toEqual(['DENY', 'no-referrer']);
    const missing = await fetch(`${url}nothing/`);
    expect([missing.headers.get('x-frame-options'), missing.headers.get('referrer-policy')]).toEqual(['DENY', null]);
    writeFileSync(join(dir, '_headers'), '/*\n  ! X-Frame-Options\n');
    await expect(serveDist({ dir, port: 0 })).rejects.toThrow('_headers, line 2: one host removes a header so');
    rmSync(join(dir, '_headers'));
  });

  it('answers a page by its address', async () => {
    const { url } = await serve();
    const response = await fetch(`${url}chapter/?e=degradation`);
    expect(await response.text()).toBe('<h1>chapter</h1>');
    expect(response.headers.get('content-type')).toBe('text/html;charset=utf-8');
  });

  it('says application/wasm of WASM, as streaming compilation asks', async () => {
    const { url } = await serve();
    expect((await fetch(`${url}engine.wasm`)).headers.get('content-type')).toBe('application/wasm');
  });

  it('lets hashed files be kept for ever, and has others asked for again', async () => {
    const { url } = await serve();
    const hashed = await fetch(`${url}_astro/page.B3x9.js`);
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const page = await fetch(url);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const again = await fetch(url, { headers: { 'If-None-Match': page.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });

  it("answers what is missing with the site's own page and status 404", async () => {
    const { url } = await serve();
    const response = await fetch(`${url}nowhere/`);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('<h1>lost</h1>');
  });

  it('serves nothing from outside its folder', async () => {
    const { url } = await serve();
    const outside = await fetch(`${url}..%2f..%2f..%2f..%2f..%2fetc%2fpasswd`);
    expect(outside.status).toBe(404);
  });

  it.each(['/book/', 'book', '/book'])('serves under the sub-path %s, and leads its root there', async (base) => {
    const { url } = await serve({ base });
    expect(new URL(url).pathname).toBe('/book/');
    expect(await (await fetch(`${url}chapter/`)).text()).toBe('<h1>chapter</h1>');
    const root = await fetch(new URL('/', url), { redirect: 'manual' });
    expect([root.status, root.headers.get('location')]).toEqual([302, '/book/']);
    expect((await fetch(new URL('/chapter/', url))).status).toBe(404);
  });

  it('takes another port where the wanted one is taken', async () => {
    const first = await serve();
    const second = await serve({ port: Number(new URL(first.url).port) });
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect((await fetch(second.url)).status).toBe(200);
  });

  it('stops answering once closed', async () => {
    const { url, close } = await serve();
    await fetch(url);
    await close();
    await expect(fetch(url)).rejects.toThrow();
  });

  it('says to build first where there is no site', async () => {
    await expect(serveDist({ dir: '/nowhere' })).rejects.toThrow(
      new Error('There is no built site in /nowhere/ (no index.html). Run "npm run build" first.'),
    );
  });
});

/** An answer as it comes over the wire: `fetch` unpacks it, and asks for compression by itself. */
async function ask(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<IncomingMessage & { body: Buffer }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, method }, resolve).once('error', reject);
  });
  return Object.assign(response, { body: await buffer(response) });
}

describe('compression', () => {
  const zip = { 'Accept-Encoding': 'gzip, deflate, br' };
  const long = '<p>again</p>'.repeat(500);

  beforeAll(() => {
    writeFileSync(join(dir, 'long.html'), long);
    writeFileSync(join(dir, 'shard.bin'), Buffer.alloc(500));
  });

  it('packs text for those who unpack it, and says how long it is packed', async () => {
    const { url } = await serve();
    const { headers, body } = await ask(`${url}long.html?e=1`, zip);
    expect(gunzipSync(body).toString()).toBe(long);
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(body.length),
      'content-type': 'text/html;charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'Accept-Encoding',
    });
    expect(body.length).toBeLessThan(long.length / 10);
    const head = await ask(`${url}long.html`, zip, 'HEAD');
    expect([head.headers['content-length'], head.body.length]).toEqual([String(body.length), 0]);
  });

  it.each([
    ['chapter/', 'text/html;charset=utf-8', 'no-cache'],
    ['engine.wasm', 'application/wasm', 'no-cache'],
    ['_astro/page.B3x9.js', 'text/javascript', 'public, max-age=31536000, immutable'],
  ])('packs %s, with the type and the age that it has unpacked', async (path, type, age) => {
    const { url } = await serve({ base: '/book/' });
    for (const headers of [zip, {}]) {
      const answer = await ask(url + path, headers);
      expect([answer.headers['content-type'], answer.headers['cache-control']]).toEqual([type, age]);
      expect(answer.headers['content-encoding']).toBe(headers === zip ? 'gzip' : undefined);
    }
  });

  it.each(['', 'br', 'gzip;q=0', 'identity, gzip; q=0.0', '*;q=0'])(
    'sends the file itself where "%s" is accepted',
    async (accepted) => {
      const { url } = await serve();
      const { headers, body } = await ask(`${url}long.html`, { 'Accept-Encoding': accepted });
      expect(body.toString()).toBe(long);
      expect([headers['content-encoding'], headers['content-length'], headers.vary]).toEqual([
        undefined,
        String(long.length),
        'Accept-Encoding',
      ]);
    },
  );

  it('sends what is packed already as it is', async () => {
    const { url } = await serve();
    const { headers, body } = await ask(`${url}shard.bin`, zip);
    expect([headers['content-encoding'], headers.vary, body.length]).toEqual([undefined, undefined, 500]);
  });

  it('sends a part of a file from the file itself', async () => {
    const { url } = await serve();
    const { statusCode, headers, body } = await ask(`${url}long.html`, { ...zip, Range: 'bytes=3-7' });
    expect([statusCode, headers['content-range'], headers['content-encoding']]).toEqual([
      206,
      `bytes 3-7/${long.length}`,
      undefined,
    ]);
    expect(body.toString()).toBe('again');
  });

  it('says that a file is still the same, and packs it again when it has changed', async () => {
    const { url } = await serve();
    writeFileSync(join(dir, 'changing.json'), '"old"');
    const first = await ask(`${url}changing.json`, zip);
    const { etag = '' } = first.headers;
    const same = await ask(`${url}changing.json`, { ...zip, 'If-None-Match': etag });
    expect([same.statusCode, same.body.length, same.headers.vary]).toEqual([304, 0, 'Accept-Encoding']);
    writeFileSync(join(dir, 'changing.json'), '"newer"');
    const next = await ask(`${url}changing.json`, { ...zip, 'If-None-Match': etag });
    expect([next.statusCode, gunzipSync(next.body).toString()]).toEqual([200, '"newer"']);
  });

  it("answers what is missing with the site's own page, and serves nothing from outside its folder", async () => {
    const { url } = await serve({ dir: join(dir, 'chapter') });
    writeFileSync(join(dir, 'chapter/404.html'), '<h1>lost</h1>');
    for (const path of ['nowhere.html', '..%2flong.html', '%E0.js', '%00.js']) {
      const { statusCode, body } = await ask(url + path, zip);
      expect([path, statusCode, body.toString()]).toEqual([path, 404, '<h1>lost</h1>']);
    }
  });
});

describe('--port', () => {
  it('is a whole number up to 65535', () => {
    expect(parsePort('8080')).toBe(8080);
  });

  it.each(['', 'http', '-1', '80.5', '65536', '0x50'])('refuses "%s"', (text) => {
    expect(() => parsePort(text)).toThrow(new Error(`--port must be a whole number from 0 to 65535, got "${text}".`));
  });
});
