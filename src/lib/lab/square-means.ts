/** What shows through where an image is transparent. */
const WHITE = 255;

/** A square of pixels, four bytes each: red, green, blue, and how opaque. */
export interface SquareImage {
  readonly side: number;
  readonly rgba: Uint8ClampedArray;
}

/** Pixels [side, side, 3] that nothing shows through. */
export function opaque(pixels: Uint8Array, side: number): SquareImage {
  const rgba = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let pixel = 0; pixel < side * side; pixel += 1) rgba.set(pixels.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
  return { side, rgba };
}

/**
 * An image [side, side, 3] of another side: each new pixel is the mean over the area that it covers, before white, rounded to the
 * nearest integer, halves upwards. A larger side repeats pixels, or mixes neighbours where a border falls into a new pixel.
 */
export function squareMeans({ side: from, rgba }: SquareImage, to: number): Uint8Array {
  const spans = Array.from({ length: to }, (_, i) => weightsOf((i * from) / to, ((i + 1) * from) / to, from));
  const means = new Uint8Array(to * to * 3);
  let at = 0;
  for (const rows of spans) {
    for (const columns of spans) {
      const sums = [0, 0, 0];
      let area = 0;
      for (const [y, height] of rows) {
        for (const [x, width] of columns) {
          const pixel = 4 * (y * from + x);
          const opacity = (rgba[pixel + 3] ?? 0) / 255;
          for (let c = 0; c < 3; c += 1)
            sums[c] = (sums[c] ?? 0) + height * width * (opacity * (rgba[pixel + c] ?? 0) + (1 - opacity) * WHITE);
          area += height * width;
        }
      }
      for (const sum of sums) means[at++] = Math.floor(sum / area + 0.5);
    }
  }
  return means;
}

/** The pixels between two places on a line, and how much of each. */
function weightsOf(start: number, end: number, length: number): readonly (readonly [pixel: number, share: number])[] {
  const first = Math.floor(start);
  const last = Math.min(length, Math.ceil(end));
  return Array.from({ length: last - first }, (_, i): [number, number] => {
    const pixel = first + i;
    return [pixel, Math.min(end, pixel + 1) - Math.max(start, pixel)];
  }).filter(([, share]) => share > 0);
}
