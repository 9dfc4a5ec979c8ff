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
  await page.evaluate(async () => {
    const { scrollHeight } = document.documentElement;
    for (let top = 0; top < scrollHeight; top += innerHeight) {
      scrollTo({ top, behavior: 'instant' });
      // What comes into view is told of in the first frame, and what that makes the page do is seen in the second.
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    }
  });
  await page.waitForLoadState('networkidle');
}
