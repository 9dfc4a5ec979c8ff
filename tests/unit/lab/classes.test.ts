import { describe, expect, it } from 'vitest';
import { checkEnough, countsOf, sortedIntoClasses } from '../../../src/lib/lab/classes.ts';

const sorted = (...paths: string[]) => sortedIntoClasses(paths.map((path) => ({ path })));

describe('the classes of the lab', () => {
  it('are named after the first folders that not all files share', () => {
    const { classes, files } = sorted('my/pets/dogs/1.png', 'my/pets/cats/1.png', 'my/pets/cats/old/2.png');
    expect(classes).toEqual(['cats', 'dogs']);
    expect(files.map(({ label }) => label)).toEqual([1, 0, 0]);
    expect(sorted('cats/1.png', 'dogs/1.png').classes).toEqual(['cats', 'dogs']);
    expect(countsOf(classes, [1, 0, 0])).toEqual([2, 1]);
  });

  it('are at least two', () => {
    const message =
      'All 2 files lie in one folder, so there is one class only, and nothing to tell apart. Put the images of each class into a folder of its own.';
    expect(() => sorted('pets/cats/1.png', 'pets/cats/2.png')).toThrow(message);
    expect(() => sorted('1.png', '2.png')).toThrow(message);
    expect(() => sorted()).toThrow('There is no file in it. Give a folder, or a ZIP file, with one folder of images a class.');
  });

  it('are at most twelve, with 2,000 images', () => {
    expect(() => sorted(...Array.from({ length: 13 }, (_, i) => `${i}/x.png`))).toThrow(
      'There are 13 folders, and so as many classes; 12 are the most.',
    );
    expect(() => sorted(...Array.from({ length: 2001 }, (_, i) => `${i % 2}/${i}.png`))).toThrow(
      'There are 2,001 images; the lab takes up to 2,000. Nothing was read. Give it some of each class.',
    );
  });

  it('have all files in them', () => {
    expect(() => sorted('pets/cats/1.png', 'pets/dogs/1.png', 'pets/readme.txt')).toThrow(
      '"pets/readme.txt" lies beside the folders of the classes, in none of them. Move it into one, or take it out.',
    );
  });

  it('have five images each', () => {
    expect(() => checkEnough(['cats', 'dogs'], [0, 0, 1])).toThrow(
      'The class "cats" has 2 images that can be read; each needs 5 at least, of which one is kept for validation.',
    );
    expect(() => checkEnough(['cats', 'dogs'], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])).not.toThrow();
  });
});
