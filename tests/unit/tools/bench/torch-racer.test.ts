import { describe, expect, it } from 'vitest';
import { findTorch, TorchRacer } from '../../../../src/lib/tools/bench/TorchRacer.ts';
import { workOf } from '../../../../src/lib/tools/bench/works.ts';

const python = findTorch();

describe('PyTorch', () => {
  it('is not found where no candidate can import torch', () => {
    expect(findTorch([undefined, '', '/no/such/python'])).toBeUndefined();
  });

  it.skipIf(python === undefined)('trains the same work, tells what multiplies its matrices, and ends when closed', async () => {
    const racer = new TorchRacer(python ?? '', { ...workOf('plain-20'), count: 2 });
    expect(await racer.open()).toMatch(/^\d+\.\d+.*, matrix products by \w+ BLAS/);
    const times = await racer.sample(3, 2);
    expect(times).toHaveLength(3);
    expect(times.every((time) => time > 0)).toBe(true);
    await racer.close();
    await expect(racer.sample(1, 1)).rejects.toThrow('the Python process ended');
  });

  it.skipIf(python === undefined)('says what it cannot train', async () => {
    const residual = { type: 'residual', branch: [], shortcut: 'identity' } as const;
    const racer = new TorchRacer(python ?? '', { ...workOf('plain-20'), layers: [residual] });
    await expect(racer.open()).rejects.toThrow('ValueError: No PyTorch module for a layer of type residual');
    await racer.close();
  });
});
