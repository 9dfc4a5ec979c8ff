import { describe, expect, it } from 'vitest';
import { useBook } from '../browser/book.ts';

const book = useBook();

const chapter = 'residual-learning/';

describe('a link that leaves parts out', () => {
  it('shows the rest, says so in one line, and gives everything back when asked', async () => {
    const { example, complaints } = await book.open(
      `${chapter}?e=degradation&hide=summary,numbers,controls,params,claims,code#ex-degradation`,
    );
    const { section } = example('degradation');
    const line = section.locator('[data-lesson]');
    await line.waitFor();
    expect(await line.innerText()).toContain(
      'this link leaves out the summary, the figure in words and numbers, the run controls',
    );
    const left = (): Promise<number[]> =>
      Promise.all(
        [
          '.summary',
          '[data-action="run"]',
          '[data-claim]',
          'summary:text("Parameters")',
          'summary:text("Code")',
          'summary:text("words and numbers")',
        ].map((selector) => section.locator(selector).count()),
      );
    expect(await left()).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await section.locator('svg [data-line]').count()).toBeGreaterThan(0);

    await example('degradation').press('show-everything');
    expect(await line.count()).toBe(0);
    // Whoever came by keyboard is not thrown back to the top of the page.
    expect(await section.locator(':focus').innerText()).toContain('Everything is shown');
    expect(Math.min(...(await left()))).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  it('can ask before it tells: no recorded curve is there, in picture, number or word, until the reader wants it', async () => {
    const { example } = await book.open(`${chapter}?e=degradation&hide=recording#ex-degradation`);
    const { section } = example('degradation');
    await section.locator('[data-lesson]').waitFor();
    expect(await section.locator('svg [data-line]').count()).toBe(0);
    expect(await section.locator('figure table').count()).toBe(0);
    expect(await section.locator('figure .words li').count()).toBe(0);
    expect(await section.locator('[data-claim]').allInnerTexts()).not.toContain('Recorded');
    // The axes stay.
    expect(await section.locator('svg[data-layout="wide"] .grid').count()).toBeGreaterThan(3);

    await example('degradation').press('show-everything');
    expect(await section.locator('svg [data-line]').count()).toBeGreaterThan(0);
  });

  it('says which names it does not know, and does the rest', async () => {
    const { example } = await book.open(`${chapter}?e=degradation&hide=claims,answers&lock=momentum#ex-degradation`);
    const { section } = example('degradation');
    await section.locator('[data-lesson]').waitFor();
    const notes = (await example('degradation').notes()).join();
    expect(notes).toContain('The link hides "answers", which no example has');
    expect(notes).toContain('The link locks "momentum", which this example does not have');
    expect(await section.locator('[data-claim]').count()).toBe(0);
  });
});

describe('a link that fixes settings', () => {
  it('shows them with the value of the link, and lets the reader change the others only', async () => {
    const { example } = await book.open(`${chapter}?e=degradation&width=12&seed=3&lock=width,seed,preset#ex-degradation`);
    const run = await example('degradation').ready();
    const width = await run.field('Width');
    expect([await width.inputValue(), await width.isDisabled()]).toEqual(['12', true]);
    expect(await (await run.field('Learning rate')).isDisabled()).toBe(false);
    expect(await run.section.getByLabel('full').isDisabled()).toBe(true);
    expect(await run.section.locator('[data-action="reseed"]').isDisabled()).toBe(true);
    expect(await run.section.locator('[data-action="run"]').isDisabled()).toBe(false);

    await run.press('show-everything');
    expect(await width.isDisabled()).toBe(false);
    expect(await width.inputValue()).toBe('12');
  });

  it('runs nothing by itself', async () => {
    const { page, example } = await book.open(`${chapter}?e=degradation&width=12&lock=all#ex-degradation`);
    const run = await example('degradation').ready();
    await page.waitForLoadState('networkidle');
    expect(await run.status()).toBe('idle');
    expect(page.workers()).toEqual([]);
  });
});

describe('the menu for links', () => {
  it('puts a lesson together that link, frame and lecture view all carry, and that opens as it was made', async () => {
    const { example } = await book.open(chapter);
    const made = await example('degradation').ready();
    await made.tick('claims');
    await made.tick('width');
    const link = await made.link();
    expect(link).toMatch(/\/residual-learning\/\?e=degradation(&v=\w+)?&hide=claims&lock=width#ex-degradation$/);
    expect(await made.embedCode()).toMatch(
      /^<iframe src="http[^"]+\/embed\/degradation\/\?e=degradation(&amp;v=\w+)?&amp;hide=claims&amp;lock=width" title="/,
    );
    const lecture = made.section.locator('a[data-action="lecture"]');
    expect(await lecture.getAttribute('href')).toMatch(
      /\/lecture\/degradation\/\?e=degradation(&v=\w+)?&hide=claims&lock=width$/,
    );

    const opened = (await book.open(link)).example('degradation');
    await opened.section.locator('[data-lesson]').waitFor();
    expect(await opened.section.locator('[data-claim]').count()).toBe(0);
    expect(await (await opened.field('Width')).isDisabled()).toBe(true);
    // Whoever goes on from a lesson need not tick it again.
    expect(await opened.link()).toBe(link);
  });

  it('adds the script that fits the height where it is asked to', async () => {
    const { example } = await book.open(chapter);
    const made = await example('degradation').ready();
    expect(await made.embedCode()).not.toContain('<script>');
    await made.section.getByLabel('with a script that fits the height').check();
    expect(await made.embedCode()).toContain("'deep-and-trainable:height'");
  });
});

describe('a chapter', () => {
  it('has no keys of its own: none does anything but scroll, unless a control has the focus', async () => {
    const { page, example } = await book.open(`${chapter}#ex-degradation`);
    const run = await example('degradation').ready();
    const look = (): Promise<string> => run.section.evaluate((section) => section.outerHTML.replaceAll(/ style="[^"]*"/g, ''));
    const before = await look();
    for (const key of [
      'PageDown',
      'PageUp',
      'ArrowRight',
      'ArrowLeft',
      'Space',
      's',
      'r',
      'b',
      '.',
      'n',
      '1',
      '2',
      'f',
      't',
      '?',
      'Enter',
    ]) {
      await page.keyboard.press(key);
    }
    expect(await run.status()).toBe('idle');
    expect(page.workers()).toEqual([]);
    expect(await page.evaluate(() => document.fullscreenElement)).toBeNull();
    expect(await page.locator('dialog[open]').count()).toBe(0);
    expect(await look()).toBe(before);
  });
});
