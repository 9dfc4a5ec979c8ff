import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Reaches for every example of the page, so that all are awake. */
export async function reachForAll(page: Page): Promise<void> {
  const waking = page.locator('astro-island[ssr]');
  await waking.evaluateAll((islands) => {
    for (const island of islands) island.firstElementChild?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
  });
  await expect.poll(() => waking.count()).toBe(0);
  await page.waitForLoadState('networkidle');
}

/** Brings every part of the page into view, as a reader does who leafs through it to the end. */
export async function readThrough(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 600) {
    await page.evaluate(async (top) => {
      scrollTo({ top, behavior: 'instant' });
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    }, y);
  }
  await page.waitForLoadState('networkidle');
}
