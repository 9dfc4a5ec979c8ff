import type { Page } from 'playwright-core';

/** Brings every part of the page into view, as a reader does who reads to the end, so that all wakes up that sleeps until seen. */
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
