import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { launchChromium } from '../../src/lib/tools/chromium.ts';
import { ExampleOnPage } from './ExampleOnPage.ts';

export interface OpenPage {
  readonly page: Page;
  /** Addresses of all requests so far, those of workers included. */
  readonly requests: readonly string[];
  /** What the page complained about: uncaught errors, and errors on its console. */
  readonly complaints: readonly string[];
  readonly example: (id: string) => ExampleOnPage;
}

export interface Book {
  /** Opens a page of the book by its path below the base, in a context of its own: `residual-learning/?seed=3`. */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<OpenPage>;
  readonly newContext: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** Of a page, by its path below the base. */
  readonly address: (path: string) => string;
}

/** One browser for the tests of a file; what a test opened is closed after it. */
export function useBook(url: string = inject('bookUrl')): Book {
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
  });

  const newContext: Book['newContext'] = async (options = {}) => {
    if (browser === undefined) throw new Error('Open pages inside of a test.');
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    contexts.push(context);
    return context;
  };
  const address = (path: string): string => new URL(path, url).href;
  const open: Book['open'] = async (path, options) => {
    const page = await (await newContext(options)).newPage();
    return watch(page, async () => {
      await page.goto(address(path));
    });
  };
  return { open, newContext, address };
}

/** Listens to a page from before `visit` on. */
export async function watch(page: Page, visit: (page: Page) => Promise<unknown>): Promise<OpenPage> {
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await visit(page);
  return { page, requests, complaints, example: (id) => new ExampleOnPage(page, id) };
}
