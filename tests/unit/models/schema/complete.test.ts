import { describe, expect, it } from 'vitest';
import { completionsAt } from '../../../../src/lib/models/schema/complete.ts';
import { readModel } from '../../../../src/lib/models/schema/read.ts';
import { initializerSchema, layerSchema } from '../../../../src/lib/models/schema/schema.ts';

/** What is offered at the bar in a text. */
const at = (text: string) => completionsAt(text.replace('|', ''), text.indexOf('|'));
const labels = (text: string): readonly string[] => at(text)?.options.map(({ label }) => label) ?? [];

describe('what the editor offers', () => {
  it.each([
    ['[|]', Object.keys(layerSchema)],
    ['[{ "type": "flatten" }, |]', Object.keys(layerSchema)],
    ['[{ "type": "flatten" } |]', []],
    ['[{ "type": | }]', Object.keys(layerSchema).map((type) => `"${type}"`)],
    ['[{ "type": "den|" }]', Object.keys(layerSchema).map((type) => `"${type}"`)],
    ['[{ | }]', ['type']],
    ['[{ "type": "averagePool", | }]', ['size']],
    ['[{ "type": "conv2d", "stride": 1, "fil|" }]', ['filters', 'kernelSize', 'init', 'biasInit', 'learningRateScale']],
    ['[{ "type": "conv2d", | "stride": 1, "filters": 3 }]', ['kernelSize', 'init', 'biasInit', 'learningRateScale']],
    ['[{ |, "type": "averagePool" }]', ['size']],
    ['[{ "type": "conv2d", "kernelSize": | }]', ['1', '3']],
    ['[{ "type": "activation", "fn": | }]', ['"relu"', '"tanh"', '"sigmoid"', '"softsign"']],
    ['[{ "type": "dense", "init": | }]', Object.keys(initializerSchema)],
    ['[{ "type": "dense", "init": { "type": | } }]', Object.keys(initializerSchema).map((type) => `"${type}"`)],
    ['[{ "type": "dense", "init": { "type": "fanIn", | } }]', ['gain']],
    ['[{ "type": "residual", "branch": [|] }]', Object.keys(layerSchema)],
    ['[{ "type": "residual", "branch": [{ "type": "averagePool", | }] }]', ['size']],
    ['[{ "type": "residual", "shortcut": | }]', ['"identity"', '"optionA"', '[ … ]']],
    ['[{ "type": "groupNorm", "groups": | }]', ['"channels"', '1']],
    ['[{ "type": "batchNorm", "frozen": | }]', ['true']],
    ['[{ "type": "batchNorm", "momentum": 0.1 | }]', []],
    ['[{ "type": "unknown", | }]', []],
    ['|', []],
    ['[] |', []],
  ])('in %s is what the schema has there', (text, expected) => {
    expect(labels(text)).toEqual(expected);
  });

  it('takes the place of what was begun, and of no more', () => {
    const found = at('[{ "type": "den|" }]');
    expect(found).toMatchObject({ from: 11, to: 16 });
  });

  it('is read without a fault once it is put in, but for what must still fit', () => {
    for (const { apply, label } of at('[|]')?.options ?? []) expect(readModel(`[${apply}]`).problems, label).toEqual([]);
    for (const { apply, label } of at('[{ "type": "dense", "init": | }]')?.options ?? []) {
      expect(readModel(`[{ "type": "dense", "units": 3, "init": ${apply}, "biasInit": ${apply} }]`).problems, label).toEqual([]);
    }
    for (const { apply } of at('[{ "type": "residual", "shortcut": | }]')?.options ?? []) {
      expect(readModel(`[{ "type": "residual", "branch": [{ "type": "flatten" }], "shortcut": ${apply} }]`).problems).toEqual([]);
    }
  });
});
