import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { qrPath } from '../../../src/lib/site/qr.ts';

/** Squares that the path covers, drawn large enough for a camera. */
function drawn(path: string, size: number, scale = 4): { width: number; height: number; data: Uint8Array } {
  const side = size * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      const from = (row * side + Number(x) * scale) * 4;
      data.fill(0, from, from + Number(length) * scale * 4);
    }
  }
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  return { width: side, height: side, data };
}

test('a camera reads from the path the address that it was made of', () => {
  const address = 'https://example.org/book/residual-learning/?e=degradation&v=1a2b3c4d#ex-degradation';
  const { path, size } = qrPath(address);
  expect(decodeQR(drawn(path, size))).toBe(address);
});

test('the quiet zone of two squares stays empty on all sides', () => {
  const { path, size } = qrPath('https://example.org/');
  for (const [, x = '', y = '', length = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    expect(Number(x)).toBeGreaterThanOrEqual(2);
    expect(Number(y)).toBeGreaterThanOrEqual(2);
    expect(Number(x) + Number(length)).toBeLessThanOrEqual(size - 2);
    expect(Number(y)).toBeLessThan(size - 2);
  }
});
