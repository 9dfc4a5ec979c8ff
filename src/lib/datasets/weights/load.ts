import { readPinned, type PinnedFile } from '../pinned.ts';
import type { ShardSource } from '../source.ts';
import { readSafetensors, type NamedTensor } from './safetensors.ts';

/** By source, so that two sources never answer for each other, and by checksum. */
const kept = new WeakMap<ShardSource, Map<string, readonly NamedTensor[]>>();

/**
 * The tensors of a file of weights. What a source gave before is kept: the arms of a run read it once.
 *
 * @param onBytes hears how many bytes arrived.
 * @throws {ShardError} when it cannot be read, or its bytes are not the pinned ones.
 * @throws {WeightsError} when they are no file of weights.
 */
export async function loadWeights(
  pin: PinnedFile,
  source: ShardSource,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<readonly NamedTensor[]> {
  const files = kept.get(source) ?? new Map<string, readonly NamedTensor[]>();
  kept.set(source, files);
  const known = files.get(pin.sha256);
  if (known !== undefined) {
    onBytes(pin.bytes);
    return known;
  }
  const renewal = 'its weights come with the sources, or from npm run source-model';
  const { tensors } = readSafetensors(await readPinned(pin, source, onBytes, signal, renewal));
  files.set(pin.sha256, tensors);
  return tensors;
}
