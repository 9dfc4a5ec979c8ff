/** What the lab takes: it all has to fit into the memory of a tab, with room to spare. */
export const limits = {
  /** Images in all. */
  images: 2_000,
  /** Files in all, those that are no images included. */
  files: 4_000,
  /** Images of each class: four to train on, and one to look at. */
  perClass: 5,
  classes: 12,
  /** Bytes of a ZIP file, and of all that it holds, unpacked. */
  zipBytes: 250e6,
  unpackedBytes: 500e6,
  /** Bytes and pixels of one image. */
  fileBytes: 20e6,
  pixels: 25e6,
  /** Characters of a path. */
  path: 300,
} as const;

/** "2,000". */
export const grouped = (count: number): string => count.toLocaleString('en-GB');

/** "12.3 MB". */
export const megabytes = (bytes: number): string => `${grouped(Math.round(bytes / 1e5) / 10)} MB`;
