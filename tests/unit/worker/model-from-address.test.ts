import { afterEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../../../src/lib/lab/errors.ts';
import { addressOf, modelFromAddress } from '../../../src/lib/worker/modelFromAddress.ts';

const page = 'https://book.example/deep/transfer-lab/';
const description = {
  modelTopology: {
    class_name: 'Sequential',
    config: { layers: [{ class_name: 'Conv2D', config: { name: 'conv', batch_input_shape: [null, 16, 16, 3] } }] },
  },
  weightsManifest: [{ paths: ['one.bin', 'two.bin'], weights: [{ name: 'conv/kernel', shape: [1, 1, 3, 2], dtype: 'float32' }] }],
};
const files: Record<string, BodyInit> = {
  'https://models.example/net/model.json': JSON.stringify(description),
  'https://models.example/net/one.bin': new Uint8Array(16),
  'https://models.example/net/two.bin': new Uint8Array(8),
};

/** Answers from these files, and notes what was asked, and how. */
function serve(found: Record<string, BodyInit>): [url: string, init: RequestInit | undefined][] {
  const asked: [string, RequestInit | undefined][] = [];
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    asked.push([url, init]);
    if (url.includes('closed')) throw new TypeError('Failed to fetch');
    return found[url] === undefined ? new Response('', { status: 404 }) : new Response(found[url]);
  });
  return asked;
}
afterEach(() => void vi.unstubAllGlobals());

const fetched = (address: string, onProgress = (): void => undefined, signal = new AbortController().signal) =>
  modelFromAddress(address, page, onProgress, signal);

describe('a model at an address', () => {
  it('is fetched with its weights, without cookies and without saying from where', async () => {
    const asked = serve(files);
    const heard: number[] = [];
    const source = await modelFromAddress(
      ' https://models.example/net/model.json#top ',
      page,
      (done) => heard.push(done),
      new AbortController().signal,
    );
    if (source.kind !== 'files') throw new Error('It should be files.');
    expect(source.address).toBe('https://models.example/net/model.json');
    expect(source.files.map(({ path, file }) => [path, file.size])).toEqual([
      ['model.json', JSON.stringify(description).length],
      ['one.bin', 16],
      ['two.bin', 8],
    ]);
    expect(heard.at(-1)).toBe(24);
    expect(asked.map(([url]) => url)).toEqual(Object.keys(files));
    for (const [, init] of asked) expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
  });

  it.each([
    ['', '"" is no address. Give that of a model.json, beginning with https://.'],
    ['https://', '"https://" is no address. Give that of a model.json, beginning with https://.'],
    [
      'http://models.example/model.json',
      'The address begins with "http:"; this page may ask addresses of its own site, and others by https: alone.',
    ],
    [
      'data:application/json,{}',
      'The address begins with "data:"; this page may ask addresses of its own site, and others by https: alone.',
    ],
  ])('%j is refused before anything is sent', async (address, message) => {
    const asked = serve(files);
    await expect(fetched(address)).rejects.toThrow(new LabError(message));
    expect(asked).toEqual([]);
  });

  it('may be of this site, whatever its protocol', () => {
    expect(addressOf('../models/model.json', 'http://127.0.0.1:80/book/transfer-lab/')).toBe(
      'http://127.0.0.1/book/models/model.json',
    );
  });

  it('that cannot be had says so', async () => {
    serve(files);
    await expect(fetched('https://models.example/none/model.json')).rejects.toThrow(
      'https://models.example/none/model.json could not be fetched: its server answered 404.',
    );
    await expect(fetched('https://closed.example/model.json')).rejects.toThrow(
      'https://closed.example/model.json could not be fetched: there is no connection, or its server does not let other pages read it ' +
        '(CORS). Download the files and give them as files.',
    );
  });

  it('whose weights go on and on is left before they fill the memory', async () => {
    serve({ ...files, 'https://models.example/net/two.bin': new Uint8Array(1_000) });
    await expect(fetched('https://models.example/net/model.json')).rejects.toThrow(
      'https://models.example/net/two.bin has more than 8 bytes, which are the most that the lab takes of it. ' +
        'It is no part of this model, or the model is too large.',
    );
  });

  it('is not fetched further once the reader has stopped it', async () => {
    const abort = new AbortController();
    vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
      abort.abort(new Error('stopped'));
      init?.signal?.throwIfAborted();
    });
    await expect(fetched('https://models.example/net/model.json', () => undefined, abort.signal)).rejects.toThrow('stopped');
  });
});
