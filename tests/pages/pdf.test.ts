import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readBook, type Book } from '../../src/lib/site/book.ts';
import { launchHeadlessShell } from '../../src/lib/tools/headless-shell.ts';
import { contentsOf, printedPages } from '../../src/lib/tools/pdf/contents.ts';
import { printBook, type Printed } from '../../src/lib/tools/pdf/print.ts';
import { textOfPages } from '../../src/lib/tools/pdf/read.ts';

const whole = readBook();

/** A chapter of each part, and all that stands behind them: printing takes a time that grows with the square of what is printed. */
const parts = whole.parts.map((part) => ({ ...part, chapters: part.chapters.slice(0, 1) }));
const book: Book = { ...whole, parts, chapters: parts.flatMap(({ chapters }) => chapters) };

/** As a search in it would see the text: without the spaces that lines and kerning leave. */
const packed = (text: string): string => text.replace(/\s+/g, '');

describe('the book as PDF', () => {
  const printed: { book?: Printed; texts?: readonly string[] } = {};
  beforeAll(async () => {
    const browser = await launchHeadlessShell();
    try {
      printed.book = await printBook({
        browser,
        served: inject('bookUrl'),
        book,
        edition: { version: '1.2.3', commit: 'a1b2c3d', isChanged: false },
        date: { day: '2026-11-03', kind: 'changed' },
      });
      printed.texts = (await textOfPages(printed.book.bytes)).map(packed);
    } finally {
      await browser.close();
    }
  }, 300_000);
  afterAll(() => {
    delete printed.book;
  });

  const onPage = (page: number | undefined): string => printed.texts?.[(page ?? 0) - 1] ?? '';

  it('begins with a title page that tells the edition, and then its contents', () => {
    expect(onPage(1)).toContain(packed('Version 1.2.3, commit a1b2c3d, last changed on 3 November 2026'));
    expect(onPage(2)).toContain('Contents');
  });

  it('has no blank page', () => {
    expect(printed.book?.pageCount).toBe(printed.texts?.length);
    const blank = (printed.texts ?? []).flatMap((text, i) => (text.length < 40 ? [`page ${i + 1}: "${text}"`] : []));
    expect(blank).toEqual([]);
  });

  it('has every line of the contents point at the page on which its heading stands', () => {
    const lines = contentsOf(book).flatMap((group) => group.lines);
    expect(lines.length).toBeGreaterThan(10);
    for (const { target, number, title } of lines) {
      const page = printed.book?.pageOf[target];
      expect(page, target).toBeGreaterThan(2);
      expect(onPage(page), `${target} on page ${page}`).toContain(packed(number + title));
    }
  });

  it('prints those page numbers, on the pages and in the contents', () => {
    const contents = packed((printed.texts ?? []).slice(1, 6).join(''));
    for (const { target, title } of contentsOf(book).flatMap((group) => group.lines)) {
      const page = printed.book?.pageOf[target] ?? 0;
      expect(contents, target).toContain(packed(`${title}${page}`));
      expect(onPage(page).includes(String(page))).toBe(true);
    }
  });

  it('has an outline that leads to every chapter and its sections', () => {
    const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();
    const outline = new Map((printed.book?.outline ?? []).map((item) => [spaced(item.title), item]));
    for (const { slug, number, title } of printedPages(book)) {
      const item = outline.get(spaced(`${number} ${title}`));
      expect(item?.page, title).toBe(printed.book?.pageOf[slug]);
      const below = item?.items.map((section) => spaced(section.title)) ?? [];
      const sections = book.chapters.find((chapter) => chapter.slug === slug)?.labels.filter(({ depth }) => depth === 2) ?? [];
      expect(below).toEqual(expect.arrayContaining(sections.map((section) => spaced(`${section.number} ${section.title}`))));
    }
  });

  it('has each example with its address, and each solution behind the chapters', () => {
    const text = (printed.texts ?? []).join('');
    for (const { slug, labels } of book.chapters) {
      for (const { kind, id, number, title } of labels) {
        if (kind === 'example') expect(text).toContain(packed(`/${slug}/#${id}`));
        if (kind !== 'exercise') continue;
        const page = printed.book?.pageOf[`${slug}--${id}-solution`];
        if (page !== undefined) expect(onPage(page), id).toContain(packed(`Exercise ${number} ${title}`));
      }
    }
    expect(Object.keys(printed.book?.pageOf ?? {}).filter((id) => id.endsWith('-solution')).length).toBeGreaterThan(5);
  });
});
