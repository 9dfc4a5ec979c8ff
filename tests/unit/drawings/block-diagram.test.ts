import { describe, expect, it } from 'vitest';
import { blockInWords, blockOf } from '../../../src/components/drawings/block-diagram.ts';
import { cifarNet } from '../../../src/lib/models/cifar-net.ts';
import { groupNorm, instanceNorm, layerNorm, rmsNorm } from '../../../src/lib/models/norms.ts';
import { conv, residual } from '../../setup/layers.ts';

const image = [32, 32, 3];
const net = { depth: 20, width: 16 } as const;

describe('the diagram of a block', () => {
  it('is read off the net: the block of 2015', () => {
    expect(blockOf(cifarNet({ ...net, shortcuts: 'optionA' }), image, 'keeps')).toEqual({
      input: '32 × 32 × 16',
      output: '32 × 32 × 16',
      branch: ['3×3 conv, 16', 'batch norm', 'relu', '3×3 conv, 16', 'batch norm'],
      shortcut: [],
      after: 'relu',
    });
  });

  it('has nothing behind the addition of a pre-activated block, which begins with its normalisation', () => {
    const block = blockOf(cifarNet({ ...net, shortcuts: 'optionA', preActivation: true }), image, 'keeps');
    expect(block.branch).toEqual(['batch norm', 'relu', '3×3 conv, 16', 'batch norm', 'relu', '3×3 conv, 16']);
    expect(block.after).toBeUndefined();
    expect(blockInWords(block)).toContain('nothing follows it');
  });

  it.each([
    ['optionA', ['every 2nd pixel', 'zero channels']],
    ['optionB', ['1×1 conv, 32, /2', 'batch norm']],
  ] as const)('shows what %s does where the map is halved', (shortcuts, shortcut) => {
    const block = blockOf(cifarNet({ ...net, shortcuts }), image, 'halves');
    expect(block).toMatchObject({ input: '32 × 32 × 16', output: '16 × 16 × 32', shortcut });
    expect(block.branch[0]).toBe('3×3 conv, 32, /2');
    expect(blockInWords(block)).toContain(`beside it through ${shortcut.join(', ')} to an addition`);
  });

  it('tells normalisations apart', () => {
    const block = residual('identity', layerNorm, instanceNorm, groupNorm(4), rmsNorm);
    const { branch } = blockOf([conv(8), residual('identity', conv(8)), block], image, 'keeps');
    expect(branch).toEqual(['layer norm', 'instance norm', 'group norm, 4', 'RMS norm']);
  });

  it('says what a net lacks', () => {
    const plain = cifarNet({ ...net, shortcuts: false });
    expect(() => blockOf(plain, image, 'halves')).toThrow('The net has no residual block that halves the map.');
    expect(() => blockOf(plain, image, 'keeps')).toThrow('The net has no residual block that keeps the shape of its input.');
  });
});
