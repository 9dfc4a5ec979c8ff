import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { Book } from '../../site/book.ts';
import type { Edition, PageDate } from '../../site/edition.ts';
import { assemble, fillPageNumbers } from './assemble.ts';
import { contentsOf, printedPages, solutionsId } from './contents.ts';
import { contentsPages, runningHeads, titlePage } from './front.ts';
import { readPdf, type PrintedBook } from './read.ts';

export interface PrintOptions {
  readonly browser: Browser;
  /** Where the built site is served. */
  readonly served: string;
  readonly book: Book;
  readonly edition: Edition;
  readonly date: PageDate;
}

export interface Printed extends PrintedBook {
  readonly bytes: Uint8Array;
}

/** Page numbers can move what follows them, so the book is printed until they stay; three times has always been enough. */
const mostPrints = 4;

/** The whole book as one PDF, with page numbers in its contents that are those of its pages. */
export async function printBook({ browser, served, book, edition, date }: PrintOptions): Promise<Printed> {
  // Only what the build wrote is printed; nothing on the pages runs.
  const context = await browser.newContext({ serviceWorkers: 'block', colorScheme: 'light' });
  try {
    const page = await context.newPage();
    const empty = `${served}whole-book`;
    const skeleton =
      '<!doctype html><html lang="en" data-theme="light"><head><title>Deep, and Trainable</title></head><body></body>';
    await page.route(empty, (route) => route.fulfill({ contentType: 'text/html', body: skeleton }));
    await page.goto(empty);

    const pages = printedPages(book);
    const address = await publicAddress(page, served);
    const front = titlePage({ address, edition, date }) + contentsPages(contentsOf(book));
    const css = `${readFileSync(new URL('./book.css', import.meta.url), 'utf8')}\n${runningHeads(pages)}`;
    await page.evaluate(assemble, { served, pages, front, css, solutionsId });
    return await printUntilStable(page);
  } finally {
    await context.close();
  }
}

/** Where the built site says that it is published. */
async function publicAddress(page: Page, served: string): Promise<string> {
  const html = await (await page.request.get(served)).text();
  return /<link rel="canonical" href="([^"]+)"/.exec(html)?.[1] ?? served;
}

async function printUntilStable(page: Page): Promise<Printed> {
  let before = '';
  for (let print = 1; print <= mostPrints; print += 1) {
    const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: true, outline: true, tagged: true });
    const read = await readPdf(bytes);
    const now = JSON.stringify(read.pageOf);
    if (now === before) return { ...read, bytes };
    before = now;
    await page.evaluate(fillPageNumbers, read.pageOf);
  }
  throw new Error(`The page numbers of the contents still changed in print ${mostPrints}; look for a line of it that wraps.`);
}
