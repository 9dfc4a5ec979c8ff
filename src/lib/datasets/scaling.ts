import type { FixedScaling, ImageRequest } from '../experiments/datasets.ts';
import { DatasetError } from './errors.ts';

/** For each channel, what each of the 256 pixel values becomes. Rounded to float32 once, so it is the same on every engine. */
export type ScalingTable = readonly Float32Array[];

/** The mean and the standard deviation of each channel of pixels [..., channels]. */
export function channelMoments(pixels: Uint8Array, channels: number): FixedScaling {
  const moments = histograms(pixels, channels).map(momentsOf);
  return { mean: moments.map(({ mean }) => mean), deviation: moments.map(({ deviation }) => deviation) };
}

/**
 * The scaling that is asked for, fitted to training pixels ([count, side, side, channels], uint8) where it says so.
 * @throws {DatasetError} where it has numbers for other channels than there are.
 */
export function scalingTable(scaling: ImageRequest['scaling'], trainingPixels: Uint8Array, channels: number): ScalingTable {
  if (scaling === 'unit')
    return Array.from({ length: channels }, () => Float32Array.from({ length: 256 }, (_, value) => value / 255));
  const { mean, deviation } = scaling === 'standard' ? channelMoments(trainingPixels, channels) : scaling;
  if (mean.length !== channels || deviation.length !== channels)
    throw new DatasetError(`A scaling has ${mean.length} means and ${deviation.length} deviations for ${channels} channels.`);
  return mean.map((centre, channel) => standardised(centre, deviation[channel] ?? 0));
}

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

/** x -> (x - mean) / deviation; a channel without any spread becomes 0. */
function standardised(mean: number, deviation: number): Float32Array {
  const divisor = deviation > 0 ? deviation : Number.POSITIVE_INFINITY;
  return Float32Array.from({ length: 256 }, (_, value) => (value - mean) / divisor);
}

/** Over the n pixels counted. */
function momentsOf(histogram: Float64Array): { readonly mean: number; readonly deviation: number } {
  const n = histogram.reduce((sum, count) => sum + count, 0);
  const mean = histogram.reduce((sum, count, value) => sum + count * value, 0) / n;
  const variance = histogram.reduce((sum, count, value) => sum + count * (value - mean) * (value - mean), 0) / n;
  return { mean, deviation: Math.sqrt(variance) };
}

/** Pixels ([..., channels], uint8) through the table, in the same order. */
export function applyScaling(table: ScalingTable, pixels: Uint8Array): Float32Array {
  const scaled = new Float32Array(pixels.length);
  for (const [channel, values] of table.entries()) {
    for (let i = channel; i < pixels.length; i += table.length) scaled[i] = values[pixels[i] as number] as number;
  }
  return scaled;
}

/** Numbers ([..., channels]) that {@link applyScaling} made, back to the bytes that they were; 0 where a channel has no spread. */
export function bytesOf(table: ScalingTable, scaled: Float32Array): Uint8Array {
  const ends = table.map((values) => ({ low: values[0] ?? 0, spread: (values[255] ?? 0) - (values[0] ?? 0) }));
  return Uint8Array.from(scaled, (value, i) => {
    const { low, spread } = ends[i % ends.length] ?? { low: 0, spread: 0 };
    return spread === 0 ? 0 : Math.round((255 * (value - low)) / spread);
  });
}
