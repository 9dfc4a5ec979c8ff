import { describe, expect, it } from 'vitest';
import { checkedList } from '../../../src/lib/lab/paths.ts';

const listed = (...paths: string[]): string[] => checkedList(paths.map((path) => ({ path }))).map(({ path }) => path);

describe('the list of files that the lab is given', () => {
  it('comes back as it is, without what systems add', () => {
    expect(
      listed('pets/cats/1.png', 'pets/.DS_Store', '__MACOSX/pets/cats/._1.png', 'pets/dogs/Thumbs.db', 'pets/dogs/ö 2.jpg'),
    ).toEqual(['pets/cats/1.png', 'pets/dogs/ö 2.jpg']);
  });

  it.each([
    ['../secret.png', 'The path "../secret.png" leads out of its folder, or nowhere. Nothing was read.'],
    ['cats/../../x.png', 'The path "cats/../../x.png" leads out of its folder, or nowhere. Nothing was read.'],
    ['cats//x.png', 'The path "cats//x.png" leads out of its folder, or nowhere. Nothing was read.'],
    ['/etc/x.png', 'The path "/etc/x.png" begins at the root of a disk, and not in its own folder. Nothing was read.'],
    ['C:/x.png', 'The path "C:/x.png" begins at the root of a disk, and not in its own folder. Nothing was read.'],
    ['cats\\x.png', 'The path "cats\\\\x.png" has a backslash in it; folders are told apart by "/". Nothing was read.'],
    ['cats/\u0000x.png', 'The path "cats/\\u0000x.png" has control characters in it. Nothing was read.'],
  ])('is refused for the trick in %j', (path, message) => {
    expect(() => listed('cats/1.png', path)).toThrow(message);
  });

  it('is refused where a path is there twice, or very long', () => {
    expect(() => listed('cats/1.png', 'cats/1.png')).toThrow('The path "cats/1.png" is there twice. Nothing was read.');
    expect(() => listed(`cats/${'x'.repeat(400)}.png`)).toThrow(/has 409 characters; 300 are the most\. Nothing was read\.$/);
  });

  it('is refused where it is too long, with the limit', () => {
    expect(() => listed(...Array.from({ length: 20_000 }, (_, i) => `cats/${i}.png`))).toThrow(
      'There are 20,000 files; the lab takes up to 4,000, and of these up to 2,000 images. Nothing was read. Give it some of each class.',
    );
  });
});
