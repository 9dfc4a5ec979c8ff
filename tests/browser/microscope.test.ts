import { describe, expect, it } from 'vitest';
import { useBook, type OpenPage } from './book.ts';
import type { ExampleOnPage } from './ExampleOnPage.ts';

const book = useBook();

const id = 'depth-microscope';

async function openWith(settings: string): Promise<OpenPage & { run: ExampleOnPage }> {
  const opened = await book.open(`examples/${id}/?e=${id}&${settings}#ex-${id}`);
  return { ...opened, run: await opened.example(id).ready() };
}

describe('the depth microscope', () => {
  it('runs the settings of its address, which lie open, and links to them again', async () => {
    const settings = 'depth=8&activation=tanh&norm=batch&shortcut=highway&gateBias=-2&clip=norm&steps=20';
    const { run, complaints } = await openWith(settings);
    expect(await run.notes()).toEqual([]);
    expect(await run.section.getByLabel('Depth', { exact: true }).inputValue()).toBe('8');
    expect(await run.section.getByLabel('Shortcut', { exact: true }).isVisible()).toBe(true);

    await run.press('run');
    await run.waitFor('done', 90);
    expect(new Set(await run.claims())).toEqual(new Set(['pending']));
    const query = new URL(await run.link()).searchParams;
    for (const [name, text] of new URLSearchParams(settings)) expect(query.get(name)).toBe(text);
    expect(complaints).toEqual([]);
  });

  it('says of a setting that it changes nothing, and of both nets that they are the same', async () => {
    const { run } = await openWith('shortcut=none&gateBias=-1&threshold=5&branchScale=0.5');
    expect(await run.notes()).toEqual([
      'The branch scale changes nothing here: only residual shortcuts have one.',
      'The gate bias changes nothing here: only highway gates have one.',
      'The threshold changes nothing here: nothing is clipped.',
      expect.stringMatching(/^Your net is the plain net now/),
    ]);
  });

  // Each layer multiplies the activations by about √24: 100 of them go beyond 10³⁸ with any seed, normalised or not at all.
  it('shows how far the activations came where the start is too large, and mends it with the recorded one', async () => {
    const { run, complaints } = await openWith('depth=100&activation=relu&init=large&shortcut=none&norm=batch&steps=20');
    await run.press('run');
    await run.waitFor('diverged', 90);
    const report = run.section.locator('[data-divergence]');
    const text = await report.innerText();
    expect(text).toMatch(/plain net: at step 0 the activations of “hidden \d+” stopped being finite numbers/);
    expect(text).toMatch(/It began before the first update.*activations grew from [\d.]+ in “hidden 1” to .* times a layer/s);
    expect(text).not.toContain('your net: at step');
    // The panel of the activations has the plain net's line up to there.
    expect(await run.section.locator('svg:visible .live').count()).toBeGreaterThan(0);
    expect(text).toContain('initial weights “Xavier” in place of “too large: standard deviation 1”');

    await run.press('rerun-mended');
    await run.waitFor('done', 90);
    expect(new URL(await run.link()).searchParams.get('init')).toBeNull();
    expect(complaints).toEqual([]);
  });
});
