import { packColour } from '../../lib/experiments/packed-colour.ts';
import { pixelsOf, type LabSet } from '../../lib/lab/set.ts';
import { bitmap } from '../drawings/bitmap.ts';

/** An image of a set, as the address of a picture. */
export function pictureOf(set: LabSet, image: number): string {
  const bytes = pixelsOf(set, image);
  return bitmap(
    Array.from({ length: bytes.length / 3 }, (_, pixel) => packColour([...bytes.subarray(3 * pixel, 3 * pixel + 3)])),
  );
}
