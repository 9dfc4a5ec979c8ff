import { BenchBrowser } from './BenchBrowser.ts';
import { reasonOf } from './reason.ts';
import type { Findings } from './results.ts';
import { otherWorks } from './targets.ts';

const rounds = 5;

/** Two arms in two workers against one after the other, both on our WASM engine. */
export async function measureTwoArms(url: string): Promise<Findings> {
  const row = { work: otherWorks.twoArms, engine: 'ours', backend: 'wasm', unit: 'ms' } as const;
  const browser = await BenchBrowser.open(url);
  try {
    const { together, inTurn, steps } = await browser.page.evaluate((count) => window.bench.twoArms(count), rounds);
    return {
      measurements: [
        { ...row, threads: 2, steps: 2 * steps * rounds, samples: together, note: 'in two workers' },
        { ...row, threads: 1, steps: 2 * steps * rounds, samples: inTurn, note: 'one after the other, in one worker' },
      ],
      missing: [],
    };
  } catch (error) {
    return { measurements: [], missing: [{ ...row, kind: 'cannot', reason: reasonOf(error) }] };
  } finally {
    await browser.close();
  }
}
