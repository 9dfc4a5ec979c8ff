import { describe, expect, it } from 'vitest';
import { contenderOf, entries, threadsOf } from '../../../../src/lib/tools/bench/contenders.ts';
import { parameterCount } from '../../../../src/lib/models/count.ts';
import { workOf, works, type WorkId } from '../../../../src/lib/tools/bench/works.ts';

const ids = Object.keys(works) as WorkId[];

describe('the works of the bench', () => {
  it('are the nets that they are called', () => {
    const count = (id: WorkId): number => parameterCount(workOf(id).layers, workOf(id).inputShape);
    // 784 x 30 + 3 x 30 x 30 + 30 x 10 weights and 4 x 30 + 10 biases.
    expect(count('nielsen-10')).toBe(26_650);
    expect(count('nielsen-1000')).toBe(26_650);
    // The paper's 0.85 million of 56 layers, width 16.
    expect(count('gpu-56')).toBe(853_018);
  });

  it.each(ids)('%s has ours first, and nobody twice', (id) => {
    const names = entries[id].map(({ contender }) => contender);
    expect(contenderOf(names[0] ?? 'torch').engine).toBe('ours');
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the threads of a contender', () => {
  it('are one of the CPU, all cores of an emulated GPU, and untold of a real one', () => {
    expect(threadsOf({ engine: 'ours', backend: 'wasm' }, 4, true)).toBe(1);
    expect(threadsOf({ engine: 'PyTorch', backend: 'cpu' }, 4, false)).toBe(1);
    expect(threadsOf({ engine: 'jax-js', backend: 'webgl' }, 4, false)).toBe(4);
    expect(threadsOf({ engine: 'jax-js', backend: 'webgpu' }, 4, true)).toBeUndefined();
  });
});
