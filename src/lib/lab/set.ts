/** An image that was given and cannot be used. */
export interface LeftOut {
  readonly path: string;
  /** As the end of a sentence: "it is no PNG, ... image". */
  readonly reason: string;
}

/** Labelled images as the lab learns from them. */
export interface LabSet {
  readonly classes: readonly string[];
  /** [images], counting through the classes. */
  readonly labels: Uint8Array;
  /** [images, side, side, 3], bytes. */
  readonly pixels: Uint8Array;
  readonly side: number;
  /** What each image is called. */
  readonly names: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** Bytes [side, side, 3] of one image. */
export function pixelsOf({ pixels, side }: Pick<LabSet, 'pixels' | 'side'>, image: number): Uint8Array {
  const size = side * side * 3;
  return pixels.subarray(image * size, (image + 1) * size);
}
