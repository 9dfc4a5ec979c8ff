import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { ShardError } from './errors.ts';
import type { ShardSource } from './source.ts';

/** A file of which size and checksum are known beforehand. */
export interface PinnedFile {
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
}

/**
 * Reads and checks one file. Bytes that do not match are read once more past every cache, since a stale cached copy is the likeliest
 * cause. `onBytes` hears how many arrived; a negative count takes back those of a refused copy.
 *
 * @param renewal what whoever runs the site does to renew such files.
 * @throws {ShardError} when the second copy does not match either, or the source fails.
 */
export async function readPinned(
  pin: PinnedFile,
  source: ShardSource,
  onBytes: (count: number) => void,
  signal: AbortSignal,
  renewal: string,
): Promise<Uint8Array> {
  let arrived = 0;
  const count = (bytes: number): void => {
    arrived += bytes;
    onBytes(bytes);
  };
  const first = await source.read(pin.file, count, signal, 'default');
  if (matches(pin, first)) return first;
  onBytes(-arrived);
  const second = await source.read(pin.file, onBytes, signal, 'reload');
  if (matches(pin, second)) return second;
  throw damaged(pin, second, renewal);
}

/** Hashed in script: `crypto.subtle` does not exist on pages served without https. */
const digest = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

const matches = (pin: PinnedFile, bytes: Uint8Array): boolean => bytes.length === pin.bytes && digest(bytes) === pin.sha256;

const damaged = (pin: PinnedFile, bytes: Uint8Array, renewal: string): ShardError =>
  new ShardError(
    `${pin.file} is damaged: expected ${pin.bytes} bytes with SHA-256 ${pin.sha256.slice(0, 12)}…, ` +
      `got ${bytes.length} bytes with SHA-256 ${digest(bytes).slice(0, 12)}…. Press Retry; if it happens again, clear the browser's ` +
      `cache, or the site's data may be out of date (${renewal}).`,
  );
