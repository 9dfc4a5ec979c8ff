import { parseTar } from 'nanotar';
import { DataError } from './errors.ts';

/** The bytes of one file of an npm package. */
export function tarEntry(tar: Uint8Array, path: string): Uint8Array {
  const name = `package/${path}`;
  const data = parseTar(tar, { filter: (file) => file.name === name })[0]?.data;
  if (!data) throw new DataError(`The tarball holds no ${name}: it is not the package that this tool knows.`);
  return data;
}
