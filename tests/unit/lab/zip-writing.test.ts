import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { unpack, zipEntries } from '../../../src/lib/lab/zip.ts';
import { zipOf } from '../../../src/lib/lab/zip-writing.ts';

const files = [
  { path: 'model.json', bytes: new TextEncoder().encode('{"a":1}') },
  { path: 'päckchen.bin', bytes: Uint8Array.from({ length: 1_000 }, (_, i) => i % 251) },
  { path: 'nothing', bytes: new Uint8Array() },
];

describe('a ZIP file that the lab writes', () => {
  it('is read by others', () => {
    const read = unzipSync(zipOf(files));
    expect(Object.keys(read)).toEqual(files.map(({ path }) => path));
    expect(strFromU8(read['model.json'] ?? new Uint8Array())).toBe('{"a":1}');
    expect(read['päckchen.bin']).toEqual(files[1]?.bytes);
  });

  it('bears the earliest day there is, wherever and whenever it is written', () => {
    // The date in the header of the first file, at its place in the format: year 1980, month 1, day 1, and the time before it.
    const view = new DataView(zipOf(files).buffer);
    expect([view.getUint16(10, true), view.getUint16(12, true)]).toEqual([0, 0x0021]);
  });

  it('is read by the lab, which looks at every checksum', async () => {
    const zip = new Blob([zipOf(files)]);
    const read = await Promise.all((await zipEntries(zip)).map((entry) => unpack(zip, entry)));
    expect(read).toEqual(files.map(({ bytes }) => bytes));
  });
});
