/**
 * What a reader's own model may be, so that a browser lives through it. The largest model of the book has 400 layers, 0.56 million
 * parameters, and a step of 0.94 GFLOP that keeps 30 MB of layer outputs.
 */

/** Characters of its text. */
export const mostCharacters = 64_000;

/** Layers, those within others counted. */
export const mostLayers = 512;

/** Lists of layers within each other: a branch in a branch in a branch. */
export const mostNested = 4;

export const mostParameters = 1_000_000;

/** Floating-point operations of one training step over a whole batch: a backward pass costs about two forward ones. */
export const mostFlops = 4e9;

/** Of the outputs of all layers for a whole batch, in single precision. */
export const mostBytes = 200e6;
