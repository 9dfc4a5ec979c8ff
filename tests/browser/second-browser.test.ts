import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { findFirefox, launchFirefox } from '../../src/lib/tools/firefox.ts';

/** Readers need not have a Firefox; continuous integration must. `npm test` says in its summary where there was none. */
const isHere = Boolean(process.env['CI']) || findFirefox() !== undefined;

const timeout = 60_000;

/** What a reader does, in a browser engine that shares nothing with Chromium. */
describe.skipIf(!isHere)('in Firefox', () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchFirefox();
  });
  afterAll(() => browser.close());
  afterEach(() => page.close());

  async function open(path: string): Promise<void> {
    page = await browser.newPage();
    complaints.length = 0;
    page.on('pageerror', (error) => {
      // Firefox lays out a formula whose second half it has not read yet, and complains of that half.
      if (!/Invalid markup: Incorrect number of children for <m/.test(String(error))) complaints.push(String(error));
    });
    await page.goto(new URL(path, inject('bookUrl')).href);
  }

  const textOf = (selector: string): Promise<string> => page.$eval(selector, (element) => element.textContent.trim());

  it('a chapter is there to read: its figure, its formulas and its sections', async () => {
    await open('residual-learning/');
    expect(await textOf('h1')).toBe('Residual learning');
    const figure = await page.$eval('#ex-degradation figure svg', (svg) => svg.querySelectorAll('path').length);
    expect(figure).toBeGreaterThan(4);
    expect(await page.$$eval('math', (formulas) => formulas.length)).toBeGreaterThan(20);
    const targets = await page.$$eval('.sections a', (links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(targets.length).toBeGreaterThan(3);
    for (const target of targets) expect(await page.$(target), target).not.toBeNull();
    expect(complaints).toEqual([]);
  });

  it('a search leads to the section', async () => {
    await open('');
    await page.locator('button[data-open-modal]').setTimeout(timeout).click();
    await page.locator('dialog input').setTimeout(timeout).fill('identity mapping');
    await page.locator('dialog a[href*="/residual-learning/#"]').setTimeout(timeout).click();
    await page.waitForFunction(() => location.pathname === '/residual-learning/' && location.hash !== '', { timeout });
    expect(await page.evaluate(() => document.querySelector(location.hash)?.checkVisibility())).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('a link opens the state of an example, and Run trains it to its end with a verdict', async () => {
    await open('vanishing-gradients/?e=learning-speeds&seed=3&epochs=20&width=10#ex-learning-speeds');
    const example = '#ex-learning-speeds';
    await page.$eval(example, (section) => section.scrollIntoView());
    await page.waitForSelector(`${example} [data-action="run"]:not(:disabled)`, { timeout });
    const values = await page.$$eval(`${example} input`, (inputs) => inputs.map(({ value }) => value));
    expect(values).toEqual(expect.arrayContaining(['20', '10']));
    await page.$eval(`${example} [data-action="run"]`, (button) => (button as HTMLElement).click());
    await page.waitForSelector(`${example}[data-status="done"]`, { timeout });
    expect(await page.$eval(example, (section) => section.getAttribute('data-backend'))).toBe('wasm');
    expect(await page.$eval(example, (section) => section.textContent)).toMatch(/seed 3/i);
    const claims = await page.$$eval(`${example} [data-claim]`, (all) => all.map((claim) => claim.getAttribute('data-claim')));
    expect(claims.length).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });
});
