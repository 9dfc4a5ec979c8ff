import { blended, grey, histogram, looked, moved, type Rgb } from './image.ts';

/** Magnitudes run from 0 to this. */
export const LARGEST = 30;

/** One operation of RandAugment: its name, and what it makes of an image at a magnitude, to one side or the other where it has two. */
export interface Operation {
  readonly name: string;
  /** Whether the magnitude's sign is drawn: a turn to the left or to the right, darker or lighter. */
  readonly isSigned: boolean;
  /** @param magnitude from -30 to 30; from 0 on where the operation has no sign. */
  readonly apply: (image: Rgb, magnitude: number) => Rgb;
}

/** What a magnitude is of `most`, in the steps that torchvision's `linspace` in float32 has: from the nearer end. */
function share(magnitude: number, most: number): number {
  const [size, end] = [Math.abs(magnitude), Math.fround(most)];
  const step = Math.fround(end / LARGEST);
  const value = size < 15 ? Math.fround(step * size) : Math.fround(end - Math.fround(step * (LARGEST - size)));
  return magnitude < 0 ? -value : value;
}

const everyChannel = (image: Rgb, table: (value: number) => number): Rgb => {
  const values = Array.from({ length: 256 }, (_, value) => table(value));
  return looked(image, [values, values, values]);
};

/** Each channel stretched from its least and greatest value to 0 and 255. */
function autoContrast(image: Rgb): Rgb {
  const tables = [0, 1, 2].map((channel) => {
    const counts = histogram(image, channel);
    const [low, high] = [counts.findIndex((count) => count > 0), counts.findLastIndex((count) => count > 0)];
    const scale = 255 / (high - low);
    return counts.map((_, value) => (high <= low ? value : Math.min(255, Math.max(0, Math.trunc(value * scale - low * scale)))));
  });
  return looked(image, tables);
}

/** Each channel such that every range of values is about as frequent as another: its cumulative histogram, by 255 equal steps. */
function equalize(image: Rgb): Rgb {
  const tables = [0, 1, 2].map((channel) => {
    const counts = histogram(image, channel);
    const last = counts.findLast((count) => count > 0) ?? 0;
    const step = Math.floor((counts.reduce((sum, count) => sum + count, 0) - last) / 255);
    let below = Math.floor(step / 2);
    return counts.map((count, value) => {
      const level = step === 0 ? value : Math.min(255, Math.floor(below / step));
      below += count;
      return level;
    });
  });
  return looked(image, tables);
}

const inThree = (values: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: 3 * values.length }, (_, i) => values[Math.floor(i / 3)] ?? 0);

/** The mean of each pixel and its neighbours, itself counted five times; the outermost pixels as they are. */
function smooth({ width, height, pixels }: Rgb): Uint8Array {
  return pixels.map((own, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / (3 * width))];
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) return own;
    let sum = 4 * own;
    for (const dy of [-1, 0, 1]) for (const dx of [-1, 0, 1]) sum += pixels[i + 3 * (dy * width + dx)] ?? 0;
    return Math.floor(sum / 13 + 0.5);
  });
}

function contrast(image: Rgb, factor: number): Rgb {
  const brightness = grey(image);
  const mean = Math.floor(brightness.reduce((sum, value) => sum + value, 0) / brightness.length + 0.5);
  return blended(new Uint8Array(image.pixels.length).fill(mean), image, factor);
}

/** Sine and cosine of an angle of at most 30 degrees, by their series: the same bits in every engine. */
function sineAndCosine(degrees: number): readonly [number, number] {
  const angle = (degrees * Math.PI) / 180;
  let [sine, cosine, term] = [0, 0, 1];
  for (let n = 0; n < 20; n += 1) {
    if (n % 2 === 0) cosine += n % 4 === 0 ? term : -term;
    else sine += n % 4 === 1 ? term : -term;
    term *= angle / (n + 1);
  }
  return [sine, cosine];
}

/** About the middle, against the clock. */
function rotate(image: Rgb, degrees: number): Rgb {
  if (degrees === 0) return image;
  const [s, c] = sineAndCosine(degrees);
  const [x, y] = [image.width / 2, image.height / 2];
  return moved(image, [c, -s, x - c * x + s * y, s, c, y - s * x - c * y]);
}

/** Of torchvision, for images of 331 pixels: 150 of them at most. */
const pixelsOf = (magnitude: number, side: number): number => Math.trunc(share(magnitude, (150 / 331) * side));

/** Bits of a channel that are left: 8 to 4. */
const bitsOf = (magnitude: number): number => 8 - Math.round(magnitude / 7.5);

const unsigned = (name: string, apply: Operation['apply']): Operation => ({ name, isSigned: false, apply });
const signed = (name: string, apply: Operation['apply']): Operation => ({ name, isSigned: true, apply });

/**
 * The 14 operations of RandAugment (Cubuk et al. 2020, section 3), in the paper's order, with the ranges of torchvision's `RandAugment`
 * of 31 magnitudes, and equal to it byte for byte on 8-bit images, nearest neighbours and black outside.
 */
export const operations: readonly Operation[] = [
  unsigned('identity', (image) => image),
  unsigned('autoContrast', autoContrast),
  unsigned('equalize', equalize),
  signed('rotate', (image, m) => rotate(image, share(m, 30))),
  unsigned('solarize', (image, m) => everyChannel(image, (value) => (value < 255 - share(m, 255) ? value : 255 - value))),
  signed('color', (image, m) => blended(inThree(grey(image)), image, 1 + share(m, 0.9))),
  unsigned('posterize', (image, m) => everyChannel(image, (value) => value - (value % 2 ** (8 - bitsOf(m))))),
  signed('contrast', (image, m) => contrast(image, 1 + share(m, 0.9))),
  signed('brightness', (image, m) => blended(new Uint8Array(image.pixels.length), image, 1 + share(m, 0.9))),
  signed('sharpness', (image, m) => blended(smooth(image), image, 1 + share(m, 0.9))),
  signed('shear-x', (image, m) => moved(image, [1, share(m, 0.3), 0, 0, 1, 0])),
  signed('shear-y', (image, m) => moved(image, [1, 0, 0, share(m, 0.3), 1, 0])),
  signed('translate-x', (image, m) => moved(image, [1, 0, -pixelsOf(m, image.width), 0, 1, 0])),
  signed('translate-y', (image, m) => moved(image, [1, 0, 0, 0, 1, -pixelsOf(m, image.height)])),
];
