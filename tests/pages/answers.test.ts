import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveDist, type Served } from '../../src/lib/tools/serve.ts';
import { useBook } from '../browser/book.ts';
import { violationsOn } from './looks.ts';

const book = useBook();
const chapter = 'exponentials-in-depth/';
const key = 'answers';

const form = (page: Page, id: string) => page.locator(`form[data-id="${id}"]`);
const verdict = (page: Page, id: string) => form(page, id).locator('output');

async function answerNumber(page: Page, id: string, text: string): Promise<void> {
  await form(page, id).locator('input').fill(text);
  await form(page, id).locator('input').press('Enter');
}

async function choose(page: Page, id: string, letter: string, button: string): Promise<void> {
  await form(page, id).locator(`input[value="${letter}"]`).check();
  await form(page, id).getByRole('button', { name: button }).click();
}

const kept = (page: Page): Promise<unknown> =>
  page.evaluate((name): unknown => JSON.parse(localStorage.getItem(name) ?? 'null'), key);

describe.each([360, 1280])('on a screen of %i pixels, a reader', (width) => {
  const visit = book.share(async ({ open }) => open(chapter, { viewport: { width, height: 800 } }));

  it('answers with a number, hears what is wrong with it, and gets it right', async () => {
    const { page } = await visit();
    await answerNumber(page, 'exr-tolerances-b', '231');
    await expect.poll(() => verdict(page, 'exr-tolerances-b').innerText()).toBe('It is off by one.');
    await answerNumber(page, 'exr-tolerances-b', '232 layers');
    await expect.poll(() => verdict(page, 'exr-tolerances-b').innerText()).toBe('Right.');
  });

  it('chooses, reads why it is wrong, and chooses again', async () => {
    const { page } = await visit();
    const reasons = form(page, 'exr-tolerances-c').locator('details:visible');
    expect(await reasons.count()).toBe(0);
    await choose(page, 'exr-tolerances-c', 'a', 'Check');
    await expect.poll(() => verdict(page, 'exr-tolerances-c').innerText()).toBe('(a) is not right. The reason stands below it.');
    expect(await reasons.count()).toBe(1);
    expect(await reasons.innerText()).toContain('Random ones have both signs');
    await choose(page, 'exr-tolerances-c', 'b', 'Check');
    await expect.poll(() => verdict(page, 'exr-tolerances-c').innerText()).toContain('(b) is right.');
    expect(await reasons.count()).toBe(3);
  });

  it('predicts, and finds the prediction beside the result, before the example wakes and after', async () => {
    const { page, complaints, example } = await visit();
    const beside = page.locator('#ex-tiny-steps .predicted');
    expect(await beside.isVisible()).toBe(false);
    await choose(page, 'tiny-steps', 'b', 'Keep my prediction');
    await beside.waitFor();
    expect(await beside.innerText()).toContain('You predicted “some ten thousand steps from 0.9');
    expect(await beside.innerText()).toContain('”: it turns out otherwise.');
    await expect.poll(() => form(page, 'tiny-steps').locator('details').getAttribute('open')).not.toBeNull();
    await example('tiny-steps').ready();
    expect(await beside.innerText()).toContain('You predicted “some ten thousand steps from 0.9');
    expect(complaints).toEqual([]);
  });

  it('finds all of it after a reload, with nothing unfolded', async () => {
    const { page, complaints } = await visit();
    await page.reload();
    await expect.poll(() => verdict(page, 'exr-tolerances-b').innerText()).toBe('Right.');
    expect(await form(page, 'exr-tolerances-b').locator('input').inputValue()).toBe('232 layers');
    expect(await form(page, 'exr-tolerances-c').locator('input[value="b"]').isChecked()).toBe(true);
    expect(await form(page, 'exr-tolerances-c').locator('details[open]').count()).toBe(0);
    expect(await page.locator('#ex-tiny-steps .predicted').innerText()).toContain('some ten thousand steps');
    expect(complaints).toEqual([]);
  });

  it('sees no scroll bar at the side, and nothing that axe finds fault with', async () => {
    const { page } = await visit();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await violationsOn(page, width === 360 ? ['structure'] : ['structure', 'colours'])).toEqual([]);
  });
});

describe('the precision that is asked for', () => {
  // Where it follows the words to the end of a narrow line.
  it('goes to the next line as a whole on a screen of 360 pixels', async () => {
    const { page } = await book.open('highway-networks/', { viewport: { width: 360, height: 800 } });
    await page.evaluate(() => document.fonts.ready);
    const asked = page.locator('form .precision');
    const lines = await asked.evaluateAll((all) => all.map((one) => one.getClientRects().length));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines).toEqual(lines.map(() => 1));
  });
});

describe('a prediction', () => {
  it('can be skipped: its reason can be read then, nothing stands beside the result, and it is not asked for again', async () => {
    const { page } = await book.open(chapter);
    await form(page, 'tiny-steps').getByRole('button', { name: 'Skip' }).click();
    await expect.poll(() => verdict(page, 'tiny-steps').innerText()).toBe('Skipped.');
    expect(await form(page, 'tiny-steps').locator('summary').isVisible()).toBe(true);
    expect(await page.locator('#ex-tiny-steps .predicted').isVisible()).toBe(false);
    await page.reload();
    await expect.poll(() => verdict(page, 'tiny-steps').innerText()).toBe('Skipped.');
    await form(page, 'tiny-steps').getByRole('button', { name: 'Predict again' }).click();
    expect(await form(page, 'tiny-steps').getByRole('button', { name: 'Skip' }).isVisible()).toBe(true);
  });

  it('blocks nothing while it is open', async () => {
    const { example } = await book.open(chapter);
    const there = await example('tiny-steps').ready();
    expect(await there.section.locator('figure svg').first().isVisible()).toBe(true);
  });

  it('works by keyboard alone, and leaves the focus where one can go on', async () => {
    const { page } = await book.open(chapter);
    await form(page, 'tiny-steps').locator('input').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => verdict(page, 'tiny-steps').innerText()).toContain('You predicted (b).');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Predict again');
  });
});

describe('a browser that stores nothing', () => {
  it('has answers checked all the same, and is told that they do not last', async () => {
    const context = await book.newContext();
    await context.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    });
    const page = await context.newPage();
    await page.goto(book.address(chapter));
    await answerNumber(page, 'exr-tolerances-b', '232');
    await expect
      .poll(() => verdict(page, 'exr-tolerances-b').innerText())
      .toBe('Right. Your browser stores nothing for this page, so this lasts only until you leave it.');
  });
});

describe('a page whose storage holds', () => {
  it.each([
    '{"version":1,"exercises":{"exr-tolerances-c":{"value":"z","at":1}}}',
    '{"version":9,"exercises":{"exr-tolerances-b":{"value":"232","at":1}}}',
    '{"version":1',
  ])('%s shows no answer, and complains about nothing', async (stored) => {
    const context = await book.newContext();
    await context.addInitScript(([name, text]) => localStorage.setItem(name, text), [key, stored] as const);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(book.address(chapter));
    await page.waitForLoadState('networkidle');
    expect(await page.locator('.asks output:not(:empty)').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('without scripts', () => {
  it('there are questions, options and solutions, and no fields or buttons', async () => {
    const { page } = await book.open(chapter, { javaScriptEnabled: false });
    expect(await page.locator('.asks :is(input, button):visible').count()).toBe(0);
    const prediction = form(page, 'tiny-steps');
    expect(await prediction.locator('.option:visible').count()).toBe(4);
    await prediction.locator('summary').click();
    expect(await prediction.locator('details').innerText()).toContain('nearly all of them at the very beginning');
    await page.locator('#exr-tolerances > details > summary').last().click();
    expect(await page.locator('#exr-tolerances > details').last().innerText()).toContain('so 232 layers');
  });
});

describe('the page of the reader’s answers', () => {
  const visit = book.share(async ({ open }) => {
    const opened = await open(chapter, { acceptDownloads: true });
    await answerNumber(opened.page, 'exr-tolerances-b', '232');
    await choose(opened.page, 'tiny-steps', 'c', 'Keep my prediction');
    await expect.poll(() => verdict(opened.page, 'tiny-steps').innerText()).toContain('You predicted (c).');
    await opened.page.goto(book.address('your-answers/'));
    return opened;
  });

  it('lists them in the order of the book, with links to their questions', async () => {
    const { page } = await visit();
    const rows = page.locator('.kept-answers tbody tr');
    await expect.poll(() => rows.count()).toBe(2);
    expect(await rows.nth(0).innerText()).toMatch(/Prediction for example 5\.\d\s+\(c\), right/);
    expect(await rows.nth(1).innerText()).toMatch(/Exercise 5\.1, How close to one\?\s+232, right/);
    expect(await rows.nth(1).locator('a').getAttribute('href')).toBe('/exponentials-in-depth/#exr-tolerances');
    expect(await violationsOn(page, ['structure', 'colours'])).toEqual([]);
  });

  it('hands them out as a file', async () => {
    const { page } = await visit();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as JSON' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('answers.json');
    expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toEqual(await kept(page));
    expect(await kept(page)).toMatchObject({ version: 1, exercises: { 'exr-tolerances-b': { value: '232', right: true } } });
  });

  it('deletes one, and then all, and puts back what was deleted last', async () => {
    const { page } = await visit();
    const rows = page.locator('.kept-answers tbody tr');
    const before = await kept(page);
    const name = 'Exercise 5.1, How close to one?';
    const press = (button: string): Promise<void> => page.getByRole('button', { name: button, exact: true }).click();
    const focused = (): Promise<unknown> => page.evaluate(() => document.activeElement?.textContent);

    await press(`Delete the answer to ${name}`);
    expect(await page.locator('.kept-answers [role="status"]').innerText()).toBe(`Deleted the answer to ${name}.`);
    expect(await kept(page)).toMatchObject({ exercises: {} });
    // In its place, and where the focus is.
    expect(await rows.nth(1).innerText()).toBe(`Undo: put back the answer to ${name}`);
    expect(await focused()).toBe(`Undo: put back the answer to ${name}`);
    await page.keyboard.press('Enter');
    expect(await rows.nth(1).innerText()).toContain(name);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(`Delete the answer to ${name}`);
    expect(await kept(page)).toEqual(before);

    await press('Delete all');
    await page.getByText('Nothing is kept on this device.').waitFor();
    expect(await kept(page)).toBeNull();
    expect(await page.getByRole('button', { name: 'Delete all' }).isDisabled()).toBe(true);
    expect(await focused()).toBe('Undo: put back 2 answers');
    expect(await violationsOn(page, ['structure', 'colours'])).toEqual([]);
    await press('Undo: put back 2 answers');
    expect(await rows.count()).toBe(2);
    expect(await focused()).toBe('Delete all');
    expect(await kept(page)).toEqual(before);

    await press('Delete all');
    await page.reload();
    await page.getByText('Nothing is kept on this device.').waitFor();
    expect(await page.locator('.kept-answers button:visible').count()).toBe(0);
  });
});

describe('in a book without solutions', () => {
  const site: { served?: Served } = {};
  beforeAll(async () => {
    // As `tests/run.ts` builds it.
    site.served = await serveDist({ dir: '.cache/dist-sub-path', base: '/deep/book/', port: 0 });
  });
  afterAll(() => site.served?.close());

  it('answers are kept and not judged, and the page says where they are checked', async () => {
    const page = await (await book.newContext()).newPage();
    await page.goto(new URL(chapter, site.served?.url).href);
    const unjudged = 'Kept on this device. Answers are checked in class.';
    await form(page, 'exr-tolerances-b').locator('input').fill('a guess: 200');
    await form(page, 'exr-tolerances-b').getByRole('button', { name: 'Keep' }).click();
    await expect.poll(() => verdict(page, 'exr-tolerances-b').innerText()).toBe(unjudged);
    await choose(page, 'exr-tolerances-c', 'a', 'Keep');
    await expect.poll(() => verdict(page, 'exr-tolerances-c').innerText()).toBe(unjudged);
    const answer = { at: expect.any(Number) as unknown };
    expect(await kept(page)).toMatchObject({
      exercises: { 'exr-tolerances-b': { value: 'a guess: 200', ...answer }, 'exr-tolerances-c': { value: 'a', ...answer } },
    });
    await page.reload();
    await expect.poll(() => verdict(page, 'exr-tolerances-b').innerText()).toBe(unjudged);
    const folded = await page.locator('.exercise summary').allTextContents();
    expect(folded.length).toBeGreaterThan(0);
    expect(folded.filter((title) => !/hint$/i.test(title.trim()))).toEqual([]);
  });
});
