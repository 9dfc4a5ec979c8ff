import { WeightsError } from '../errors.ts';

/** Numbers of one name, flat, the last axis fastest. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface TensorFile {
  readonly tensors: readonly NamedTensor[];
  /** Words about the file, as the format has them. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes of the number in front of the header, which says how long that is. */
const PREFIX = 8;

/** Largest header that is read: the format's own limit is a hundred times as much, and no net of this book comes near. */
const LONGEST_HEADER = 1_000_000;

const METADATA = '__metadata__';

/**
 * A file of tensors in the format safetensors: the length of the header (uint64, little-endian), the header in JSON, which names each
 * tensor with type, shape and place, and then their numbers, here all float32, little-endian, one after the other.
 */
export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
  let end = 0;
  const places = tensors.map(({ name, shape, values }) => {
    const start = end;
    end += values.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [start, end] }] as const;
  });
  const json = JSON.stringify({ [METADATA]: metadata, ...Object.fromEntries(places) });
  const bare = new TextEncoder().encode(json);
  // Filled up with blanks, so that the numbers begin at a multiple of eight.
  const header = new Uint8Array(Math.ceil(bare.length / PREFIX) * PREFIX).fill(0x20);
  header.set(bare);
  const file = new Uint8Array(PREFIX + header.length + end);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  file.set(header, PREFIX);
  let at = PREFIX + header.length;
  for (const { values } of tensors) for (const value of values) view.setFloat32((at += 4) - 4, value, true);
  return file;
}

/**
 * Reads such a file, and believes nothing of it unseen.
 * @throws {WeightsError} that says what is wrong with it.
 */
export function readSafetensors(file: Uint8Array): TensorFile {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < PREFIX + 2) throw unreadable(`it has ${file.length} bytes, too few for a header`);
  const length = view.getBigUint64(0, true);
  if (length > LONGEST_HEADER) throw unreadable(`its header would be ${length} bytes long; ${LONGEST_HEADER} are the most`);
  const begin = PREFIX + Number(length);
  if (begin > file.length) throw unreadable(`its header would be ${length} bytes long, and the whole file has ${file.length}`);
  const { [METADATA]: metadata = {}, ...entries } = recordFrom(parsed(file.subarray(PREFIX, begin)), 'the header');
  const data = new DataView(view.buffer, view.byteOffset + begin, view.byteLength - begin);
  const placed = Object.entries(entries).map(([name, entry]) => placedTensor(name, entry, data.byteLength));
  refuseGaps(placed, data.byteLength);
  const tensors = placed.map(({ name, shape, start, count }) => ({
    name,
    shape,
    values: Float32Array.from({ length: count }, (_, i) => data.getFloat32(start + 4 * i, true)),
  }));
  return { tensors, metadata: wordsFrom(metadata) };
}

interface PlacedTensor extends Omit<NamedTensor, 'values'> {
  readonly start: number;
  readonly count: number;
}

function placedTensor(name: string, entry: unknown, bytes: number): PlacedTensor {
  const { dtype, shape, data_offsets: offsets } = recordFrom(entry, `"${name}"`);
  if (dtype !== 'F32') throw unreadable(`"${name}" is of type ${JSON.stringify(dtype)}; only F32 is read`);
  if (!Array.isArray(shape) || !shape.every(isCount)) throw unreadable(`"${name}" has the shape ${JSON.stringify(shape)}`);
  const [start, end] = Array.isArray(offsets) && offsets.length === 2 ? (offsets as unknown[]) : [];
  if (!isCount(start) || !isCount(end) || end > bytes)
    throw unreadable(`"${name}" lies at ${JSON.stringify(offsets)} of ${bytes} bytes of numbers`);
  const count = shape.reduce((product, size) => product * size, 1);
  if (end - start !== 4 * count)
    throw unreadable(`"${name}" has ${end - start} bytes where its shape [${shape.join(', ')}] takes ${4 * count}`);
  return { name, shape, start, count };
}

/** The tensors fill the file, each byte belongs to one: so says the format, and so nothing is hidden between them. */
function refuseGaps(placed: readonly PlacedTensor[], bytes: number): void {
  let at = 0;
  for (const { name, start, count } of placed.toSorted((a, b) => a.start - b.start || a.count - b.count)) {
    if (start !== at) throw unreadable(`"${name}" begins at byte ${start} of the numbers where ${at} was next`);
    at += 4 * count;
  }
  if (at !== bytes) throw unreadable(`${bytes - at} bytes at its end belong to no tensor`);
}

function parsed(header: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch (error) {
    throw unreadable('its header is no JSON', error);
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function recordFrom(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable(`${what} is ${JSON.stringify(value)}`);
  return value as Record<string, unknown>;
}

function wordsFrom(value: unknown): Record<string, string> {
  const words = recordFrom(value, METADATA);
  const wrong = Object.keys(words).find((key) => typeof words[key] !== 'string');
  if (wrong !== undefined) throw unreadable(`"${wrong}" of ${METADATA} is ${JSON.stringify(words[wrong])}, and no text`);
  return words as Record<string, string>;
}

const unreadable = (why: string, cause?: unknown): WeightsError =>
  new WeightsError(`This is no file of weights in the format safetensors: ${why}.`, { cause });
