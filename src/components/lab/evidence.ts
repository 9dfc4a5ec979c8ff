import { packColour } from '../../lib/experiments/packed-colour.ts';
import { pixelsOf, type LabSet } from '../../lib/lab/set.ts';
import { opaque, squareMeans } from '../../lib/lab/square-means.ts';
import { bitmap } from '../drawings/bitmap.ts';

/** An image of a set, as the address of a picture of no more than so many pixels on a side: an address holds no large ones. */
export function pictureOf(set: LabSet, image: number, most: 32 | 96): string {
  const own = pixelsOf(set, image);
  const bytes = set.side <= most ? own : squareMeans(opaque(own, set.side), most);
  return bitmap(
    Array.from({ length: bytes.length / 3 }, (_, pixel) => packColour([...bytes.subarray(3 * pixel, 3 * pixel + 3)])),
  );
}
