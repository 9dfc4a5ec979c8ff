import type { Manifest, Pin } from '../../datasets/manifest.ts';

/** The manifest as it is committed: one shard a line, so that a change reads well; it also ships to the trainer. */
export function manifestText({ imagesPerShard, sets }: Manifest): string {
  const list = (pins: readonly Pin[]): string =>
    pins.map(({ bytes, sha256 }) => `        { "bytes": ${bytes}, "sha256": "${sha256}" }`).join(',\n');
  const entries = Object.entries(sets).map(
    ([name, { side, channels, train, test }]) =>
      `    "${name}": {\n      "side": ${side},\n      "channels": ${channels},\n` +
      `      "train": [\n${list(train)}\n      ],\n      "test": [\n${list(test)}\n      ]\n    }`,
  );
  return `{\n  "imagesPerShard": ${imagesPerShard},\n  "sets": {\n${entries.join(',\n')}\n  }\n}\n`;
}
