import { crc32 } from './crc32.ts';
import { LabError } from './errors.ts';
import { grouped, limits, megabytes } from './limits.ts';
import { checkedList, type Listed } from './paths.ts';

/** A file in a ZIP file, as its directory has it. */
export interface ZipEntry extends Listed {
  /** Where its own header begins. */
  readonly at: number;
  readonly packed: number;
  /** Bytes, unpacked. */
  readonly bytes: number;
  readonly crc: number;
  readonly isStored: boolean;
}

const END = 0x06054b50;
const END_BYTES = 22;
/** Longest comment behind the end record. */
const COMMENT = 0xffff;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** In the place of a number that did not fit: the real one stands in a record of ZIP64. */
const ELSEWHERE = 0xffffffff;

/**
 * The files that a ZIP file holds, without its folders: read from the directory at its end, so that nothing is unpacked before all of
 * it is known.
 *
 * @throws {LabError} where it is none, is damaged or too large, or where a path in it is a trick.
 */
export async function zipEntries(zip: Blob): Promise<readonly ZipEntry[]> {
  if (zip.size > limits.zipBytes)
    throw new LabError(`The ZIP file has ${megabytes(zip.size)}; ${megabytes(limits.zipBytes)} are the most. Nothing was read.`);
  const tail = await viewOf(zip, Math.max(0, zip.size - END_BYTES - COMMENT), zip.size);
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw damaged('it has no directory at its end, so it is no ZIP file, or a part of one');
  const count = tail.getUint16(end + 10, true);
  const [bytes, start] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  if (tail.getUint16(end + 8, true) !== count) throw damaged('it is one of several parts');
  if (count > limits.files)
    throw new LabError(
      `The ZIP file holds ${grouped(count)} files; the lab takes up to ${grouped(limits.files)}, and of these up to ` +
        `${grouped(limits.images)} images. Nothing was read. Give it some of each class.`,
    );
  if (start + bytes > zip.size) throw damaged('its directory would lie beyond its end');
  const entries = directory(await viewOf(zip, start, start + bytes), count);
  const outside = entries.find(({ at, packed }) => at + LOCAL_BYTES + packed > start);
  if (outside !== undefined) throw damaged(`"${outside.path}" would lie beyond the place of the files`);
  const files = checkedList(entries.filter(({ path }) => !path.endsWith('/')));
  const unpacked = files.reduce((sum, entry) => sum + entry.bytes, 0);
  if (unpacked > limits.unpackedBytes)
    throw new LabError(
      `Unpacked, the ZIP file would take ${megabytes(unpacked)}; ${megabytes(limits.unpackedBytes)} are the most. Nothing was unpacked.`,
    );
  return files;
}

function directory(view: DataView, count: number): readonly ZipEntry[] {
  const names = new TextDecoder();
  let at = 0;
  return Array.from({ length: count }, () => {
    if (at + CENTRAL_BYTES > view.byteLength || view.getUint32(at, true) !== CENTRAL) throw damaged('its directory breaks off');
    const length = view.getUint16(at + 28, true);
    const next = at + CENTRAL_BYTES + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > view.byteLength) throw damaged('its directory breaks off');
    const path = names.decode(new Uint8Array(view.buffer, view.byteOffset + at + CENTRAL_BYTES, length));
    const method = view.getUint16(at + 10, true);
    const entry = {
      path,
      at: view.getUint32(at + 42, true),
      packed: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      crc: view.getUint32(at + 16, true),
      isStored: method === STORED,
    };
    if ((view.getUint16(at + 8, true) & ENCRYPTED) !== 0) throw damaged(`"${path}" is encrypted`);
    if (method !== STORED && method !== DEFLATED)
      throw damaged(`"${path}" is packed by method ${method}, which is not known here`);
    if (entry.at === ELSEWHERE || entry.packed === ELSEWHERE || entry.bytes === ELSEWHERE)
      throw damaged(`"${path}" is listed in the manner of ZIP64, which is not read here`);
    at = next;
    return entry;
  });
}

/**
 * The bytes of one file, unpacked: no more of them than the directory announced, whatever is packed.
 *
 * @throws {LabError} where it is damaged, or not what the directory says.
 */
export async function unpack(zip: Blob, { path, at, packed, bytes, crc, isStored }: ZipEntry): Promise<Uint8Array<ArrayBuffer>> {
  const local = await viewOf(zip, at, at + LOCAL_BYTES);
  if (local.byteLength < LOCAL_BYTES || local.getUint32(0, true) !== LOCAL) throw damaged(`"${path}" is not where it should be`);
  const start = at + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  const content = zip.slice(start, start + packed);
  const stream = isStored ? content.stream() : content.stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const result = new Uint8Array(bytes);
  let filled = 0;
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (filled + part.value.length > bytes) {
        await reader.cancel();
        throw damaged(`"${path}" is larger than its directory says`);
      }
      result.set(part.value, filled);
      filled += part.value.length;
    }
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw damaged(`"${path}" cannot be unpacked`, error);
  }
  if (filled !== bytes || crc32(result) !== crc) throw damaged(`"${path}" is not what was packed`);
  return result;
}

async function viewOf(zip: Blob, start: number, end: number): Promise<DataView> {
  return new DataView(await zip.slice(start, end).arrayBuffer());
}

const damaged = (why: string, cause?: unknown): LabError =>
  new LabError(`The ZIP file cannot be read: ${why}. Pack it anew.`, { cause });
