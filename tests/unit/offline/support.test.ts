import { describe, expect, it } from 'vitest';
import { register, unregister } from '../../../src/lib/offline/registration.ts';
import { whyNot } from '../../../src/lib/offline/support.ts';
import { megabytes } from '../../../src/lib/offline/words.ts';

const able = { isSecureContext: true, hasServiceWorker: true, hasCaches: true, hasDigest: true, host: 'book.org' };
const isClosed =
  'This browser lets the page keep nothing for use without a network; many do so in private windows. Open the book in a normal window, or in another browser.';

describe('a device', () => {
  it('with all that is needed can save', () => {
    expect(whyNot(able)).toBe(undefined);
  });

  it('that got the page over plain http is told to use https', () => {
    expect(whyNot({ ...able, isSecureContext: false, hasServiceWorker: false })?.message).toBe(
      'Browsers keep pages for use without a network only where they came over https, and book.org sent this one over plain http. Open the book at its https address to save it.',
    );
  });

  it.each(['hasServiceWorker', 'hasCaches', 'hasDigest'])('without %s is told of private windows', (name) => {
    expect(whyNot({ ...able, [name]: false })?.message).toBe(isClosed);
  });
});

describe('the service worker of a page', () => {
  const container = (register: () => Promise<unknown>): ServiceWorkerContainer =>
    ({ register, ready: Promise.resolve() }) as unknown as ServiceWorkerContainer;

  it('is the file at the root of the site, for the site only', async () => {
    const calls: unknown[] = [];
    const accepting = { register: async (...call: unknown[]) => calls.push(call), ready: Promise.resolve() };
    await register(accepting as unknown as ServiceWorkerContainer, 'https://book.org/deep/');
    expect(calls).toEqual([
      [new URL('https://book.org/deep/sw.js'), { scope: 'https://book.org/deep/', updateViaCache: 'none' }],
    ]);
  });

  it('that the browser refuses, or that cannot be fetched, is told of', async () => {
    const refusing = container(() => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError')));
    await expect(register(refusing, 'https://book.org/')).rejects.toThrow(isClosed);
    const failing = container(() => Promise.reject(new TypeError('Failed to fetch the script')));
    await expect(register(failing, 'https://book.org/')).rejects.toThrow(
      'The script that answers without a network could not be installed (Failed to fetch the script). Check the connection and press Resume.',
    );
  });

  it('is taken away with the last pack, and no other of the host is', async () => {
    let gone = 0;
    const having = (scope: string): ServiceWorkerContainer =>
      ({ getRegistration: async () => ({ scope, unregister: async () => gone++ }) }) as unknown as ServiceWorkerContainer;
    await unregister(having('https://book.org/'), 'https://book.org/deep/');
    expect(gone).toBe(0);
    await unregister(having('https://book.org/deep/'), 'https://book.org/deep/');
    expect(gone).toBe(1);
  });
});

it.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [99_999, '100 kB'],
  [100_000, '0.1 MB'],
  [6_349_000, '6.3 MB'],
])('%i bytes are "%s"', (bytes, text) => {
  expect(megabytes(bytes)).toBe(text);
});
