import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Frame } from '../../src/lib/experiments/frame.ts';
import { engineFiles } from '../setup/engine.ts';
import { losses } from '../training/settings.ts';
import { curve, type NetName } from './engines/curve.ts';
import { useTestPage } from './test-page.ts';

const names: readonly NetName[] = ['residual', 'recurrent'];

/** The training core in a real browser, where WebGPU and WebGL exist, if only in software. */
describe('in Chromium', () => {
  const own = useTestPage('engines');

  const inNode = async (steps: number, net: NetName = 'residual'): Promise<readonly Frame[]> =>
    curve(await openEngine('wasm', engineFiles), steps, net);

  it('software GPUs never win', async () => {
    expect(await own.page.evaluate(() => window.engines.fastest())).toEqual({
      backend: 'wasm',
      reason: 'WebAssembly. Not used are WebGPU: its GPU is emulated in software; WebGL: its GPU is emulated in software.',
      isTimed: false,
    });
  });

  it.each(['webgpu', 'webgl', 'cpu'] as const)('%s passes the canary', async (backend) => {
    expect(await own.page.evaluate((wanted) => window.engines.open(wanted), backend)).toBe(backend);
  });

  it.each(names)('WebAssembly gives the very numbers that it gives in Node: the %s net', async (net) => {
    expect(await own.page.evaluate((name) => window.engines.curve('wasm', 20, name), net)).toEqual(await inNode(20, net));
  });

  it.each(names.flatMap((net) => (['webgpu', 'webgl'] as const).map((backend) => ({ backend, net }))))(
    '$backend gives the losses of WebAssembly for the first steps, to 1 in 1,000: the $net net',
    async ({ backend, net }) => {
      const found = losses(
        await own.page.evaluate(([wanted, name]) => window.engines.curve(wanted, 5, name), [backend, net] as const),
      );
      const expected = losses(await inNode(5, net));
      expect(found).toHaveLength(6);
      found.forEach((loss, i) => expect(loss / (expected[i] ?? Number.NaN)).toBeCloseTo(1, 3));
    },
  );

  describe.each([
    { backend: 'webgpu', reason: /WebGPU: the GPU was lost/ },
    { backend: 'webgl', reason: /WebGL: its WebGL context was lost/ },
  ] as const)('a run on $backend whose device goes away', ({ backend, reason }) => {
    it.each(['between', 'within'] as const)('%s two steps, goes on on WebAssembly to its end', async (moment) => {
      // A page of its own: its device does not come back.
      const other = await own.newPage();
      const told = await other.evaluate((loss) => window.engines.loseDevice(loss), {
        backend,
        steps: 8,
        after: 3,
        moment,
      } as const);
      await other.close();

      expect(told.find(({ type }) => type === 'started')).toMatchObject({ backend });
      const resumed = told.flatMap((event) => (event.type === 'resumed' ? [event] : []));
      expect(resumed).toHaveLength(1);
      expect(resumed[0]?.backend).toBe('wasm');
      // From the last checkpoint, or the beginning, whichever this machine's speed came to.
      expect(resumed[0]?.step).toBeLessThanOrEqual(4);
      expect(resumed[0]?.reason).toMatch(reason);
      const frames = told.flatMap((event) => (event.type === 'frames' ? event.frames : []));
      expect(frames.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
      const found = losses(frames);
      losses(await inNode(8)).forEach((loss, i) => expect((found[i] ?? Number.NaN) / loss).toBeCloseTo(1, 2));
    });
  });
});
