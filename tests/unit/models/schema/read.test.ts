import { describe, expect, it } from 'vitest';
import { experiments } from '../../../../src/lib/experiments/registry.ts';
import type { Layer } from '../../../../src/lib/models/layers.ts';
import { mostCharacters, mostLayers, mostNested } from '../../../../src/lib/models/schema/bounds.ts';
import type { SchemaOf } from '../../../../src/lib/models/schema/fields.ts';
import { compactModel, formatModel } from '../../../../src/lib/models/schema/format.ts';
import { placeIn } from '../../../../src/lib/models/schema/problems.ts';
import { readModel } from '../../../../src/lib/models/schema/read.ts';
import { layerSchema } from '../../../../src/lib/models/schema/schema.ts';
import { presetNames, presetOf, presetValues } from '../../../../src/lib/runner/state.ts';

/** Every model of the book, under the values of each preset that trains it. */
const models = Object.entries(experiments).flatMap(([id, experiment]) =>
  experiment.kind === 'compute'
    ? []
    : presetNames(experiment).flatMap((preset) =>
        (presetOf(experiment, preset)?.arms ?? []).map((arm) => {
          const layers = experiment.arms[arm]?.model(presetValues(experiment, preset)) ?? [];
          return [`${id}, ${preset}, ${arm}`, layers] as const;
        }),
      ),
);

const messages = (text: string): readonly string[] => readModel(text).problems.map(({ message }) => message);

const conv = '{ "type": "conv2d", "filters": 8, "kernelSize": 3, "stride": 1, "init": { "type": "zeros" } }';

describe('the schema of layers', () => {
  it('knows every model of the book: what it prints, it reads again', () => {
    for (const [name, layers] of models) {
      expect(readModel(formatModel(layers)), name).toMatchObject({ layers, problems: [] });
      expect(readModel(compactModel(layers)).layers, name).toEqual(layers);
    }
  });

  it('does not compile where a layer, a field or a value is missing, or one too many is there', () => {
    type Schema = typeof layerSchema;
    type With<T extends keyof Schema, Fields> = Omit<Schema, T> & Readonly<Record<T, { note: string; fields: Fields }>>;
    const known = layerSchema as unknown;
    // @ts-expect-error a layer is missing
    const missing: SchemaOf<Layer> = known as Omit<Schema, 'flatten'>;
    // @ts-expect-error a field is missing
    const fieldless: SchemaOf<Layer> = known as With<'averagePool', object>;
    type Fn = Schema['activation']['fields']['fn'];
    type Short = Omit<Fn, 'values'> & { readonly values: Omit<Fn['values'], 'softsign'> };
    // @ts-expect-error a value is missing
    const valueless: SchemaOf<Layer> = known as With<'activation', { readonly fn: Short }>;
    type Norm = Schema['batchNorm']['fields'];
    type Needed = Omit<Norm, 'frozen'> & { readonly frozen: Omit<Norm['frozen'], 'isOptional'> };
    // @ts-expect-error a field that may be left out, and that the schema asks for
    const strict: SchemaOf<Layer> = known as With<'batchNorm', Needed>;
    expect([missing, fieldless, valueless, strict]).toHaveLength(4);
  });
});

describe('a model that cannot be read', () => {
  it.each([
    [`[${conv.replace('8', '0.5')}]`, 'layers[0].filters must be a whole number from 1 to 512, got 0.5.'],
    [`[${conv.replace('8', '513')}]`, 'layers[0].filters must be a whole number from 1 to 512, got 513.'],
    [`[${conv.replace('8', '"many"')}]`, 'layers[0].filters must be a whole number from 1 to 512, got "many".'],
    [`[${conv.replace('Size": 3', 'Size": 5')}]`, 'layers[0].kernelSize must be 1 or 3, got 5.'],
    [
      `[${conv.replace('"filters": 8, ', '')}]`,
      'layers[0].filters is missing: how many channels come out. It must be a whole number from 1 to 512, for example 8.',
    ],
    [
      `[${conv.replace('stride', 'stide')}]`,
      'layers[0].stide is not known: a conv2d has filters, kernelSize, stride, init, biasInit and learningRateScale. Did you mean "stride"?',
    ],
    [
      '[{ "type": "conv" }]',
      'layers[0].type must be dense, conv2d, batchNorm, groupNorm, rmsNorm, activation, recurrent, residual, highway, concat, averagePool, globalAveragePool or flatten, got "conv". Did you mean "conv2d"?',
    ],
    ['[{ "type": "activation", "fn": "gelu" }]', 'layers[0].fn must be "relu", "tanh", "sigmoid" or "softsign", got "gelu".'],
    [
      '[{ "type": "groupNorm", "groups": 0, "epsilon": 1e-5 }]',
      'layers[0].groups must be a whole number from 1 to 4096 or "channels", got 0.',
    ],
    [
      '[{ "type": "batchNorm", "epsilon": 1e-5, "momentum": 0.1, "frozen": false }]',
      'layers[0].frozen must be true, or left out, got false.',
    ],
    [
      '[{ "type": "residual", "branch": [{ "type": "flatten", "x": 1 }], "shortcut": "option A" }]',
      'layers[0].branch[0].x is not known: a flatten has none but its type.',
    ],
    ['[{ "type": "concat", "branch": [] }]', 'layers[0].branch must have at least one layer, got an empty list.'],
    ['{}', 'layers must be a list of layers in square brackets, got braces.'],
    ['[7]', 'layers[0] must be a layer in braces, such as { "type": "dense", … }, got 7.'],
    [
      '[{ "filters": 3 }]',
      'layers[0].type is missing. The types of a layer are dense, conv2d, batchNorm, groupNorm, rmsNorm, activation, recurrent, residual, highway, concat, averagePool, globalAveragePool or flatten.',
    ],
    ['[{ "type": "constructor" }]', 'got "constructor".'],
    [`[${conv},]`, 'Nothing follows this comma. Leave it out.'],
    [`[${conv}`, 'A comma or ] is expected here, got the end of the text.'],
    ['[{ type: "flatten" }]', 'The name of a field, in double quotes, is expected here, got "t".'],
    ['[{ "type": flatten }]', 'flatten needs double quotes around it: "flatten".'],
    ['[{ "type": "flatten", "type": "dense" }]', '"type" stands here twice. Leave one of them out.'],
    ['[{ "type" "flatten" }]', 'A colon is expected behind "type", got """.'],
    ['[] []', 'The model ends before this: there is "[" too many.'],
    ['', 'A value is expected here, got the end of the text.'],
    ['[alert(1)]', 'alert needs double quotes around it: "alert".'],
  ])('%s is told what is wrong, with the value and how to mend it', (text, message) => {
    expect(messages(text).join('\n')).toContain(message);
  });

  it('is told all that is wrong at once, each at its place', () => {
    const text = `[\n  ${conv},\n  { "type": "activation", "fn": 1 },\n  { "type": "dense", "units": 0 }\n]`;
    const found = readModel(text).problems.map((problem) => `${placeIn(text, problem)}: ${text.slice(problem.from, problem.to)}`);
    expect(found).toEqual([
      'line 3, column 33: 1',
      'line 4, column 31: 0',
      'line 4, column 3: { "type": "dense", "units": 0 }',
      'line 4, column 3: { "type": "dense", "units": 0 }',
    ]);
  });

  it('is refused where it is too long, has too many layers or nests too deep', () => {
    expect(messages(' '.repeat(mostCharacters + 1))).toEqual([
      `The text of a model may have ${mostCharacters} characters, got ${mostCharacters + 1}.`,
    ]);
    const flat = Array.from({ length: mostLayers + 5 }, () => '{ "type": "flatten" }');
    expect(messages(`[${flat.join(',')}]`)).toEqual([
      `A model may have ${mostLayers} layers, those within others counted, and layers[${mostLayers}] is one more.`,
    ]);
    const nested = (depth: number): string =>
      depth === 1 ? '[{ "type": "flatten" }]' : `[{ "type": "concat", "branch": ${nested(depth - 1)} }]`;
    expect(messages(nested(mostNested))).toEqual([]);
    expect(messages(nested(mostNested + 1)).join()).toContain('lists of layers may be nested 4 deep. Take a level out.');
    expect(messages('['.repeat(60_000)).join()).toBe('Lists and objects are nested more than 32 deep here.');
  });

  it('repeats no more than a piece of what it refuses', () => {
    expect(Math.max(...messages(`[{ "type": "${'x'.repeat(5000)}" }]`).map(({ length }) => length))).toBeLessThan(300);
    expect(Math.max(...messages(`[{ "type": "flatten", "${'x'.repeat(5000)}": 1 }]`).map(({ length }) => length))).toBeLessThan(
      300,
    );
  });
});
