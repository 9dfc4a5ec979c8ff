import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Page, Route } from 'playwright-core';
import { useBook, type OpenPage } from './book.ts';
import type { ExampleOnPage } from './ExampleOnPage.ts';

const book = useBook();

const id = 'learning-speeds';
const shards = '**/data/mnist-*';

async function openExample(settings: string): Promise<OpenPage & { run: ExampleOnPage }> {
  const opened = await book.open(`vanishing-gradients/?e=${id}&${settings}#ex-${id}`);
  return { ...opened, run: await opened.example(id).ready() };
}

const errorOf = (run: ExampleOnPage): Promise<string> => run.section.locator('[data-error]').innerText();

/** Answers with the real file after `change`. */
const changed = (change: (bytes: Buffer) => Buffer) => async (route: Route) => {
  const response = await route.fetch();
  await route.fulfill({ response, body: change(await response.body()) });
};

async function retryAndFinish(page: Page, run: ExampleOnPage): Promise<void> {
  await page.unrouteAll();
  expect(await run.section.locator('[data-action="run"]').innerText()).toBe('Retry');
  await run.press('run');
  await run.waitFor('done', 60);
}

const short = 'epochs=10&width=5';
const long = 'epochs=1000&width=60';

describe('a download', () => {
  it('can be stopped, and started again', async () => {
    const { page, run } = await openExample(short);
    await page.route(shards, async (route) => {
      await pause(60_000, undefined, { ref: false });
      await route.abort();
    });
    await run.press('run');
    await run.section.locator('[data-phase="download"]').waitFor();
    await run.press('stop');
    await run.waitFor('idle', 2);
    await expect.poll(() => page.workers().length).toBe(0);

    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await run.press('run');
    await run.waitFor('done', 60);
  });

  it('is refused where a byte of it was altered, with a Retry that works', async () => {
    const { page, run } = await openExample(short);
    await page.route(
      shards,
      changed((bytes) => {
        bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
        return bytes;
      }),
    );
    await run.press('run');
    await run.waitFor('failed', 60);
    expect(await errorOf(run)).toMatch(/mnist.*expected/s);
    await retryAndFinish(page, run);
  });

  it('is refused where its end is missing, with a Retry that works', async () => {
    const { page, run } = await openExample(short);
    await page.route(
      shards,
      changed((bytes) => bytes.subarray(0, bytes.length - 100)),
    );
    await run.press('run');
    await run.waitFor('failed', 60);
    expect(await errorOf(run)).toMatch(/mnist.*bytes/s);
    await retryAndFinish(page, run);
  });

  it('that the host does not have is told by its name and status', async () => {
    const { page, run } = await openExample(short);
    await page.route(shards, (route) => route.fulfill({ status: 404, body: 'Not found' }));
    await run.press('run');
    await run.waitFor('failed', 60);
    expect(await errorOf(run)).toMatch(/mnist.*404/s);
    await retryAndFinish(page, run);
  });

  it('without a network is told as such', async () => {
    const { page, run } = await openExample(short);
    await page.route(shards, (route) => route.abort('internetdisconnected'));
    await run.press('run');
    await run.waitFor('failed', 60);
    expect(await errorOf(run)).toMatch(/mnist/);
    await retryAndFinish(page, run);
  });
});

describe('a worker', () => {
  it('that is killed in the middle of a run is missed, and can be replaced', async () => {
    const { page, run } = await openExample(long);
    await run.press('run');
    await run.waitFor('running', 60);
    await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.close()).catch(() => undefined)));
    await run.waitFor('failed', 10);
    expect(await errorOf(run)).toMatch(/worker that was training was ended/);
    await run.press('run');
    await run.waitFor('running', 60);
  });

  it('ends when its page is left', async () => {
    const { page, run } = await openExample(long);
    await run.press('run');
    await run.waitFor('running', 60);
    const ended = Promise.all(page.workers().map((worker) => worker.waitForEvent('close')));
    await page.goto('about:blank');
    await ended;
    expect(page.workers()).toEqual([]);
    await page.goBack();
    await run.ready();
    expect(await run.status()).toBe('idle');
  });
});

/** The script of the page's training workers, with something run before it. */
async function inWorkers(page: Page, code: string): Promise<void> {
  await page.route('**/trainer.worker*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code};${await response.text()}` });
  });
}

describe('memory that is full', () => {
  it('is told before the first step, with what to do, and Retry works when there is room', async () => {
    const { page, run } = await openExample(short);
    // Two megabytes are enough for the net that checks the engine, and not for this one.
    const refuse = `{
      const grow = WebAssembly.Memory.prototype.grow;
      WebAssembly.Memory.prototype.grow = function (pages) {
        if (this.buffer.byteLength / 65536 + pages > 32) throw new RangeError('out of memory');
        return grow.call(this, pages);
      };
    }`;
    await inWorkers(page, refuse);
    await run.press('run');
    await run.waitFor('failed', 60);
    expect(await errorOf(run)).toMatch(
      /WebAssembly has no room for this run: it needs more than \d+ MB of memory\. Choose a smaller batch, width or depth/,
    );
    await retryAndFinish(page, run);
  });
});

describe('a graphics card that goes away in the middle of a run', () => {
  it('leaves the run to the processor, which goes on, and the page says so', async () => {
    const { page, run, complaints } = await openExample('epochs=300&width=5');
    // Emulated here, and so never chosen unless a reader asks for it.
    await page.evaluate(() => localStorage.setItem('engine', 'webgpu'));
    const keepDevice = `{
      const request = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (...given) {
        const device = await request.apply(this, given);
        if (self.isGone) device.destroy();
        self.devices = [...(self.devices ?? []), device];
        return device;
      };
    }`;
    await inWorkers(page, keepDevice);
    await run.press('run');
    await run.waitFor('running', 90);
    expect(await run.section.getAttribute('data-backend')).toBe('webgpu');
    // The other arm may be anywhere between asking for its device and training on it.
    const destroy = 'self.isGone = true; self.devices?.forEach((device) => device.destroy())';
    await Promise.all(page.workers().map((worker) => worker.evaluate(destroy)));
    await run.waitFor('done', 90);
    expect(await run.section.getAttribute('data-backend')).toBe('wasm');
    expect((await run.notes()).join(' ')).toMatch(/the graphics card failed\. The run went on from step \d+ without it\./);
    expect(await run.claims()).not.toContain('failed');
    expect(complaints).toEqual([]);
  });
});

describe('Stop', () => {
  /** Requests that never get an answer hold a run in a phase. */
  const held = async (page: Page, files: string): Promise<void> => {
    await page.route(files, () => new Promise<void>(() => undefined));
  };

  it.each([
    { phase: 'download', files: shards },
    { phase: 'engine', files: '**/kernels*.wasm' },
  ])('ends a run that waits in the phase "$phase"', async ({ phase, files }) => {
    const { page, run } = await openExample(short);
    await held(page, files);
    await run.press('run');
    await run.section.locator(`[data-phase="${phase}"]`).waitFor();
    await run.press('stop');
    await run.waitFor('idle', 2);
    await expect.poll(() => page.workers().length).toBe(0);
    expect(await run.notes()).toEqual([expect.stringContaining('Stopped.')]);
  });

  it.each(['running', 'paused'] as const)(
    'ends a run that is %s, keeps its curve, and the next run starts anew',
    async (status) => {
      const { page, run } = await openExample(long);
      await run.press('run');
      await run.waitFor('running', 60);
      if (status === 'paused') await run.press('pause');
      await run.waitFor(status);
      await run.press('stop');
      await run.waitFor('idle', 2);
      await expect.poll(() => page.workers().length).toBe(0);
      expect(await run.section.locator('.live').count()).toBeGreaterThan(0);
      await run.press('run');
      await run.waitFor('running', 60);
    },
  );
});

describe('a run that leaves the finite numbers', () => {
  // Weight decay alone multiplies every weight by 1 - 1000 x 0.01 = -9 in a step: no luck of the numbers can keep them finite.
  const tooLong = 'residual-learning/?e=degradation&learningRate=1000&weightDecay=0.01&steps=60&seed=3#ex-degradation';

  it('is shown as a divergence that names the layer, with the norms before', async () => {
    const opened = await book.open(tooLong);
    const run = await opened.example('degradation').ready();
    await run.press('run');
    await run.waitFor('diverged', 90);
    const report = run.section.locator('[data-divergence]');
    expect(await report.innerText()).toMatch(/step \d+.*(conv \d|block \d|dense)/s);
    expect(await report.locator('table tbody tr').count()).toBeGreaterThan(0);
    expect(await run.verdict()).toBe('differs');
    expect(opened.complaints).toEqual([]);
    expect(await report.getByRole('link').getAttribute('href')).toBe('/exponentials-in-depth/#divergence');
  });

  it('can be run again with the fix, and the same seed', async () => {
    const opened = await book.open(tooLong);
    const run = await opened.example('degradation').ready();
    await run.press('run');
    await run.waitFor('diverged', 90);
    await run.press('rerun-mended');
    await run.waitFor('done', 90);
    expect(await run.section.locator('[data-divergence]').count()).toBe(0);
    expect(await (await run.field('Learning rate')).inputValue()).not.toBe('1000');
    const link = new URL(await run.link());
    expect([link.searchParams.get('seed'), link.searchParams.get('learningRate')]).toEqual(['3', null]);
  });
});
