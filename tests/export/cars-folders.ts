import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { shapeImage, writeInto } from '../setup/made-images.ts';

/** Folders in which something is amiss, each in its own way. */
export function makeFaulty(folder: string, data: string): void {
  const of = (name: string, change: (at: string) => void): void => {
    cpSync(data, join(folder, name), { recursive: true });
    change(join(folder, name));
  };
  mkdirSync(join(folder, 'empty'));
  of('one', (at) =>
    ['train', 'test'].forEach((part) => ['cross', 'disc'].forEach((name) => rmSync(join(at, part, name), { recursive: true }))),
  );
  of('without', (at) => {
    rmSync(join(at, 'test/cross'), { recursive: true });
    writeInto(join(at, 'test/cross/notes.txt'), 'no image');
  });
  of('other', (at) => cpSync(join(at, 'test/disc'), join(at, 'test/ring'), { recursive: true }));
  of('single', (at) => ['1', '2', '3'].forEach((index) => rmSync(join(at, `train/bar/${index}.png`))));
  of('damaged', (at) =>
    ['0', '1', '2', '3'].forEach((index) => writeInto(join(at, `train/bar/${index}.png`), shapeImage('bar', 1).subarray(0, 60))),
  );
}

/** The places of torchvision's StanfordCars; the lists are JSON in place of MATLAB's format. */
export function makeTorchvision(folder: string): void {
  const base = join(folder, 'torchvision/stanford_cars');
  const annotations = (count: number): string =>
    JSON.stringify({ annotations: Array.from({ length: count }, (_, i) => ({ fname: `${i}.png`, class: 1 + (i % 2) })) });
  writeInto(join(base, 'devkit/cars_meta.mat'), JSON.stringify({ class_names: ['Ram C/V Cargo Van', 'Audi A5'] }));
  writeInto(join(base, 'devkit/cars_train_annos.mat'), annotations(8));
  writeInto(join(base, 'cars_test_annos_withlabels.mat'), annotations(3));
  cpSync(join(folder, 'torchvision'), join(folder, 'torchvision-part'), { recursive: true });
  rmSync(join(folder, 'torchvision-part/stanford_cars/devkit/cars_train_annos.mat'));
}
