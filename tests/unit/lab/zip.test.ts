import { strToU8, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { unpack, zipEntries, type ZipEntry } from '../../../src/lib/lab/zip.ts';

const words = (text: string): Uint8Array => strToU8(text);
const zipOf = (files: Zippable): Uint8Array<ArrayBuffer> => new Uint8Array(zipSync(files));
const blobOf = (bytes: Uint8Array<ArrayBuffer>): Blob => new Blob([bytes]);

/** Where the directory's entry of the first file begins. */
function directoryOf(zip: Uint8Array<ArrayBuffer>): { readonly view: DataView; readonly at: number } {
  const view = new DataView(zip.buffer);
  return { view, at: view.getUint32(zip.length - 22 + 16, true) };
}

async function onlyEntry(blob: Blob): Promise<ZipEntry> {
  const [entry] = await zipEntries(blob);
  if (entry === undefined) throw new Error('The ZIP file of the test is empty.');
  return entry;
}

describe('a ZIP file', () => {
  it('gives its files, packed or stored, without folders', async () => {
    const long = 'to and fro '.repeat(20_000);
    const zip = blobOf(
      zipOf({ 'cats/': new Uint8Array(), 'cats/1.txt': words(long), 'dogs/2.txt': [words('short'), { level: 0 }] }),
    );
    const entries = await zipEntries(zip);
    expect(entries.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['cats/1.txt', long.length],
      ['dogs/2.txt', 5],
    ]);
    const texts = await Promise.all(entries.map(async (entry) => new TextDecoder().decode(await unpack(zip, entry))));
    expect(texts).toEqual([long, 'short']);
  });

  it('is refused where it is none, or broken off', async () => {
    const none =
      'The ZIP file cannot be read: it has no directory at its end, so it is no ZIP file, or a part of one. Pack it anew.';
    await expect(zipEntries(new Blob(['not at all']))).rejects.toThrow(none);
    const zip = zipOf({ 'cats/1.txt': words('one') });
    await expect(zipEntries(blobOf(zip.slice(0, zip.length - 5)))).rejects.toThrow(none);
    // The end of one file behind the beginning of nothing.
    await expect(zipEntries(blobOf(zip.slice(40)))).rejects.toThrow(/^The ZIP file cannot be read: its directory /);
  });

  it.each(['../up.png', '/root.png', 'cats\\up.png', 'cats/../../up.png'])('is refused whole for the path %j', async (path) => {
    await expect(zipEntries(blobOf(zipOf({ 'cats/1.png': words('x'), [path]: words('x') })))).rejects.toThrow(
      /Nothing was read\.$/,
    );
  });

  it('is refused where a path is there twice', async () => {
    const zip = zipOf({ 'cats/1.png': words('x'), 'cats/2.png': words('y') });
    const { view, at } = directoryOf(zip);
    const second = at + 46 + 'cats/1.png'.length;
    view.setUint8(second + 46 + 'cats/'.length, '1'.charCodeAt(0));
    await expect(zipEntries(blobOf(zip))).rejects.toThrow('The path "cats/1.png" is there twice. Nothing was read.');
  });

  it('is refused where it would unpack to more than there is room for, by what its directory says', async () => {
    const zip = zipOf({ 'cats/1.png': words('x') });
    const { view, at } = directoryOf(zip);
    view.setUint32(at + 24, 3e9, true);
    await expect(zipEntries(blobOf(zip))).rejects.toThrow(
      'Unpacked, the ZIP file would take 3,000 MB; 500 MB are the most. Nothing was unpacked.',
    );
  });

  it('unpacks no more than its directory says, whatever is packed', async () => {
    const zip = zipOf({ 'cats/1.png': new Uint8Array(5e6) });
    const { view, at } = directoryOf(zip);
    view.setUint32(at + 24, 100, true);
    const blob = blobOf(zip);
    await expect(unpack(blob, await onlyEntry(blob))).rejects.toThrow(
      'The ZIP file cannot be read: "cats/1.png" is larger than its directory says. Pack it anew.',
    );
  });

  it('is refused for too many files before they are listed', async () => {
    const zip = zipOf({ 'cats/1.png': words('x') });
    const { view } = directoryOf(zip);
    view.setUint16(zip.length - 22 + 8, 20_000, true);
    view.setUint16(zip.length - 22 + 10, 20_000, true);
    await expect(zipEntries(blobOf(zip))).rejects.toThrow(
      'The ZIP file holds 20,000 files; the lab takes up to 4,000, and of these up to 2,000 images.',
    );
  });

  it('is refused where a file in it is damaged, encrypted, or somewhere else', async () => {
    const text = 'all kinds of letters, none of them twice in a row: xyz';
    const damaged = zipOf({ 'cats/1.png': [words(text), { level: 0 }] });
    damaged[30 + 'cats/1.png'.length + 3] = 0;
    await expect(unpack(blobOf(damaged), await onlyEntry(blobOf(damaged)))).rejects.toThrow(
      '"cats/1.png" is not what was packed',
    );

    const broken = zipOf({ 'cats/1.png': words(text.repeat(9)) });
    broken.fill(0xff, 30 + 'cats/1.png'.length, 30 + 'cats/1.png'.length + 9);
    await expect(unpack(blobOf(broken), await onlyEntry(blobOf(broken)))).rejects.toThrow('"cats/1.png" cannot be unpacked');

    const encrypted = zipOf({ 'cats/1.png': words(text) });
    const flags = directoryOf(encrypted);
    flags.view.setUint16(flags.at + 8, 1, true);
    await expect(zipEntries(blobOf(encrypted))).rejects.toThrow('"cats/1.png" is encrypted');

    const elsewhere = zipOf({ 'cats/1.png': words(text) });
    const place = directoryOf(elsewhere);
    place.view.setUint32(place.at + 42, place.at, true);
    await expect(zipEntries(blobOf(elsewhere))).rejects.toThrow('"cats/1.png" would lie beyond the place of the files');
  });
});
