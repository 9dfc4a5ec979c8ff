import { describe, expect, it } from 'vitest';
import { forwardFlops, parameterCount } from '../../../src/lib/models/count.ts';
import type { Layer } from '../../../src/lib/models/layers.ts';
import { batchNorm, groupNorm, instanceNorm, layerNorm, normLayers, rmsNorm } from '../../../src/lib/models/norms.ts';
import { groupCount, outputShape } from '../../../src/lib/models/shapes.ts';
import { storedNumbers } from '../../../src/lib/models/stored.ts';

const image = [4, 6, 8];
const vector = [8];

describe('a normalisation of a choice', () => {
  it('is one layer, or none', () => {
    const groups = { groups: 4 };
    expect(normLayers('none', groups)).toEqual([]);
    expect(normLayers('batch', groups)).toEqual([batchNorm]);
    expect(normLayers('layer', groups)).toEqual([layerNorm]);
    expect(normLayers('instance', groups)).toEqual([instanceNorm]);
    expect(normLayers('group', groups)).toEqual([groupNorm(4)]);
    expect(normLayers('rms', groups)).toEqual([rmsNorm]);
  });

  it('of a group of all channels is that of the layer, and of a group a channel that of the instance', () => {
    expect([layerNorm, groupNorm(2), instanceNorm].map((layer) => groupCount(layer, image))).toEqual([1, 2, 8]);
    expect(groupCount(instanceNorm, vector)).toBe(8);
  });
});

describe.each([groupNorm(2), layerNorm, instanceNorm, rmsNorm] satisfies readonly Layer[])(
  'a normalisation of $type',
  (layer) => {
    it('takes images and vectors as they are', () => {
      expect(outputShape(layer, image)).toEqual(image);
      expect(outputShape(layer, vector)).toEqual(vector);
    });

    it('refuses all else', () => {
      expect(() => outputShape(layer, [4, 8])).toThrow(
        new RangeError(`A ${layer.type} layer needs an input of shape [height, width, channels], got [4,8].`),
      );
    });

    it('holds a gain for each channel, and a shift but for the root mean square', () => {
      const each = layer.type === 'rmsNorm' ? 1 : 2;
      expect([image, vector].map((input) => parameterCount([layer], input))).toEqual([8 * each, 8 * each]);
    });

    it('costs four operations a number, and three more where it centres', () => {
      expect(forwardFlops([layer], image)).toBe((layer.type === 'rmsNorm' ? 4 : 7) * 192);
    });

    it('keeps numbers that could be made again', () => {
      expect(storedNumbers([layer], image)).toEqual({ made: 0, repeated: 192 });
    });
  },
);

describe('groups', () => {
  it('part the channels into equal numbers', () => {
    for (const input of [[4, 4, 8], [8]]) {
      expect(() => outputShape(groupNorm(3), input)).toThrow(
        new RangeError(`A groupNorm layer of 3 groups needs a multiple of 3 channels, got [${input}]. Choose a divisor of 8.`),
      );
    }
    expect(() => outputShape(groupNorm(16), vector)).toThrow(RangeError);
  });

  it.each([0, -2, 1.5, Number.NaN])('are not %d', (groups) => {
    expect(() => outputShape(groupNorm(groups), vector)).toThrow(
      new RangeError(`The groups of a groupNorm layer must be a whole number from 1, or 'channels', got ${groups}.`),
    );
  });
});
