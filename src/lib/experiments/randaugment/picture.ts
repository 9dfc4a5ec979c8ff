import type { Rgb } from './image.ts';

/** On fewer pixels than 256 and some more, equalize has nothing to do. */
const SIDE = 20;

/** Red, green and blue. */
type Colour = readonly [number, number, number];

/** A house under the sun, drawn for this example: edges, flat colours and a sky that grows paler downwards. */
export function picture(): Rgb {
  const pixels = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y += 1) for (let x = 0; x < SIDE; x += 1) pixels.set(colourAt(x, y), 3 * (y * SIDE + x));
  return { width: SIDE, height: SIDE, pixels };
}

function colourAt(x: number, y: number): Colour {
  const isRoof = y >= 5 && y <= 9 && Math.abs(x - 7.5) <= y - 4.5;
  const isWall = x >= 4 && x <= 11 && y >= 10 && y <= 15;
  if (isRoof) return [178, 58, 46];
  if (isWall && x >= 5 && x <= 6 && y >= 12) return [92, 58, 38];
  if (isWall && x >= 9 && x <= 10 && y >= 11 && y <= 12) return [96, 150, 190];
  if (isWall) return [214, 190, 150];
  if ((x - 15.5) ** 2 + (y - 3.5) ** 2 < 5) return [240, 200, 80];
  if (y >= 14) return [64 + 4 * x, 120 + ((x + y) % 2) * 16, 48];
  return [90 + 7 * y, 140 + 5 * y, 208 + 2 * y];
}
