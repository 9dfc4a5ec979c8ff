import { describe, expect, it } from 'vitest';
import { WeightsError } from '../../../../src/lib/datasets/errors.ts';
import { readSafetensors, writeSafetensors } from '../../../../src/lib/datasets/weights/safetensors.ts';

const tensors = [
  { name: 'conv 1.weights', shape: [2, 1, 3], values: Float32Array.of(1, -2, 0.5, 3.25, -0, 1e-40) },
  { name: 'dense.biases', shape: [1], values: Float32Array.of(7) },
];
const metadata = { format: 'a test' };

/** A file of this header, as text, and so many bytes of numbers. */
function fileOf(header: string, bytes = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + bytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

const entry = (change: object): string => JSON.stringify({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...change } });

const refusal = (why: string): WeightsError => new WeightsError(`This is no file of weights in the format safetensors: ${why}.`);

describe('a file of tensors', () => {
  it('is read as it was written, wherever it lies in memory', () => {
    const file = writeSafetensors({ tensors, metadata });
    expect(readSafetensors(file)).toEqual({ tensors, metadata });
    const shifted = new Uint8Array(file.length + 1);
    shifted.set(file, 1);
    expect(readSafetensors(shifted.subarray(1))).toEqual({ tensors, metadata });
  });

  it('has the layout of the format: length, header in JSON, filled up with blanks, and float32, all little-endian', () => {
    // As in the description of the format at github.com/huggingface/safetensors.
    const file = writeSafetensors({ tensors: tensors.slice(1), metadata: {} });
    const header = '{"__metadata__":{},"dense.biases":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    expect(file[0]).toBe(Math.ceil(header.length / 8) * 8);
    expect(new TextDecoder().decode(file.subarray(8, 8 + header.length))).toBe(header);
    expect([...file.subarray(-4)]).toEqual([0, 0, 0xe0, 0x40]);
    expect((file.length - 4) % 8).toBe(0);
  });

  it('may have no words about it', () => {
    expect(readSafetensors(fileOf(entry({}), 8)).metadata).toEqual({});
  });

  it.each([
    { what: 'empty', file: new Uint8Array(), why: 'it has 0 bytes, too few for a header' },
    {
      what: 'of another format',
      file: new TextEncoder().encode('GIF89a........'),
      why: 'its header would be 3327704073058535751 bytes long; 1000000 are the most',
    },
    { what: 'cut off', file: fileOf('{}').fill(200, 0, 1), why: 'its header would be 200 bytes long, and the whole file has 10' },
    { what: 'without JSON', file: fileOf('{]'), why: 'its header is no JSON' },
    { what: 'with a list as header', file: fileOf('[]'), why: 'the header is []' },
    { what: 'of no entry', file: fileOf('{"a":1}'), why: '"a" is 1' },
    { what: 'of another type', file: fileOf(entry({ dtype: 'BF16' }), 8), why: '"a" is of type "BF16"; only F32 is read' },
    { what: 'of a shape of fractions', file: fileOf(entry({ shape: [0.5, 4] }), 8), why: '"a" has the shape [0.5,4]' },
    { what: 'of a negative shape', file: fileOf(entry({ shape: [-2] }), 8), why: '"a" has the shape [-2]' },
    {
      what: 'with numbers beyond its end',
      file: fileOf(entry({ data_offsets: [0, 8] }), 4),
      why: '"a" lies at [0,8] of 4 bytes of numbers',
    },
    { what: 'with one offset', file: fileOf(entry({ data_offsets: [0] }), 8), why: '"a" lies at [0] of 8 bytes of numbers' },
    {
      what: 'of another size than its shape',
      file: fileOf(entry({ shape: [3] }), 8),
      why: '"a" has 8 bytes where its shape [3] takes 12',
    },
    {
      what: 'with a gap',
      file: fileOf(entry({ data_offsets: [4, 12] }), 12),
      why: '"a" begins at byte 4 of the numbers where 0 was next',
    },
    { what: 'with more at its end', file: fileOf(entry({}), 16), why: '8 bytes at its end belong to no tensor' },
    {
      what: 'with a number among its words',
      file: fileOf('{"__metadata__":{"steps":3}}'),
      why: '"steps" of __metadata__ is 3, and no text',
    },
  ])('$what is refused', ({ file, why }) => {
    expect(() => readSafetensors(file)).toThrow(refusal(why));
  });
});
