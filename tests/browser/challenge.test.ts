import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { checkAnswer, type CheckedAnswer } from '../../src/lib/tools/answers/check.ts';
import { sheetsIn } from '../../src/lib/tools/answers/read.ts';
import { Rerunner } from '../../src/lib/tools/answers/rerun.ts';
import { useBook } from './book.ts';

const book = useBook();

const card = (page: Page, id: string) => page.locator(`section#${id}`);

/** As `npm run check-answers` does it. */
async function checked(content: string): Promise<CheckedAnswer[]> {
  const rerunner = new Rerunner('.');
  const shelf = { edition: 'unknown', recordingOf: () => undefined };
  return Promise.all(sheetsIn(content, 'answer').map((sheet) => checkAnswer(sheet, rerunner, shelf)));
}

describe('a challenge', () => {
  it('is opened from its card, failed, met, kept on the device and handed in as a file that a rerun agrees with', async () => {
    const { page, example, complaints } = await book.open('residual-learning/');
    await card(page, 'exr-no-skips').locator('[data-action="open-challenge"]').click();
    await page.waitForURL(/examples\/depth-microscope\/.*challenge=exr-no-skips/);
    const run = await example('depth-microscope').ready();
    const bar = run.section.locator('[data-challenge="exr-no-skips"]');
    await bar.waitFor();
    await expect.poll(() => bar.getAttribute('data-attempt')).toBe('open');
    expect(await (await run.field('Depth')).isDisabled()).toBe(true);
    expect(await (await run.field('Learning rate')).isEnabled()).toBe(true);

    await run.press('run');
    await run.waitFor('done', 90);
    await expect.poll(() => bar.getAttribute('data-attempt')).toBe('failed');
    expect(await bar.innerText()).toMatch(/Not met: 2\.\d+, asked: below 0\.5\./);
    expect(await bar.locator('[data-action="save-answer"]').count()).toBe(0);

    await (await run.field('Activation function')).selectOption('tanh');
    await (await run.field('Initial weights')).selectOption('orthogonal');
    const rate = await run.field('Learning rate');
    await rate.fill('0.006');
    await rate.blur();
    await expect.poll(() => bar.getAttribute('data-attempt')).toBe('open');
    await run.press('run');
    await run.waitFor('done', 90);
    await expect.poll(() => bar.getAttribute('data-attempt')).toBe('met');

    await bar.getByLabel(/^Your name/).fill('Ada');
    const [download] = await Promise.all([page.waitForEvent('download'), bar.locator('[data-action="save-answer"]').click()]);
    expect(download.suggestedFilename()).toBe('exr-no-skips.json');
    const [answer] = await checked(readFileSync(await download.path(), 'utf8'));
    expect(answer).toMatchObject({ status: 'met', name: 'Ada', challenge: 'exr-no-skips' });
    const backend = await run.section.getAttribute('data-backend');
    expect(answer?.runs.map(({ recorded }) => recorded)).toEqual([backend === 'wasm' ? 'identical' : 'not comparable']);

    await bar.locator('[data-action="copy-answer"]').click();
    const link = await bar.getByLabel('Answer link').inputValue();
    expect((await checked(link)).map(({ status }) => status)).toEqual(['met']);

    await page.goto(book.address('residual-learning/'));
    const progress = card(page, 'exr-no-skips').locator('[data-challenge-progress]');
    await expect.poll(() => progress.innerText()).toMatch(/^Met on \d+ \w+\.$/);
    await page.reload();
    await expect.poll(() => progress.innerText()).toMatch(/^Met on \d+ \w+\.$/);
    expect(complaints).toEqual([]);
  });

  it('that computes is judged as its settings are turned, and can be left with them', async () => {
    const { page, example } = await book.open(
      'unstable-gradients/?e=neuron-chain&challenge=exr-exploding-on-purpose#ex-neuron-chain',
    );
    const run = await example('neuron-chain').ready();
    const bar = run.section.locator('[data-challenge]');
    await bar.waitFor();
    await expect.poll(() => bar.getAttribute('data-attempt')).toBe('failed');
    for (const [label, value] of [
      ['Bias b₁', '-0.5'],
      ['Bias b₂', '-4'],
      ['Bias b₃', '-4'],
    ] as const) {
      const field = await run.field(label);
      await field.fill(value);
      await field.blur();
    }
    await expect.poll(() => bar.getAttribute('data-attempt')).toBe('met');
    await expect
      .poll(() => card(page, 'exr-exploding-on-purpose').locator('[data-challenge-progress]').innerText())
      .toMatch(/^Met on/);

    await bar.locator('[data-action="leave-challenge"]').click();
    expect(await bar.count()).toBe(0);
    expect(await (await run.field('Weight w₂')).isEnabled()).toBe(true);
    expect(await (await run.field('Bias b₂')).inputValue()).toBe('-4');
  });

  it('says what to do without JavaScript, hint by hint', async () => {
    const { page } = await book.open('densenet/', { javaScriptEnabled: false });
    const challenge = card(page, 'exr-deep-and-frugal');
    expect(await challenge.innerText()).toContain('at least 120 layers');
    const hints = challenge.locator('summary', { hasText: 'hint' });
    const seen = async (): Promise<boolean[]> => Promise.all((await hints.all()).map((one) => one.isVisible()));
    expect(await seen()).toEqual([true, false, false]);
    await hints.nth(0).click();
    expect(await seen()).toEqual([true, true, false]);
    await hints.nth(1).click();
    expect(await seen()).toEqual([true, true, true]);
    await challenge.locator('summary', { hasText: 'A solution' }).click();
    expect(await challenge.innerText()).toContain('Growth rate k: 8');
  });
});
