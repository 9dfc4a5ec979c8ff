import { describe, expect, it } from 'vitest';
import { givenModel, type ModelPart } from '../../../../src/lib/lab/layers-model/files.ts';
import { LabError } from '../../../../src/lib/lab/errors.ts';

const weights = [
  { name: 'conv/kernel', shape: [1, 1, 3, 2], dtype: 'float32' },
  { name: 'conv/bias', shape: [2], dtype: 'float32' },
];
const description = (paths: readonly string[]): string =>
  JSON.stringify({
    modelTopology: {
      class_name: 'Sequential',
      config: { layers: [{ class_name: 'Conv2D', config: { name: 'conv', batch_input_shape: [null, 16, 16, 3] } }] },
    },
    weightsManifest: [{ paths, weights }],
  });
const part = (path: string, content: string | Uint8Array<ArrayBuffer>): ModelPart => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { path, bytes: bytes.length, read: async () => bytes };
};
const bytes = Uint8Array.from({ length: 32 }, (_, i) => i);
const json = part('model.json', description(['a.bin', 'b.bin']));

describe('the files of a model', () => {
  it('are put together in the order that the model says, wherever they lie', async () => {
    const model = await givenModel([
      part('b.bin', bytes.slice(20)),
      part('notes.txt', 'x'),
      part('net/a.bin', bytes.slice(0, 20)),
      json,
    ]);
    expect([...model.weights]).toEqual([...bytes]);
    expect(model.name).toBe('model.json');
  });

  it('are told from others of the same name by the folder of the description', async () => {
    const one = part('net/model.json', description(['a.bin']));
    const model = await givenModel([part('old/a.bin', new Uint8Array(32)), part('net/a.bin', bytes), one]);
    expect([...model.weights]).toEqual([...bytes]);
  });

  it('may have labels beside them, as those of Teachable Machine', async () => {
    const parts = [part('metadata.json', '{}'), json, part('a.bin', bytes.slice(0, 8)), part('b.bin', bytes.slice(8))];
    expect((await givenModel(parts)).side).toBe(16);
  });

  it.each<[string, readonly ModelPart[], string]>([
    [
      'no description',
      [part('a.bin', bytes)],
      'There is no model.json among the files. Give it together with the files of the weights.',
    ],
    [
      'another format',
      [part('net.keras', bytes)],
      '"net.keras" is a model of another format. Convert it with tensorflowjs_converter, with --output_format=tfjs_layers_model, ' +
        'and give model.json and the files beside it.',
    ],
    [
      'two descriptions',
      [part('a.json', '{}'), part('b.json', '{}')],
      'There are 2 files that may describe a model. Give one model.json with its weights.',
    ],
    [
      'a missing file',
      [json, part('a.bin', bytes)],
      'The model has weights in "b.bin", which is not among the files. Give it together with model.json.',
    ],
    [
      'weights of another size',
      [json, part('a.bin', bytes), part('b.bin', bytes)],
      'The weights in "a.bin" and 1 more should have 32 bytes, and have 64. They belong to another model, or a part is missing.',
    ],
    [
      'too many files',
      Array.from({ length: 101 }, (_, i) => part(`${i}.bin`, bytes)),
      'There are 101 files; a model has up to 100. Nothing was read.',
    ],
  ])('with %s are refused', async (_, parts, message) => {
    await expect(givenModel(parts)).rejects.toThrow(new LabError(message));
  });
});
