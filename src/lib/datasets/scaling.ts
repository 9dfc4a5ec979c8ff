import type { ImageRequest } from '../experiments/datasets.ts';

/** For each channel, what each of the 256 pixel values becomes. Rounded to float32 once, so it is the same on every engine. */
export type ScalingTable = readonly Float32Array[];

/** Fits a scaling to training pixels ([count, side, side, channels], uint8). */
export const scalingTable: Readonly<
  Record<ImageRequest['scaling'], (trainingPixels: Uint8Array, channels: number) => ScalingTable>
> = {
  unit: (_, channels) => Array.from({ length: channels }, () => Float32Array.from({ length: 256 }, (_, value) => value / 255)),
  standard: (pixels, channels) => histograms(pixels, channels).map(standardise),
};

/** How often each value occurs in each channel: integers, so the moments below do not depend on the order of summing. */
function histograms(pixels: Uint8Array, channels: number): Float64Array[] {
  const counts = Array.from({ length: channels }, () => new Float64Array(256));
  for (const [channel, count] of counts.entries()) {
    for (let i = channel; i < pixels.length; i += channels) {
      const value = pixels[i] as number;
      count[value] = (count[value] as number) + 1;
    }
  }
  return counts;
}

/** x -> (x - mean) / deviation, over the n pixels counted; a channel without any spread becomes 0. */
function standardise(histogram: Float64Array): Float32Array {
  const n = histogram.reduce((sum, count) => sum + count, 0);
  const mean = histogram.reduce((sum, count, value) => sum + count * value, 0) / n;
  const variance = histogram.reduce((sum, count, value) => sum + count * (value - mean) * (value - mean), 0) / n;
  const deviation = variance > 0 ? Math.sqrt(variance) : Number.POSITIVE_INFINITY;
  return Float32Array.from(histogram, (_, value) => (value - mean) / deviation);
}

/** Pixels ([..., channels], uint8) through the table, in the same order. */
export function applyScaling(table: ScalingTable, pixels: Uint8Array): Float32Array {
  const scaled = new Float32Array(pixels.length);
  for (const [channel, values] of table.entries()) {
    for (let i = channel; i < pixels.length; i += table.length) scaled[i] = values[pixels[i] as number] as number;
  }
  return scaled;
}
