/** The block of whole numbers that the book normalises step by step. */
import { stream } from '../../random/stream.ts';
import { indexOf, sizeOf, type Block } from './sets.ts';

/** 3 examples, 6 channels, 2 x 2 pixels. */
export const block: Block = { examples: 3, channels: 6, pixels: 4 };

/** Where the numbers of each channel lie, and how far they scatter, so that the sets have means and variances of their own. */
const centres = [0, 5, -4, 9, 2, -7];
const scatters = [1, 3, 2, 4, 6, 2];

/** What each example adds to all of its numbers. */
const offsets = [0, 3, -2];

/** centre + offset + scatter g for standard normal g, rounded. */
function drawn(): Float64Array {
  const random = stream(0, 'block of normalisation');
  const numbers = new Float64Array(sizeOf(block));
  offsets.forEach((offset, example) => {
    centres.forEach((centre, channel) => {
      for (let pixel = 0; pixel < block.pixels; pixel += 1) {
        const scatter = (scatters[channel] ?? 0) * random.gaussian();
        numbers[indexOf(block, example, channel, pixel)] = centre + offset + Math.round(scatter);
      }
    });
  });
  return numbers;
}

export const blockNumbers = drawn();
