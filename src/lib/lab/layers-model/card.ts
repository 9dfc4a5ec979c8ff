import type { StrategyId } from '../strategies.ts';
import type { PixelScaling } from './pixels.ts';

/** What is known of a reader's model once it was read and built. */
export interface GivenCard {
  /** Of its file. */
  readonly name: string;
  /** Where it came from, if from an address. */
  readonly address: string | undefined;
  /** Of the images that it takes. */
  readonly side: number;
  readonly channels: 1 | 3;
  /** Of its weights, and their checksum CRC-32. */
  readonly bytes: number;
  readonly crc: number;
  /** Numbers in its weights, to the features, and numbers that the features have. */
  readonly parameters: number;
  readonly featureCount: number;
  /** Sides of its stages' maps. */
  readonly stages: readonly number[];
  /** How its pixels are scaled, where it says so. */
  readonly scaling: PixelScaling | undefined;
  /** Images of a step that computes and trains all of it; 0 where too few would fit. */
  readonly batchSize: number;
  /** Of its last two stages: numbers that are stored of an image, and images of a step on them; 0 where too few would fit. */
  readonly top: { readonly stored: number; readonly batchSize: number };
  /** Strategies that are not offered, whatever the images, and why: the end of a sentence. */
  readonly missing: Readonly<Partial<Record<StrategyId, string>>>;
}

/** A reader's model and how its pixels are scaled: what a run on it was made with. */
export interface GivenSource {
  readonly card: GivenCard;
  readonly scaling: PixelScaling;
}

/** Bytes that the tensors of a step of training may take together. */
const STEP_BYTES = 800e6;
/**
 * What a layer's output takes, in tensors of its size: itself, its gradient, and what is held for the way back. Measured: 744 MB for 15
 * images of a MobileNet of half the width at 224 pixels, nearly six.
 */
const TENSORS = 6;
/** As many as in the book's own nets. */
export const MOST_IN_STEP = 32;
const LEAST = 4;

/** How many images of so many activations each fit into a step of training; 0 where there would be too few. */
export function batchSizeFor(activations: number): number {
  const fitting = Math.floor(STEP_BYTES / (activations * TENSORS * Float32Array.BYTES_PER_ELEMENT));
  return fitting < LEAST ? 0 : Math.min(MOST_IN_STEP, fitting);
}
