import { existsSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sirv from 'sirv';
import type { HeaderRule } from '../site/headers.ts';
import { gzipped } from './gzipped.ts';
import { headersOf, parseHeaders } from './headers.ts';

export interface ServeOptions {
  /** The built site. */
  readonly dir?: string;
  /** Path under which the site was built, for example `/book/`. */
  readonly base?: string;
  /** Tried first; where it is taken, any free port is used. */
  readonly port?: number;
}

export interface Served {
  /** Address of the home page, with the base path. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

const host = '127.0.0.1';

/**
 * Serves the built site as a static host would: hashed files are kept for ever, everything else is asked for again, what is missing
 * gets the site's own 404 page, text is compressed, and all get the headers that the site's `_headers` file asks for by path.
 *
 * @throws Error where the site was not built.
 */
export async function serveDist({ dir = 'dist', base = '/', port = 4321 }: ServeOptions = {}): Promise<Served> {
  if (!existsSync(join(dir, 'index.html'))) {
    throw new Error(`There is no built site in ${dir}/ (no index.html). Run "npm run build" first.`);
  }
  const mount = `/${base.split('/').filter(Boolean).join('/')}/`.replace('//', '/');
  const server = createServer(staticSite(dir, mount));
  await listen(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return { url: `http://${host}:${bound}${mount}`, close: () => close(server) };
}

function staticSite(dir: string, mount: string): RequestListener {
  const rules = headersFileOf(dir);
  // `dev` looks at the disk on each request, so that a rebuild shows without a restart.
  const asTheyAre = sirv(dir, { dev: true, etag: true, setHeaders: cacheForEver });
  const files = gzipped(dir, cacheForEver, (request, response) => asTheyAre(request, response, () => notFound(response, dir)));
  return (request, response) => {
    const path = request.url ?? '/';
    for (const [name, value] of headersOf(rules, path)) response.setHeader(name, value);
    if (!path.startsWith(mount)) {
      const home = path === '/' || path === mount.slice(0, -1);
      return home ? redirect(response, mount) : notFound(response, dir);
    }
    request.url = path.slice(mount.length - 1);
    files(request, response);
  };
}

/** Astro puts a hash of the content into the names below `_astro/`. Other files keep sirv's `no-cache`: ask again, with ETag. */
function cacheForEver(response: ServerResponse, path: string): void {
  if (path.startsWith('/_astro/')) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
}

/** @throws Error for a rule in the site's `_headers` that not every host would follow. */
function headersFileOf(dir: string): readonly HeaderRule[] {
  const file = join(dir, '_headers');
  return existsSync(file) ? parseHeaders(readFileSync(file, 'utf8')) : [];
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { Location: location }).end();
}

function notFound(response: ServerResponse, dir: string): void {
  const page = join(dir, '404.html');
  response.writeHead(404, { 'Content-Type': 'text/html;charset=utf-8', 'Cache-Control': 'no-cache' });
  response.end(existsSync(page) ? readFileSync(page) : 'Not found');
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' && port !== 0) listen(server, 0).then(resolve, reject);
      else reject(error);
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // A browser keeps its connections open; without this, closing waits for them.
    server.closeAllConnections();
  });
}

/** Text of `--port`, as a number that can be listened on. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`--port must be a whole number from 0 to 65535, got "${text}".`);
  return port;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' } } });
  const { url, close } = await serveDist({
    base: process.env['BASE_PATH'] ?? '/',
    ...(values.port === undefined ? {} : { port: parsePort(values.port) }),
  });
  console.log(`The book is served at ${url}\nPress Ctrl-C to stop.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
