import { describe, expect, it } from 'vitest';
import { parametersOf } from '../../../src/lib/core/initial-parameters.ts';
import { inOrder, outline } from '../../../src/lib/core/outline.ts';
import { freeze } from '../../../src/lib/models/freezing.ts';
import type { Layer } from '../../../src/lib/models/layers.ts';
import { cifarNet } from '../../../src/lib/models/cifar-net.ts';
import { batchNorm } from '../../../src/lib/models/norms.ts';
import { concat, conv, dense, flatten, highway, relu, residual } from '../../setup/layers.ts';

const scalesOf = (layers: readonly Layer[]): number[] =>
  inOrder(outline(layers, [8, 8, 3]))
    .flatMap((placed) => parametersOf(placed, 0))
    .map(({ learningRateScale }) => learningRateScale);

const nested = [
  residual([conv(3, 1, 1)], conv(3)),
  highway([conv(3)], [conv(3, 1, 1)]),
  concat(conv(2)),
  relu,
  flatten,
  dense(3),
];

describe('freezing', () => {
  it.each([
    { name: 'a residual net', layers: cifarNet({ depth: 8, width: 4, shortcuts: 'optionB' }) },
    { name: 'blocks of every kind', layers: nested },
  ])('reaches each parameter of $name', ({ layers }) => {
    expect(new Set(scalesOf(layers))).toEqual(new Set([1]));
    expect(new Set(scalesOf(freeze(layers, 'batch')))).toEqual(new Set([0]));
  });

  it('leaves normalisations to the batch, or puts them into the mode of evaluation', () => {
    expect(freeze([batchNorm], 'batch')).toEqual([{ ...batchNorm, learningRateScale: 0 }]);
    expect(freeze([batchNorm], 'evaluation')).toEqual([{ ...batchNorm, learningRateScale: 0, frozen: true }]);
  });

  it('changes nothing but what learns', () => {
    expect(freeze([relu, flatten], 'evaluation')).toEqual([relu, flatten]);
  });

  it('refuses layers that it has no use for', () => {
    expect(() => freeze([{ type: 'rmsNorm', epsilon: 1e-5 }], 'batch')).toThrow(
      new RangeError('A layer of type "rmsNorm" cannot be frozen.'),
    );
  });
});
