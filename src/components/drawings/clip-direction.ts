/** Geometry of the arrows of two clipped gradients. */
import { norm, type Vector } from '../../lib/experiments/clipping.ts';

/** The plane is shown up to this value on both axes. */
export const reach = 4.3;

/** Length and half the width of an arrow's head. */
const tip = { length: 11, half: 5 } as const;

interface Spot {
  readonly x: number;
  readonly y: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const print = ({ x, y }: Spot): string => `${round(x)},${round(y)}`;

/**
 * An arrow from the centre. One that is shorter than its head is a head alone, made smaller; one of no length is nothing.
 *
 * @param unit length of 1 in the picture, whose y axis runs downwards.
 */
export function arrowIn(vector: Vector, centre: Spot, unit: number): { readonly shaft: string; readonly head: string } {
  const length = norm(vector) * unit;
  if (length === 0) return { shaft: '', head: '' };
  const [right = 0, up = 0] = vector.map((value) => (value * unit) / length);
  const size = Math.min(1, length / tip.length);
  const at = (along: number, aside: number): string =>
    print({ x: centre.x + along * right - aside * up, y: centre.y - along * up - aside * right });
  const neck = length - size * tip.length;
  return {
    shaft: neck > 0 ? `M${print(centre)}L${at(neck, 0)}` : '',
    head: `M${at(length, 0)}L${at(neck, size * tip.half)}L${at(neck, -size * tip.half)}Z`,
  };
}
