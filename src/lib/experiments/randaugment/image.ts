/** An image of 8 bits a channel: pixels [height, width, 3], red, green and blue. */
export interface Rgb {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Each channel's numbers through a table of its own, [256] each. */
export const looked = (image: Rgb, tables: readonly ArrayLike<number>[]): Rgb => ({
  ...image,
  pixels: image.pixels.map((value, i) => tables[i % 3]?.[value] ?? 0),
});

/** How often a channel has each of the 256 values. */
export function histogram({ pixels }: Rgb, channel: number): readonly number[] {
  const counts = Array.from({ length: 256 }, () => 0);
  for (let i = channel; i < pixels.length; i += 3) counts[pixels[i] ?? 0] = (counts[pixels[i] ?? 0] ?? 0) + 1;
  return counts;
}

/** Brightness of each pixel: 0.299 R + 0.587 G + 0.114 B in 16 bits of a fraction, rounded. */
export function grey({ pixels }: Rgb): Uint8Array {
  return Uint8Array.from({ length: pixels.length / 3 }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(3 * i, 3 * i + 3);
    return (red * 19_595 + green * 38_470 + blue * 7_471 + 32_768) >> 16;
  });
}

/**
 * from + factor (to - from), beyond the two where the factor is outside of 0 and 1, cut off at 0 and 255 and rounded down; in float32, as
 * Pillow's `Image.blend`.
 *
 * @param from [height, width, 3]
 */
export function blended(from: Uint8Array, to: Rgb, factor: number): Rgb {
  const f = Math.fround(factor);
  const pixels = to.pixels.map((value, i) => {
    const start = from[i] ?? 0;
    return Math.floor(Math.min(255, Math.max(0, Math.fround(start + Math.fround(f * (value - start))))));
  });
  return { ...to, pixels };
}

/**
 * Each pixel (x, y) from the nearest of the place (a x + b y + c, d x + e y + f), its own middle at (x + 1/2, y + 1/2); black where that
 * lies outside. Coordinates have 16 bits of a fraction, as in Pillow.
 */
export function moved(image: Rgb, [a, b, c, d, e, f]: readonly [number, number, number, number, number, number]): Rgb {
  const { width, height, pixels } = image;
  const fixed = (value: number): number => Math.floor(value * 65_536 + 0.5);
  const start = { x: fixed(c + a / 2 + b / 2), y: fixed(f + d / 2 + e / 2) };
  const result = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const fromX = Math.floor((start.x + x * fixed(a) + y * fixed(b)) / 65_536);
      const fromY = Math.floor((start.y + x * fixed(d) + y * fixed(e)) / 65_536);
      if (fromX < 0 || fromX >= width || fromY < 0 || fromY >= height) continue;
      const from = 3 * (fromY * width + fromX);
      result.set(pixels.subarray(from, from + 3), 3 * (y * width + x));
    }
  }
  return { ...image, pixels: result };
}
