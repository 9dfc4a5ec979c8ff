/** Sides of the digits as they come, and of the black square that they are set into. */
const DIGIT = 28;
const SQUARE = 32;
const MARGIN = (SQUARE - DIGIT) / 2;
const CHANNELS = 3;

/**
 * Digits [n, 28, 28, 1] as images [n, side, side, 3] of the kind that a net for photographs takes: each in the middle of a black square
 * of 32 pixels, three times the same channel; for a side of 16 each pixel is the mean of 2x2, as of the photographs, rounded to the
 * nearest integer, halves upwards.
 */
export function framedDigits(pixels: Uint8Array, side: 16 | 32): Uint8Array {
  const count = pixels.length / DIGIT ** 2;
  const block = SQUARE / side;
  const framed = new Uint8Array(count * side * side * CHANNELS);
  const pixel = (image: number, y: number, x: number): number => {
    const isInside = y >= MARGIN && y < SQUARE - MARGIN && x >= MARGIN && x < SQUARE - MARGIN;
    return isInside ? (pixels[(image * DIGIT + y - MARGIN) * DIGIT + x - MARGIN] ?? 0) : 0;
  };
  let to = 0;
  for (let image = 0; image < count; image += 1) {
    for (let y = 0; y < SQUARE; y += block) {
      for (let x = 0; x < SQUARE; x += block) {
        let sum = 0;
        for (let dy = 0; dy < block; dy += 1) for (let dx = 0; dx < block; dx += 1) sum += pixel(image, y + dy, x + dx);
        framed.fill(Math.floor(sum / block ** 2 + 0.5), to, to + CHANNELS);
        to += CHANNELS;
      }
    }
  }
  return framed;
}
