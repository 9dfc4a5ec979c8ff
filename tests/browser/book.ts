import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject, onTestFailed } from 'vitest';
import { launchChromium } from '../../src/lib/tools/chromium.ts';
import { launchHeadlessShell } from '../../src/lib/tools/headless-shell.ts';
import { ExampleOnPage } from './ExampleOnPage.ts';

export interface OpenPage {
  readonly page: Page;
  /** Addresses of all requests so far, those of workers included. */
  readonly requests: readonly string[];
  /** What the page complained about: uncaught errors, and errors on its console. */
  readonly complaints: readonly string[];
  readonly example: (id: string) => ExampleOnPage;
}

/** Ways to a page. */
export interface Doors {
  /** Opens a page of the book by its path below the base, in a context of its own: `residual-learning/?seed=3`. */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<OpenPage>;
  readonly newContext: (options?: BrowserContextOptions) => Promise<BrowserContext>;
}

export interface Book extends Doors {
  /** Of a page, by its path below the base. */
  readonly address: (path: string) => string;
  /**
   * A visit for all tests of a `describe`, since opening a chapter takes longer than most of what is asked of it. The first test that
   * asks makes it; whoever asks after a test that failed gets a new one, so that a second try starts afresh.
   */
  readonly share: <Visit>(visit: (doors: Doors) => Promise<Visit>) => () => Promise<Visit>;
}

interface BookOptions {
  /** Where the book is served. */
  readonly url?: string;
  /** With all that is around its pages, as readers have it. */
  readonly isWhole?: boolean;
}

/** One browser for the tests of a file; what a test opened is closed after it, and what tests share after the last of them. */
export function useBook({ url = inject('bookUrl'), isWhole = false }: BookOptions = {}): Book {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await (isWhole ? launchChromium() : launchHeadlessShell());
  });
  afterAll(async () => {
    await browser?.close();
  });

  const address = (path: string): string => new URL(path, url).href;
  /** Doors, and a way to close what was opened through them. */
  const newDoors = (): Doors & { readonly close: () => Promise<void> } => {
    const contexts: BrowserContext[] = [];
    const newContext: Doors['newContext'] = async (options = {}) => {
      if (browser === undefined) throw new Error('Open pages inside of a test.');
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      contexts.push(context);
      return context;
    };
    const open: Doors['open'] = async (path, options) => {
      const page = await (await newContext(options)).newPage();
      return watch(page, async () => {
        await page.goto(address(path));
      });
    };
    const close = async (): Promise<void> => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    };
    return { open, newContext, close };
  };

  const { open, newContext, close } = newDoors();
  afterEach(close);
  const share: Book['share'] = (visit) => {
    const doors = newDoors();
    let made: ReturnType<typeof visit> | undefined;
    const leave = (): Promise<void> => {
      made = undefined;
      return doors.close();
    };
    afterAll(leave);
    return () => {
      onTestFailed(leave);
      return (made ??= visit(doors));
    };
  };
  return { open, newContext, address, share };
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
