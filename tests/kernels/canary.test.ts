import { beforeAll, describe, expect, it, vi } from 'vitest';
import stored from '../../src/lib/core/canary.json' with { type: 'json' };
import { canaryFault, canaryValues } from '../../src/lib/core/canary.ts';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Engine, Measured } from '../../src/lib/core/net.ts';
import { engineFiles } from '../setup/engine.ts';
import { wrapped } from '../setup/wrapped-engine.ts';

const engines = {} as Record<'wasm' | 'cpu', Engine>;
beforeAll(async () => {
  for (const backend of ['wasm', 'cpu'] as const) engines[backend] = await openEngine(backend, engineFiles);
});

const PERCENT = 1.01;

describe('the canary', () => {
  it.each(['cpu', 'wasm'] as const)('holds the values that %s computes, far closer than it asks for', async (backend) => {
    const { loss, gradients } = await canaryValues(engines[backend]);
    expect(gradients.map(({ layer, role }) => [layer, role])).toEqual(stored.gradients.map(({ layer, role }) => [layer, role]));
    expect(loss / stored.loss).toBeCloseTo(1, 6);
    gradients.forEach(({ norm, product }, i) => {
      const expected = stored.gradients[i];
      expect(norm).toBeCloseTo(expected?.norm ?? Number.NaN, 5);
      expect(product).toBeCloseTo(expected?.product ?? Number.NaN, 5);
    });
  });

  it.each(['cpu', 'wasm'] as const)('lets %s pass', async (backend) => {
    expect(await canaryFault(engines[backend])).toBeUndefined();
  });

  it.each(stored.gradients.map(({ layer, role }, index) => ({ layer, role, index })))(
    'sees a gradient that is off by a hundredth: $role of $layer',
    async ({ layer, role, index }) => {
      const wrong = wrapped(engines.wasm, (net) => ({
        gradients: async () => {
          const gradients = await net.gradients();
          return gradients.map((values, i) => (i === index ? values.map((value) => PERCENT * value) : values));
        },
      }));
      expect(await canaryFault(wrong)).toBe(`its gradient of the ${role} of "${layer}" is wrong`);
    },
  );

  it('sees a gradient whose numbers are right but in other places', async () => {
    const turned = wrapped(engines.wasm, (net) => ({
      gradients: async () => (await net.gradients()).map((values) => values.toReversed()),
    }));
    expect(await canaryFault(turned)).toMatch(/^its gradient of the .+ is wrong$/);
  });

  it.each([
    {
      name: 'off by a hundredth',
      change: (loss: number): number => PERCENT * loss,
      text: String(PERCENT * stored.loss).slice(0, 5),
    },
    { name: 'not a number', change: (): number => Number.NaN, text: 'NaN' },
  ])('sees a loss that is $name', async ({ change, text }) => {
    const wrong = wrapped(engines.wasm, (net) => ({
      measured: async (): Promise<readonly Measured[]> =>
        (await net.measured()).map(({ loss, ...others }) => ({ loss: change(loss), ...others })),
    }));
    const fault = await canaryFault(wrong);
    expect(fault?.startsWith(`its loss is ${text}`)).toBe(true);
    expect(fault?.endsWith(` instead of ${stored.loss}`)).toBe(true);
  });

  it('sees that nothing was measured, and that gradients are missing', async () => {
    const silent = wrapped(engines.wasm, () => ({ measured: () => Promise.resolve([]) }));
    expect(await canaryFault(silent)).toBe(`its loss is NaN instead of ${stored.loss}`);
    const empty = wrapped(engines.wasm, () => ({ gradients: () => Promise.resolve([]) }));
    expect(await canaryFault(empty)).toBe('its gradient of the weights of "conv 1" is wrong');
  });

  it('frees its net, also where it fails', async () => {
    const dispose = vi.fn();
    await canaryFault(wrapped(engines.wasm, () => ({ dispose })));
    const gone = wrapped(engines.wasm, () => ({ dispose, measured: () => Promise.reject(new Error('gone')) }));
    await expect(canaryFault(gone)).rejects.toThrow('gone');
    expect(dispose).toHaveBeenCalledTimes(2);
  });
});
