import { arch, cpus, loadavg, platform, totalmem } from 'node:os';
import { launchChromium } from '../chromium.ts';
import type { Machine } from './results.ts';

/** What the figures depend on besides the code. `browser` is the version of Chromium. */
export function thisMachine(browser: string, loadBefore: number): Machine {
  const processors = cpus();
  return {
    cores: processors.length,
    cpu: processors[0]?.model.trim() ?? 'unknown processor',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    browser: `Chromium ${browser}`,
    system: `${platform()} ${arch()}`,
    loadBefore,
    date: new Date().toISOString(),
  };
}

/** For example "156.0.8078.79". */
export async function browserVersion(): Promise<string> {
  const browser = await launchChromium();
  const version = browser.version();
  await browser.close();
  return version;
}

/** Mean over the last minute of the tasks that wanted a core. */
export const loadNow = (): number => loadavg()[0] ?? Number.NaN;
