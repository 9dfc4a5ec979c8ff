import type { Dataset } from '../datasets/load.ts';
import { applyScaling, bytesOf } from '../datasets/scaling.ts';
import type { RandAugmentPlan } from '../experiments/experiment.ts';
import { applied, drawOperations } from '../experiments/randaugment/randaugment.ts';
import type { Stream } from '../random/stream.ts';

/**
 * RandAugment of one scaled image after the other: back to its bytes, through the operations that are drawn for it, and scaled again.
 *
 * @throws RangeError where the images have no three channels of bytes.
 */
export function randAugmented(
  { inputShape: [height, width, channels], scaling }: Dataset,
  { operations, magnitude }: RandAugmentPlan,
  random: Stream,
): (image: Float32Array) => Float32Array {
  if (scaling?.length !== 3) {
    throw new RangeError(
      `RandAugment changes images of three channels, red, green and blue, not of ${scaling ? channels : 'none'}.`,
    );
  }
  return (image) => {
    const before = { width, height, pixels: bytesOf(scaling, image) };
    return applyScaling(scaling, applied(before, drawOperations(random, operations, magnitude)).pixels);
  };
}
