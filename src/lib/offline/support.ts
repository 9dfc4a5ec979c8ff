import { PackError } from './errors.ts';

/** What a page must have to keep a chapter. */
export interface Device {
  readonly isSecureContext: boolean;
  readonly hasServiceWorker: boolean;
  readonly hasCaches: boolean;
  readonly hasDigest: boolean;
  readonly host: string;
}

export const thisDevice = (): Device => ({
  isSecureContext: globalThis.isSecureContext,
  hasServiceWorker: 'serviceWorker' in navigator,
  hasCaches: 'caches' in globalThis,
  hasDigest: 'subtle' in crypto,
  host: location.host,
});

/** Why nothing can be saved here; undefined where it can. */
export function whyNot({ isSecureContext, hasServiceWorker, hasCaches, hasDigest, host }: Device): PackError | undefined {
  if (!isSecureContext) {
    return new PackError(
      `Browsers keep pages for use without a network only where they came over https, and ${host} sent this one over plain http. ` +
        'Open the book at its https address to save it.',
    );
  }
  if (!hasServiceWorker || !hasCaches || !hasDigest) return closed();
  return undefined;
}

/** The browser has the storage, and gives none of it to this page. */
export const closed = (cause?: unknown): PackError =>
  new PackError(
    'This browser lets the page keep nothing for use without a network; many do so in private windows. Open the book in a normal window, or in another browser.',
    { cause },
  );
