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
  /** Bytes of all images as the net gets them, side by side. */
  pixelBytes: 120e6,
  /** Bytes of what is stored of all images, and of their mirror images, to be trained on. */
  storedBytes: 400e6,
  /** Bytes of a model's weights, of its description, and files of both. */
  modelBytes: 20e6,
  modelJsonBytes: 4e6,
  modelFiles: 100,
  /** Numbers in its weights: of packed ones there are more than bytes. */
  modelParameters: 5e6,
  /** Layers, and how deep models may lie in models. */
  modelLayers: 1_000,
  modelDepth: 8,
  /** Side of the images that it takes; 256 is what Keras gives to whoever does not say it. */
  modelSide: { least: 8, most: 256 },
  /** Numbers that its features have of one image. */
  modelFeatures: 50_000,
} as const;

/** "2,000". */
export const grouped = (count: number): string => count.toLocaleString('en-GB');

/** "12.3 MB". */
export const megabytes = (bytes: number): string => `${grouped(Math.round(bytes / 1e5) / 10)} MB`;

/** "12.3 MB", or "3.4 kB" where that would say little. */
export const sized = (bytes: number): string => (bytes < 1e5 ? `${grouped(Math.round(bytes / 100) / 10)} kB` : megabytes(bytes));
