import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageHead } from '../../../src/lib/lab/image-size.ts';

const blank = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: { r: 10, g: 200, b: 30 } } });

/** The header of a PNG that says so, with nothing behind it. */
function pngHead(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

describe('the header of an image', () => {
  it.each([
    ['image/png', () => blank(37, 21).png()],
    ['image/jpeg', () => blank(37, 21).jpeg()],
    [
      'image/jpeg',
      () =>
        blank(37, 21)
          .jpeg({ progressive: true })
          .withMetadata({ exif: { IFD0: { Copyright: 'x'.repeat(5_000) } } }),
    ],
    ['image/gif', () => blank(37, 21).gif()],
    ['image/webp', () => blank(37, 21).webp()],
    ['image/webp', () => blank(37, 21).webp({ lossless: true })],
    ['image/webp', () => blank(37, 21).ensureAlpha(0.5).webp()],
  ])('says type and size of %s', async (type, image) => {
    expect(imageHead(await image().toBuffer())).toEqual({ type, width: 37, height: 21 });
  });

  it('says those of a bitmap, also from the top down', () => {
    const bytes = new Uint8Array(54);
    bytes.set([0x42, 0x4d]);
    const view = new DataView(bytes.buffer);
    view.setInt32(18, 37, true);
    view.setInt32(22, -21, true);
    expect(imageHead(bytes)).toEqual({ type: 'image/bmp', width: 37, height: 21 });
  });

  it('refuses what is no image, at any length', async () => {
    const message = 'it is no PNG, JPEG, WebP, GIF or BMP image';
    expect(() => imageHead(new TextEncoder().encode('Milk, eggs, and a good deal of bread for Sunday.'))).toThrow(message);
    expect(() => imageHead(new Uint8Array())).toThrow(message);
    const jpeg = await blank(37, 21).jpeg().toBuffer();
    expect(() => imageHead(jpeg.subarray(0, 40))).toThrow(message);
  });

  it('refuses a hundred million pixels before anything is decoded', () => {
    expect(() => imageHead(pngHead(10_000, 10_000))).toThrow(
      'it has 10,000 by 10,000 pixels, 100 million; 25 million are the most',
    );
    expect(() => imageHead(pngHead(0, 5))).toThrow('it says that it is 0 by 5 pixels large');
  });
});
