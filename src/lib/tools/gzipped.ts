import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** What gets smaller, and the type that it is sent as. Fonts, pictures, shards and the index of the search are compressed as they are. */
const types: Readonly<Record<string, string>> = {
  '.bib': 'application/x-bibtex',
  '.css': 'text/css',
  '.html': 'text/html;charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.xml': 'text/xml',
};

interface Packed {
  /** Of the file that was packed. */
  readonly etag: string;
  readonly bytes: Promise<Buffer>;
}

type SetHeaders = (response: ServerResponse, path: string) => void;

/**
 * Answers requests for text files in `dir` with gzip, which every host and browser has; Brotli is offered by browsers over a secure
 * connection only. A file is packed when it is first asked for, and again when it has changed. `plain` answers the rest: requests
 * for a part of a file, from clients that do not unpack, and for files that are not text.
 */
export function gzipped(dir: string, setHeaders: SetHeaders, plain: RequestListener): RequestListener {
  const root = resolve(dir);
  const cache = new Map<string, Packed>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const path = pathOf(request.url);
    const file = join(root, path);
    const type = types[extname(file)];
    if (type === undefined || !file.startsWith(root + sep)) return false;
    // Also where the file is sent as it is: a cache between must not give one reader what another one asked for.
    response.setHeader('Vary', 'Accept-Encoding');
    if (!isForWhole(request) || !takesGzip(request.headers['accept-encoding'])) return false;
    const state = await stat(file).catch(() => undefined);
    if (!state?.isFile()) return false;

    const etag = `W/"${state.size}-${state.mtimeMs}"`;
    setHeaders(response, path);
    if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-cache');
    response.setHeader('ETag', etag);
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return true;
    }
    let packed = cache.get(file);
    if (packed?.etag !== etag) {
      packed = { etag, bytes: readFile(file).then((text) => compress(text)) };
      packed.bytes.catch(() => cache.delete(file));
      cache.set(file, packed);
    }
    const bytes = await packed.bytes;
    response.writeHead(200, { 'Content-Type': type, 'Content-Encoding': 'gzip', 'Content-Length': bytes.length });
    response.end(bytes);
    return true;
  }

  return (request, response) => {
    answer(request, response).then(
      (isAnswered) => isAnswered || plain(request, response),
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  };
}

/** Path of the file that an address names, from the root; a folder is its page. */
function pathOf(url = '/'): string {
  const [path = ''] = url.split(/[?#]/);
  try {
    const name = decodeURIComponent(path);
    return name.endsWith('/') ? `${name}index.html` : name;
  } catch {
    // No file's name: "%E0" alone is no letter.
    return '';
  }
}

const isForWhole = ({ method, headers }: IncomingMessage): boolean =>
  (method === 'GET' || method === 'HEAD') && headers.range === undefined;

/** "gzip, deflate" or "br;q=1, *;q=0.5", but not "gzip;q=0". */
function takesGzip(accepted: string | string[] = ''): boolean {
  const weights = new Map(
    String(accepted)
      .toLowerCase()
      .split(',')
      .map((one) => {
        const [name = '', weight = 'q=1'] = one.split(';').map((part) => part.trim());
        return [name, Number(weight.replace(/^q=/, ''))] as const;
      }),
  );
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}
