import { pixelsOf, type LabSet } from '../set.ts';

export const pixelScalings = ['signed', 'unit', 'bytes'] as const;
/** How the bytes of an image become the numbers that a model was trained on; its file does not say it. */
export type PixelScaling = (typeof pixelScalings)[number];

interface Scaling {
  readonly label: string;
  readonly scale: number;
  readonly shift: number;
}

export const scalings: Readonly<Record<PixelScaling, Scaling>> = {
  signed: { label: '-1 to 1', scale: 1 / 127.5, shift: -1 },
  unit: { label: '0 to 1', scale: 1 / 255, shift: 0 },
  bytes: { label: '0 to 255', scale: 1, shift: 0 },
};

/** Shares of red, green and blue in grey (ITU-R BT.601). */
const GREY = [0.299, 0.587, 0.114] as const;

export interface PixelOptions {
  readonly scaling: PixelScaling;
  readonly channels: 1 | 3;
  readonly isMirrored: boolean;
}

/** Writes an image [side, side, channels] as a model takes it. */
export function writePixels(set: LabSet, image: number, options: PixelOptions, to: Float32Array): void {
  const { side } = set;
  const { scale, shift } = scalings[options.scaling];
  const bytes = pixelsOf(set, image);
  let at = 0;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const from = 3 * (y * side + (options.isMirrored ? side - 1 - x : x));
      const [red = 0, green = 0, blue = 0] = bytes.subarray(from, from + 3);
      const values = options.channels === 3 ? [red, green, blue] : [GREY[0] * red + GREY[1] * green + GREY[2] * blue];
      for (const value of values) to[at++] = value * scale + shift;
    }
  }
}
