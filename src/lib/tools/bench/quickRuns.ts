import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { experimentIds, experimentOf } from '../../experiments/registry.ts';
import { launchChromium } from '../chromium.ts';
import { serveDist } from '../serve.ts';
import { reasonOf } from './reason.ts';
import type { Findings, Measurement, Missing } from './results.ts';
import { otherWorks } from './targets.ts';

/** Runs that are timed, after one that fills the cache. */
const runs = 3;

/** Milliseconds that a run may take. */
const longest = 180_000;

export const trainingExamples = (): readonly string[] => experimentIds.filter((id) => experimentOf(id).kind === 'training');

/**
 * Presses Run on every training example of the built site, as a reader does, and waits for what the reader waits for. The site is
 * served with the headers that it asks its host for, so that a run may use all cores.
 */
export async function measureQuickRuns(cores: number, say: (line: string) => void): Promise<Findings> {
  const ids = trainingExamples();
  if (!existsSync('dist/index.html')) {
    return {
      measurements: [],
      missing: ids.flatMap((id) => absent(id, 'missing', 'dist/ is not there; run "npm run build" first')),
    };
  }
  const measurements: Measurement[] = [];
  const missing: Missing[] = [];
  const site = await serveDist({ base: process.env['BASE_PATH'] ?? '/', port: 0 });
  try {
    const browser = await launchChromium();
    try {
      for (const id of ids) {
        try {
          const times = await timeExample(browser, site.url, id);
          say(`  ${id}: ${times.map(({ done }) => `${(done / 1000).toFixed(1)} s`).join(', ')}`);
          measurements.push(...measured(id, cores, times));
        } catch (error) {
          missing.push(...absent(id, 'cannot', reasonOf(error)));
        }
      }
    } finally {
      await browser.close();
    }
  } finally {
    await site.close();
  }
  return { measurements, missing };
}

const row = { engine: 'ours', backend: 'wasm' } as const;

const absent = (id: string, kind: Missing['kind'], reason: string): Missing[] =>
  [otherWorks.runOf(id), otherWorks.firstPointOf(id)].map((work) => ({ ...row, work, kind, reason }));

function measured(id: string, cores: number, times: readonly Times[]): Measurement[] {
  // An old build is easily measured by mistake.
  const note = `warm cache; site built ${statSync('dist/index.html').mtime.toISOString().slice(0, 16)}Z`;
  const common = { ...row, backend: times[0]?.backend ?? 'unknown', threads: cores, unit: 'ms', steps: times.length } as const;
  return [
    { ...common, work: otherWorks.runOf(id), samples: times.map(({ done }) => done), note },
    { ...common, work: otherWorks.firstPointOf(id), samples: times.map(({ firstPoint }) => firstPoint), note },
  ];
}

/** Milliseconds since the click. */
interface Times {
  readonly firstPoint: number;
  readonly done: number;
  readonly backend: string;
}

async function timeExample(browser: Browser, url: string, id: string): Promise<readonly Times[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = new URL(pageOf(id), url).href;
    await timeRun(context, page, id);
    const times: Times[] = [];
    for (let run = 0; run < runs; run += 1) times.push(await timeRun(context, page, id));
    return times;
  } finally {
    await context.close();
  }
}

/** Path of the page that shows an example. */
function pageOf(id: string): string {
  const file = readdirSync('dist', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('index.html') && !/^(embed|lecture|examples)\b/.test(name))
    .find((name) => readFileSync(join('dist', name), 'utf8').includes(`id="ex-${id}"`));
  if (file === undefined) throw new Error(`no page of dist/ shows the example ${id}; build again`);
  return file.slice(0, -'index.html'.length).split(sep).join('/');
}

async function timeRun(context: BrowserContext, address: string, id: string): Promise<Times> {
  const page = await context.newPage();
  page.setDefaultTimeout(longest);
  try {
    await page.goto(address);
    const section = page.locator(`#ex-${id}`);
    const button = section.locator('[data-action="run"]:enabled').first();
    await section.scrollIntoViewIfNeeded();
    await button.waitFor();
    const watch = await section.evaluateHandle(watchRun);
    await button.click();
    const times = await watch.evaluate((promise) => promise.finished);
    if (times.status !== 'done') throw new Error(`the run ended ${times.status}`);
    return times;
  } finally {
    await page.close();
  }
}

/** In the page: from the click on, when the first point of a live curve is drawn, and when the run ends. */
function watchRun(section: Element): { finished: Promise<Times & { status: string }> } {
  const finished = new Promise<Times & { status: string }>((resolve) => {
    let click = Number.NaN;
    let firstPoint = Number.NaN;
    section.addEventListener('click', () => (click = performance.now()), { capture: true, once: true });
    const hasPoint = (): boolean =>
      section.querySelector('.live circle') !== null || (section.querySelector('.live path')?.getAttribute('d') ?? '') !== '';
    const observer = new MutationObserver(() => {
      const status = section.getAttribute('data-status') ?? '';
      const since = performance.now() - click;
      if (Number.isNaN(firstPoint) && hasPoint()) firstPoint = since;
      if (!['done', 'diverged', 'failed'].includes(status)) return;
      observer.disconnect();
      resolve({ firstPoint, done: since, status, backend: section.getAttribute('data-backend') ?? '' });
    });
    observer.observe(section, { attributes: true, childList: true, subtree: true });
  });
  return { finished };
}
