import { describe, expect, it } from 'vitest';
import { statedScaling } from '../../../../src/lib/lab/layers-model/saved.ts';

const model = (...scales: readonly unknown[]): Record<string, unknown> => ({
  class_name: 'Sequential',
  config: { layers: scales.map((scale) => ({ class_name: 'Rescaling', config: { name: 'r', scale, offset: -1 } })) },
});

describe('how the pixels of a model are scaled', () => {
  it('is what this lab wrote into its file', () => {
    expect(statedScaling({ model: model(), metadata: { pixels: '0 to 1' } })).toBe('unit');
    expect(statedScaling({ model: model(1 / 255), metadata: { pixels: '-1 to 1' } })).toBe('signed');
  });

  it('is by bytes where a layer of it makes small numbers of them', () => {
    expect(statedScaling({ model: model(1 / 127.5), metadata: undefined })).toBe('bytes');
    // Of three channels, as EfficientNet of Keras has them.
    expect(statedScaling({ model: model([2.1, 2.2, 2.3], [0.017, 0.018, 0.017]), metadata: {} })).toBe('bytes');
  });

  it('is not known otherwise', () => {
    expect(statedScaling({ model: model(), metadata: undefined })).toBeUndefined();
    expect(statedScaling({ model: model(2), metadata: { pixels: 'many' } })).toBeUndefined();
  });
});
