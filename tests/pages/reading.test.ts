import { describe, expect, it } from 'vitest';
import { useBook } from '../browser/book.ts';
import { chapters } from '../browser/pages.ts';

const book = useBook();

describe.each(chapters)('the chapter %s, with JavaScript off,', (path) => {
  const visit = book.share(({ open }) => open(path, { javaScriptEnabled: false }));

  it('has its text, its figures, their numbers and its claims', async () => {
    const { page } = await visit();
    const words = (await page.locator('main').innerText()).split(/\s+/).length;
    expect(words).toBeGreaterThan(1000);

    const sections = await page.locator('section[data-experiment]').all();
    expect(sections.length).toBeGreaterThan(0);
    for (const section of sections) {
      expect(await section.locator('figure svg path').count()).toBeGreaterThan(0);
      expect((await section.locator('figure figcaption').innerText()).length).toBeGreaterThan(20);
      expect(await section.locator('figure table tbody tr').count()).toBeGreaterThan(1);
      const claims = await section.locator('[data-claim]').allInnerTexts();
      expect(claims.length).toBeGreaterThan(0);
      for (const claim of claims) expect(claim).toMatch(/\d/);
    }
  });

  it('can open what is folded', async () => {
    const { page } = await visit();
    const drawer = page.locator('section[data-experiment] figure details').first();
    await drawer.locator('summary').click();
    expect(await drawer.locator('table').first().isVisible()).toBe(true);
  });
});

it.each(['light', 'dark'] as const)(
  'with JavaScript off, a page has the colours of a %s system as with it',
  async (colorScheme) => {
    const seen = async (javaScriptEnabled: boolean): Promise<readonly string[]> => {
      const { page } = await book.open('how-it-runs/', { javaScriptEnabled, colorScheme });
      return Promise.all(
        ['body', 'main p', '.sidebar a', 'header a'].map((selector) =>
          page
            .locator(selector)
            .first()
            .evaluate((element) => {
              const { color, backgroundColor, colorScheme: scheme } = getComputedStyle(element);
              return [color, backgroundColor, scheme].join(' ');
            }),
        ),
      );
    };
    const off = await seen(false);
    expect(off).toEqual(await seen(true));
    expect(off.join()).toContain(colorScheme);
  },
);
