import { describe, expect, it } from 'vitest';
import { chosenModel, droppedModel, droppedSource } from '../../../src/lib/runner/droppedFiles.ts';

/** A tree of names: a text is a file, a record a folder. */
type Tree = string | { readonly [name: string]: Tree };

/** An entry as browsers give it; folders hand out two of theirs at a time. */
function entryOf(name: string, tree: Tree, above = ''): FileSystemEntry {
  const fullPath = `${above}/${name}`;
  if (typeof tree === 'string') {
    const file = (done: (file: File) => void): void => done(new File([tree], name));
    return { isFile: true, isDirectory: false, name, fullPath, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const left = Object.entries(tree).map(([inner, content]) => entryOf(inner, content, fullPath));
    return { readEntries: (done: (entries: FileSystemEntry[]) => void) => done(left.splice(0, 2)) };
  };
  return { isFile: false, isDirectory: true, name, fullPath, createReader } as unknown as FileSystemEntry;
}

/** What a drop of these carries. */
function dropOf(trees: Readonly<Record<string, Tree>>): DataTransfer {
  const items = Object.entries(trees).map(([name, tree]) => ({ webkitGetAsEntry: () => entryOf(name, tree) }));
  const files = Object.entries(trees).map(([name]) => new File(['bytes'], name));
  return { items, files } as unknown as DataTransfer;
}

describe('a drop on the lab', () => {
  it('of a folder lists all files in it, however deep, with their paths', async () => {
    const source = await droppedSource(
      dropOf({ pets: { cats: { '1.png': 'a', '2.png': 'b', '3.png': 'c' }, dogs: { old: { '4.png': 'd' } } } }),
    );
    if (source.kind !== 'files') throw new Error(`The folder came as ${source.kind}.`);
    expect(source.files.map(({ path }) => path)).toEqual([
      'pets/cats/1.png',
      'pets/cats/2.png',
      'pets/cats/3.png',
      'pets/dogs/old/4.png',
    ]);
    expect(await source.files[3]?.file.text()).toBe('d');
  });

  it('of one file takes it for a ZIP file, and refuses several', async () => {
    expect(await droppedSource(dropOf({ 'pets.zip': 'PK' }))).toMatchObject({ kind: 'zip', zip: { name: 'pets.zip' } });
    await expect(droppedSource(dropOf({ '1.png': 'a', '2.png': 'b' }))).rejects.toThrow(
      '2 single files were dropped. Drop the folder that they lie in, with one folder in it a class, or one ZIP file.',
    );
    await expect(droppedSource(dropOf({}))).rejects.toThrow('Nothing that was dropped is a file or a folder.');
  });

  it('of too many files stops at the limit, before anything is read', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`${i}.png`, 'x']));
    await expect(droppedSource(dropOf({ cats: many }))).rejects.toThrow(
      'There are more than 4,000 files in it. The lab takes up to 2,000 images. Nothing was read. Give it some of each class.',
    );
  });
});

describe('a model that is given to the lab', () => {
  it('is one ZIP file, or all files that were dropped or chosen', async () => {
    expect(await droppedModel(dropOf({ 'net.zip': 'PK' }))).toMatchObject({ kind: 'zip', zip: { name: 'net.zip' } });
    const source = await droppedModel(dropOf({ 'model.json': '{}', weights: { 'a.bin': 'a' } }));
    if (source.kind !== 'files') throw new Error(`The files came as ${source.kind}.`);
    expect(source.files.map(({ path }) => path)).toEqual(['model.json', 'weights/a.bin']);
    const files = [new File(['{}'], 'model.json'), new File(['a'], 'a.bin')] as unknown as FileList;
    expect(chosenModel(files)).toMatchObject({ kind: 'files', files: [{ path: 'model.json' }, { path: 'a.bin' }] });
    await expect(droppedModel(dropOf({}))).rejects.toThrow('Nothing that was dropped is a file.');
  });
});
