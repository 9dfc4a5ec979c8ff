/**
 * `npm run pdf [-- --out FILE]`: the whole book as one PDF, printed by headless Chromium from the built site, with a table of
 * contents, an outline, and figures from the recordings.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { docsFolder, readBook } from '../site/book.ts';
import { currentDateOf, currentEdition } from '../site/edition.ts';
import { launchChromium } from './chromium.ts';
import { printBook } from './pdf/print.ts';
import { serveDist } from './serve.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist-pdf/deep-and-trainable.pdf' } } });

try {
  const served = await serveDist({ base: process.env['BASE_PATH'] ?? '/', port: 0 });
  try {
    const browser = await launchChromium();
    try {
      const date = currentDateOf(docsFolder());
      const printed = await printBook({ browser, served: served.url, book: readBook(), edition: currentEdition(), date });
      mkdirSync(dirname(values.out), { recursive: true });
      writeFileSync(values.out, printed.bytes);
      console.log(`${values.out}: ${printed.pageCount} pages, ${(printed.bytes.length / 1e6).toFixed(1)} MB.`);
    } finally {
      await browser.close();
    }
  } finally {
    await served.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
