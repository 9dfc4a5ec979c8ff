import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PNG } from 'pngjs';
import { stream } from '../../src/lib/random/stream.ts';

const shapes = { bar: 0, cross: 1, disc: 2 } as const;
export type Shape = keyof typeof shapes;
export const shapeNames = Object.keys(shapes) as readonly Shape[];

/** A light shape of a class on a dark ground of another shade each time. */
export function shapeImage(shape: Shape, index: number, [width, height] = [40, 30] as const): Buffer {
  const random = stream(index, shape);
  const [red, green, blue] = [random.below(90), random.below(90), random.below(90)];
  const image = new PNG({ width, height });
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = [Math.abs(x - width / 2), Math.abs(y - height / 2)];
      const isIn = { bar: dy < 4, cross: dx < 3 || dy < 3, disc: dx ** 2 + dy ** 2 < 120 }[shape];
      image.data.set(isIn ? [240, 230, 90, 255] : [red, green, blue, 255], 4 * (y * width + x));
    }
  }
  return PNG.sync.write(image);
}

/** A folder with `train` and `test`, in each a folder a class with so many images. */
export function shapeFolder(folder: string, counts: { readonly train: number; readonly test: number }): void {
  for (const [split, count] of Object.entries(counts))
    for (const shape of shapeNames)
      for (let index = 0; index < count; index += 1)
        writeInto(join(folder, split, shape, `${index}.png`), shapeImage(shape, split === 'test' ? 1000 + index : index));
}

export function writeInto(file: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
