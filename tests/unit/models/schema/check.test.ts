import { describe, expect, it } from 'vitest';
import { OWN } from '../../../../src/lib/experiments/own-arm.ts';
import { needOf } from '../../../../src/lib/experiments/own-model.ts';
import { experiments } from '../../../../src/lib/experiments/registry.ts';
import { batchNorm } from '../../../../src/lib/models/norms.ts';
import { conv, relu } from '../../../../src/lib/models/conv-layers.ts';
import type { Layer } from '../../../../src/lib/models/layers.ts';
import { checkModel, type Need } from '../../../../src/lib/models/schema/check.ts';
import { formatModel } from '../../../../src/lib/models/schema/format.ts';
import { judgeModel, parseModel } from '../../../../src/lib/models/schema/parse.ts';
import { ModelError } from '../../../../src/lib/models/schema/problems.ts';
import { presetNames, presetOf, presetValues } from '../../../../src/lib/runner/state.ts';

const need: Need = { inputShape: [8, 8, 3], outputs: 10, batch: 4 };
const dense = (units: number, more: object = {}): Layer => ({
  type: 'dense',
  units,
  init: { type: 'fanIn', gain: 1 },
  biasInit: { type: 'zeros' },
  ...more,
});
const flatten: Layer = { type: 'flatten' };

const misfit = (layers: readonly Layer[], asked = need): string => checkModel(layers, asked).misfit?.message ?? '';

describe('a model that an example is to train', () => {
  it('may be every model of the book, for the data and the batch that it has there', () => {
    for (const [id, experiment] of Object.entries(experiments)) {
      if (experiment.kind === 'compute') continue;
      expect(Object.keys(experiment.arms)).not.toContain(OWN);
      for (const preset of presetNames(experiment)) {
        for (const arm of presetOf(experiment, preset)?.arms ?? []) {
          const values = presetValues(experiment, preset);
          const layers = experiment.arms[arm]?.model(values) ?? [];
          expect(checkModel(layers, needOf(experiment, arm, values)).misfit, `${id}, ${preset}, ${arm}`).toBeUndefined();
        }
      }
    }
  });

  it('is told its size: layers, depth, parameters, operations and memory of a step', () => {
    const residual: Layer = { type: 'residual', branch: [conv(3, 8), relu, conv(3, 8)], shortcut: [conv(1, 8)] };
    const { size } = checkModel([residual, { type: 'globalAveragePool' }, dense(10)], need);
    // 8 x 8 places: 2 k² c_in c_out for each convolution, 512 for the ReLU and for the sum, 512 for the mean, 2 x 8 x 10 for the logits.
    const forward = 64 * 2 * (9 * 3 * 8 + 9 * 8 * 8 + 3 * 8) + 3 * 512 + 160;
    expect(size).toEqual({
      layers: 7,
      depth: 3,
      parameters: 9 * 3 * 8 + 9 * 8 * 8 + 3 * 8 + 90,
      flops: 3 * 4 * forward,
      bytes: 4 * 4 * (5 * 512 + 8 + 10),
    });
  });

  it.each([
    [
      [dense(10)],
      'layers[0]: A dense layer needs an input of shape [features]; put a flatten or globalAveragePool before it, got [8,8,3].',
    ],
    [
      [{ type: 'residual', branch: [conv(3, 4)], shortcut: 'identity' }, flatten, dense(10)],
      'layers[0]: The identity shortcut over [8,8,3] gives [8,8,3], but its branch gives [8,8,4].',
    ],
    [
      [{ type: 'concat', branch: [conv(3, 4), { type: 'groupNorm', groups: 3, epsilon: 1e-5 }] }, flatten, dense(10)],
      'layers[0].branch[1]: A groupNorm layer of 3 groups needs a multiple of 3 channels, got [8,8,4]. Choose a divisor of 4.',
    ],
    [
      [{ type: 'highway', transform: [relu], gate: [{ type: 'averagePool', size: 3 }] }, flatten, dense(10)],
      'layers[0].gate[0]: An averagePool layer of size 3 needs sides that are multiples of it, got [8,8,3].',
    ],
    [[flatten, dense(7)], 'layers[1].units must be 10, one for each output of this example, got 7.'],
    [[flatten, dense(10), relu], 'layers[2] must be a dense layer of 10 units, whose outputs the loss takes, got activation.'],
    [[conv(3, 10)], 'layers[0] must be a dense layer of 10 units, whose outputs the loss takes, got conv2d.'],
    [
      [flatten, dense(10, { learningRateScale: 0 })],
      'Every layer with weights is frozen, so there is nothing to train. Give one a learningRateScale other than 0.',
    ],
  ] as const satisfies readonly (readonly [readonly Layer[], string])[])(
    'is refused where its layers do not fit: %#',
    (layers, message) => {
      expect(misfit(layers)).toBe(message);
    },
  );

  it('is refused beyond the bounds, with the figure and the bound', () => {
    expect(misfit([flatten, dense(4096), dense(4096), dense(10)])).toMatch(
      /^This model has 17,6\d\d,\d{3} parameters; the bound is 1,000,000, so that a browser lives through it\. Take away/,
    );
    const wide = Array.from({ length: 10 }, () => conv(3, 100));
    const images = { ...need, inputShape: [32, 32, 3], batch: 64 };
    expect(misfit([...wide, { type: 'globalAveragePool' }, dense(10)], images)).toMatch(
      /^This model has 3\d\d GFLOP in a training step; the bound is 4, /,
    );
    const many = Array.from({ length: 100 }, () => batchNorm);
    expect(misfit([conv(1, 16), ...many, flatten, dense(10)], images)).toMatch(
      /^This model has 4\d\d MB of layer outputs in a training step; the bound is 200, /,
    );
  });

  it('shows a misfit where its layer stands in the text', () => {
    const text = formatModel([flatten, { type: 'concat', branch: [dense(3), conv(3, 8)] }, dense(10)]);
    const [problem] = judgeModel(text, need).problems;
    expect(text.slice(problem?.from, problem?.to)).toMatch(/^\{\s+"type": "conv2d"/);
  });

  it('is parsed as a whole, or its first problem is thrown', () => {
    expect(parseModel(formatModel([flatten, dense(10)]), need)).toEqual([flatten, dense(10)]);
    expect(() => parseModel('[{ "type": "flatten" },\n 3]', need)).toThrow(ModelError);
    expect(() => parseModel('[{ "type": "flatten" },\n 3]', need)).toThrow(/got 3\. \(line 2, column 2\)$/);
  });
});
