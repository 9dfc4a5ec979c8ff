import { LabError } from './errors.ts';
import { grouped, limits } from './limits.ts';

/** What the first bytes of an image say of it, before anything is decoded. */
export interface ImageHead {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/bmp';
  readonly width: number;
  readonly height: number;
}

/**
 * Type and size of an image, from its header.
 *
 * @throws {LabError} where it is no image of a kind that is known here, or a larger one than can be decoded.
 */
export function imageHead(bytes: Uint8Array): ImageHead {
  const head = [png, jpeg, gif, webp, bmp].map((read) => read(bytes)).find((found) => found !== undefined);
  if (head === undefined) throw new LabError('it is no PNG, JPEG, WebP, GIF or BMP image');
  const { width, height } = head;
  if (width < 1 || height < 1) throw new LabError(`it says that it is ${width} by ${height} pixels large`);
  if (width * height > limits.pixels)
    throw new LabError(
      `it has ${grouped(width)} by ${grouped(height)} pixels, ${grouped(Math.round((width * height) / 1e6))} million; ` +
        `${grouped(limits.pixels / 1e6)} million are the most`,
    );
  return head;
}

type Reader = (bytes: Uint8Array) => ImageHead | undefined;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const text = (bytes: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + length));

const png: Reader = (bytes) => {
  if (bytes.length < 24 || text(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n' || text(bytes, 12, 4) !== 'IHDR') return undefined;
  const view = viewOf(bytes);
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
};

const gif: Reader = (bytes) => {
  if (bytes.length < 10 || !/^GIF8[79]a$/.test(text(bytes, 0, 6))) return undefined;
  const view = viewOf(bytes);
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
};

const bmp: Reader = (bytes) => {
  if (bytes.length < 26 || text(bytes, 0, 2) !== 'BM') return undefined;
  const view = viewOf(bytes);
  // A negative height: rows from the top down.
  return { type: 'image/bmp', width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
};

/** Its three kinds: extended, lossy, lossless. */
const webp: Reader = (bytes) => {
  if (bytes.length < 30 || text(bytes, 0, 4) !== 'RIFF' || text(bytes, 8, 4) !== 'WEBP') return undefined;
  const view = viewOf(bytes);
  const size = (width: number, height: number): ImageHead => ({ type: 'image/webp', width, height });
  const uint24 = (at: number): number => view.getUint16(at, true) + 65_536 * view.getUint8(at + 2);
  switch (text(bytes, 12, 4)) {
    case 'VP8X':
      return size(uint24(24) + 1, uint24(27) + 1);
    case 'VP8 ':
      return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    default:
      return undefined;
  }
};

/** The size stands in the frame header, behind any number of segments that say how long they are. */
const jpeg: Reader = (bytes) => {
  if (bytes.length < 4 || text(bytes, 0, 3) !== '\xff\xd8\xff') return undefined;
  const view = viewOf(bytes);
  for (let at = 2; at + 9 <= bytes.length;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // Frame headers are C0 to CF, without the tables C4 and CC and the extension C8.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // A fill byte has no length of its own.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
};
