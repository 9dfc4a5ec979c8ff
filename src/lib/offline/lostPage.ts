import type { SavedPack } from './PackStore.ts';

/** What a reader without a network gets instead of a page that is not kept. No style and no script: nothing else is at hand. */
export function lostPage(packs: readonly SavedPack[], address: (path: string) => string): Response {
  const links = packs.map(
    ({ manifest: { chapter, title } }) => `<li><a href="${address(`${chapter}/`)}">${escaped(title)}</a></li>`,
  );
  const list = links.length === 0 ? '' : `<p>These chapters are saved:</p><ul>${links.join('')}</ul>`;
  const html =
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    '<meta name="color-scheme" content="light dark"><title>Not saved</title></head><body><main><h1>No network, and not saved</h1>' +
    `<p>This page needs a network: it is not saved on this device.</p>${list}</main></body></html>`;
  const headers = { 'Content-Type': 'text/html;charset=utf-8', 'Content-Security-Policy': "default-src 'none'" };
  return new Response(html, { status: 503, headers });
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
