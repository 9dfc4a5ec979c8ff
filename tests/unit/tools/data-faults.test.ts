/** A disk and folders that fail: the file system's answers are replaced, since a test may run as root. */
import * as fs from 'node:fs/promises';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DataError } from '../../../src/lib/tools/data/errors.ts';
import { removeUnfinished, withFolder, writeAtomically } from '../../../src/lib/tools/data/files.ts';
import { openTarball } from '../../../src/lib/tools/data/tarball.ts';
import { fetching, makeWorkshop, source, tarball } from './data-workshop.ts';

vi.mock('node:fs/promises', { spy: true });

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
});

afterEach(() => {
  vi.resetAllMocks();
  rmSync(folder, { recursive: true });
});

const failing = (code: string): Promise<never> => Promise.reject(Object.assign(new Error(`${code}: from the test`), { code }));

describe('writing', () => {
  it('onto a full disk names the file and the way out, and removes its half', async () => {
    vi.mocked(fs.writeFile).mockImplementationOnce((path) => {
      writeFileSync(path as string, 'half');
      return failing('ENOSPC');
    });
    const path = join(folder, 'a.bin');
    await expect(writeAtomically(path, 'whole')).rejects.toThrow(
      new DataError(
        `The disk is full: ${path} could not be written. Free at least 600 MB (ENOSPC). ` +
          'Then run npm run data again: what is finished is kept.',
      ),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves an older file as it was when it fails', async () => {
    const path = join(folder, 'a.bin');
    await writeAtomically(path, 'old');
    vi.mocked(fs.rename).mockImplementationOnce(() => failing('ENOSPC'));
    await expect(writeAtomically(path, 'new')).rejects.toBeInstanceOf(DataError);
    expect(await fs.readFile(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.bin']);
  });

  it.each(['EACCES', 'EPERM', 'EROFS'])('into a folder that answers %s says which folder to make writable', async (code) => {
    vi.mocked(fs.writeFile).mockImplementationOnce(() => failing(code));
    const path = join(folder, 'a.bin');
    await expect(writeAtomically(path, 'x')).rejects.toThrow(
      new DataError(
        `${path} may not be written. Make its folder ${folder} writable (${code}). Then run npm run data again: what is finished is kept.`,
      ),
    );
  });

  it('below a file says that a file is in the way', async () => {
    writeFileSync(join(folder, 'data'), 'a file');
    const path = join(folder, 'data', 'a.bin');
    await expect(writeAtomically(path, 'x')).rejects.toThrow(
      `${path} cannot be made: a part of that path is a file. Move that file away`,
    );
  });

  it('that fails for an unknown reason passes the error on', async () => {
    vi.mocked(fs.writeFile).mockImplementationOnce(() => failing('EWHATEVER'));
    await expect(writeAtomically(join(folder, 'a.bin'), 'x')).rejects.toThrow('EWHATEVER: from the test');
  });
});

describe('fetching', () => {
  it('into a cache that may not be written names the cache', async () => {
    vi.mocked(fs.mkdtemp).mockImplementationOnce(() => failing('EACCES'));
    const { cache, report, root } = makeWorkshop(fetching(tarball));
    await expect(openTarball(source, cache, fetching(tarball), report)).rejects.toThrow(`${cache} may not be written.`);
    rmSync(root, { recursive: true });
  });

  it('onto a disk that is full at the last moment names the tarball and keeps nothing', async () => {
    vi.mocked(fs.rename).mockImplementationOnce(() => failing('ENOSPC'));
    const { cache, report, root } = makeWorkshop(fetching(tarball));
    await expect(openTarball(source, cache, fetching(tarball), report)).rejects.toThrow(
      `The disk is full: ${join(cache, 'tiny-1.0.0.tgz')} could not be written.`,
    );
    expect(readdirSync(cache)).toEqual([]);
    rmSync(root, { recursive: true });
  });
});

it('a process that ends in the middle removes its unfinished files', async () => {
  vi.mocked(fs.writeFile).mockImplementationOnce((path) => {
    writeFileSync(path as string, 'half');
    return new Promise(() => undefined);
  });
  void writeAtomically(join(folder, 'a.bin'), 'whole');
  void withFolder(folder, () => new Promise(() => undefined));
  await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(2));
  removeUnfinished();
  expect(readdirSync(folder)).toEqual([]);
});
