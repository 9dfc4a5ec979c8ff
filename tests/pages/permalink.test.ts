import { describe, expect, it } from 'vitest';
import { experimentOf } from '../../src/lib/experiments/registry.ts';
import { initialState, textValues } from '../../src/lib/runner/state.ts';
import { useBook, watch } from '../browser/book.ts';

const book = useBook();

describe('a link to a state', () => {
  it('opens in another window with the same preset, parameters and seed', async () => {
    const first = await book.open('residual-learning/');
    const example = await first.example('degradation').ready();
    await example.section.getByLabel('full').check();
    await (await example.field('Width')).fill('12');
    await first.page.keyboard.press('Tab');
    await example.press('reseed');
    const link = await example.link();
    expect(link).toMatch(/\?e=degradation&preset=full&seed=\d+&width=12&v=\w+#ex-degradation$/);

    const page = await (await book.newContext()).newPage();
    const second = await watch(page, async () => {
      await page.goto(link);
    });
    const opened = await second.example('degradation').ready();
    expect(await opened.section.evaluate((section) => section.getBoundingClientRect().top < innerHeight)).toBe(true);
    expect(await opened.section.getByLabel('full').isChecked()).toBe(true);
    expect(await (await opened.field('Width')).inputValue()).toBe('12');
    expect(await opened.notes()).toEqual([]);
    expect(await opened.link()).toBe(link);
  });

  it('says so where the recording is another by now', async () => {
    const { example } = await book.open('residual-learning/?e=degradation&v=0000#ex-degradation');
    const opened = await example('degradation').ready();
    await expect.poll(async () => (await opened.notes()).join()).toContain('has changed since the link was made');
  });
});

const bad: readonly (readonly [string, string, RegExp])[] = [
  ['an unknown example', 'e=no-such-example', /"no-such-example", which this book does not have/],
  ['an unknown preset', 'e=degradation&preset=huge', /preset "huge"/],
  ['an unknown parameter', 'e=degradation&colour=1', /"colour", which this example does not have/],
  ['a name that every object has', 'e=degradation&__proto__=1&constructor=2', /"__proto__"/],
  ['NaN', 'e=degradation&width=NaN', /Width must be a number between 4 and 16, got "NaN"/],
  ['1e999', 'e=degradation&learningRate=1e999', /Learning rate must be a number between .*, got "1e999"/],
  ['a value out of range', 'e=degradation&width=1000000', /Width must be a number between 4 and 16, got "1000000"/],
  ['a fraction of a step', 'e=degradation&steps=10.5', /Steps must be a whole number/],
  ['10 kB of digits', `e=degradation&steps=${'9'.repeat(10_240)}`, /Steps must be a number.*got "9{24}…"/],
  ['a seed below zero', 'e=degradation&seed=-1', /A seed is a whole number from 0 .* got "-1"/],
  [
    'a script',
    `e=degradation&width=${encodeURIComponent('<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>')}`,
    /Width must be a number between 4 and 16, got "<img/,
  ],
];

/** Label and text of every parameter as the quick preset has it. */
const degradation = experimentOf('degradation');
const texts = textValues(degradation, initialState(degradation));
const usual = Object.entries(degradation.params).map(([name, { label }]) => [label, texts[name]] as const);

describe('a bad link', () => {
  it.each(bad)('with %s gives the defaults and a visible note', async (_, query, note) => {
    const { page, complaints, example } = await book.open(`residual-learning/?${query}#ex-degradation`);
    const opened = await example('degradation').ready();
    const shown = opened.section.locator('[data-note]').filter({ hasText: note });
    await shown.waitFor({ timeout: 5000 });
    expect(await shown.isVisible()).toBe(true);

    for (const [label, value] of usual) expect(await (await opened.field(label)).inputValue()).toBe(value);
    expect(await opened.link()).toMatch(/\?e=degradation(&v=\w+)?#ex-degradation$/);
    expect(await page.title()).not.toBe('owned');
    expect(complaints).toEqual([]);
  });
});
