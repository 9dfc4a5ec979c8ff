import { describe, expect, it } from 'vitest';
import { convNet, type ConvNet } from '../../../src/lib/models/conv-net.ts';
import { parameterCount } from '../../../src/lib/models/count.ts';
import type { NormKind } from '../../../src/lib/models/norms.ts';
import { shapeAfter } from '../../../src/lib/models/shapes.ts';

const image = [8, 8, 3];
const of = { widths: [4, 4, 8], norm: 'group', groups: 2, outputs: 10 } as const satisfies ConvNet;

describe('a plain convolutional net', () => {
  it('has convolution, normalisation and ReLU in turn, and halves the map where it widens', () => {
    const types = convNet(of).map((layer) => (layer.type === 'conv2d' ? `conv /${layer.stride}` : layer.type));
    const block = (stride: number): string[] => [`conv /${stride}`, 'groupNorm', 'activation'];
    expect(types).toEqual([...block(1), ...block(1), ...block(2), 'globalAveragePool', 'dense']);
    expect(shapeAfter(convNet(of), image)).toEqual([10]);
    expect(shapeAfter(convNet(of).slice(0, -2), image)).toEqual([4, 4, 8]);
  });

  // Convolutions 9 (3 4 + 4 4 + 4 8) = 540, logits 8 10 + 10 = 90; 16 channels have a gain, a shift or a bias each.
  it.each([
    ['none', 540 + 90 + 16],
    ['batch', 540 + 90 + 32],
    ['layer', 540 + 90 + 32],
    ['instance', 540 + 90 + 32],
    ['group', 540 + 90 + 32],
    ['rms', 540 + 90 + 32],
  ] as const satisfies readonly (readonly [NormKind, number])[])(
    'has as many numbers for each normalisation, and biases where it brings no shifts: %s',
    (norm, parameters) => {
      expect(parameterCount(convNet({ ...of, norm }), image)).toBe(parameters);
    },
  );

  it('makes the logits of all values of the last maps where asked to', () => {
    const net = convNet({ ...of, norm: 'none', readOut: 'values' });
    expect(shapeAfter(net, image)).toEqual([10]);
    // Eight channels of 4 x 4 instead of one number each.
    expect(parameterCount(net, image)).toBe(540 + 16 + (8 * 16 + 1) * 10);
  });

  it('needs a convolution', () => {
    expect(() => convNet({ ...of, widths: [] })).toThrow(
      new RangeError('widths must name the filters of at least one convolution, got none.'),
    );
  });
});
