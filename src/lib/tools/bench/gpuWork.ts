import { BenchBrowser } from './BenchBrowser.ts';
import { contenderOf, entries } from './contenders.ts';
import type { Findings } from './results.ts';
import { measureWork, type Surroundings } from './timedWorks.ts';
import { workOf } from './works.ts';

/** The large net, where the machine has a GPU of silicon or the command line insists. */
export async function measureGpuWork(surroundings: Surroundings): Promise<Findings> {
  const hasGpu = await hasHardwareGpu(surroundings.url);
  if (hasGpu || surroundings.options.gpu) return measureWork('gpu-56', surroundings, hasGpu);
  const reason = 'WebGPU has no GPU of silicon here; --gpu measures the one that is emulated in software';
  const { title } = workOf('gpu-56');
  const missing = entries['gpu-56'].map(({ contender }) => ({
    work: title,
    ...contenderOf(contender),
    kind: 'missing' as const,
    reason,
  }));
  return { measurements: [], missing };
}

async function hasHardwareGpu(url: string): Promise<boolean> {
  const browser = await BenchBrowser.open(url, true);
  try {
    return await browser.page.evaluate(() => window.bench.hasHardwareGpu());
  } finally {
    await browser.close();
  }
}
