import { describe, expect, it } from 'vitest';
import { convNet } from '../../../src/lib/models/conv-net.ts';
import { parameterCount } from '../../../src/lib/models/count.ts';
import type { NormKind } from '../../../src/lib/models/norms.ts';
import { shapeAfter } from '../../../src/lib/models/shapes.ts';

const input = [16, 16, 3];
const net = (norm: NormKind) => convNet({ widths: [8, 16, 16], norm, groups: 4, readOut: 'means' });

// 3x3 kernels over 3, 8 and 16 channels, 40 channels in all, and ten logits of 16 features.
const kernels = 9 * (3 * 8 + 8 * 16 + 16 * 16);
const logits = 17 * 10;

describe('the convolutional net of a normalisation of choice', () => {
  it('halves the map where it grows wider, and only there', () => {
    expect(shapeAfter(net('batch').slice(0, 3), input)).toEqual([16, 16, 8]);
    expect(shapeAfter(net('batch').slice(0, 6), input)).toEqual([8, 8, 16]);
    expect(shapeAfter(net('batch').slice(0, 9), input)).toEqual([8, 8, 16]);
    expect(shapeAfter(net('batch'), input)).toEqual([10]);
  });

  it.each<NormKind>(['batch', 'layer', 'instance', 'group'])('has a gain and a shift a channel with %s', (norm) => {
    expect(parameterCount(net(norm), input)).toBe(kernels + 2 * 40 + logits);
  });

  it('has biases where nothing else shifts a channel: with RMS normalisation beside its gain, and without any', () => {
    expect(parameterCount(net('rms'), input)).toBe(kernels + 2 * 40 + logits);
    expect(parameterCount(net('none'), input)).toBe(kernels + 40 + logits);
  });

  it('makes the logits of all values of the last maps where asked to', () => {
    const whole = convNet({ widths: [8, 16, 16], norm: 'none', groups: 4, readOut: 'values' });
    // 16 channels of 8 x 8 instead of one number each.
    expect(parameterCount(whole, input)).toBe(kernels + 40 + (16 * 64 + 1) * 10);
  });

  it('normalises between each convolution and its ReLU', () => {
    expect(net('group').map(({ type }) => type)).toEqual([
      ...Array.from({ length: 3 }, () => ['conv2d', 'groupNorm', 'activation']).flat(),
      'globalAveragePool',
      'dense',
    ]);
  });
});
