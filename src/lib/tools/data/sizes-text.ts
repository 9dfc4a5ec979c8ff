import type { Manifest, Pin } from '../../datasets/manifest.ts';

/** The sizes of the manifest's shards, as they are committed. */
export function sizesText({ imagesPerShard, sets }: Manifest): string {
  const bytes = (pins: readonly Pin[]): readonly number[] => pins.map((pin) => pin.bytes);
  const lines = Object.entries(sets).map(
    ([name, { train, test }]) => `    "${name}": ${JSON.stringify({ train: bytes(train), test: bytes(test) })}`,
  );
  return `{\n  "imagesPerShard": ${imagesPerShard},\n  "sets": {\n${lines.join(',\n')}\n  }\n}\n`;
}
