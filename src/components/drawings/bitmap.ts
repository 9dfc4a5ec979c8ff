import { unpackColour } from '../../lib/experiments/packed-colour.ts';

const HEADERS = 54;

/**
 * A square image as the address of a bitmap (BMP, 24 bits a pixel), so that a page holds it without a file.
 *
 * @param colours packed, row by row from the top; as many as a square has.
 */
export function bitmap(colours: readonly number[]): string {
  const side = Math.sqrt(colours.length);
  const rowBytes = 4 * Math.ceil((3 * side) / 4);
  const bytes = new Uint8Array(HEADERS + rowBytes * side);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]); // "BM"
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, HEADERS, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, side, true);
  view.setInt32(22, side, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  colours.forEach((packed, i) => {
    // Rows run from the bottom up, colours from blue to red.
    const [row, column] = [side - 1 - Math.floor(i / side), i % side];
    bytes.set(unpackColour(packed).toReversed(), HEADERS + row * rowBytes + 3 * column);
  });
  return `data:image/bmp;base64,${btoa(String.fromCharCode(...bytes))}`;
}
