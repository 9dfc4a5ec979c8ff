import type { FixedScaling } from '../datasets.ts';
import written from './cards.json' with { type: 'json' };
import type { SourceSide } from './recipe.ts';

/** What there is to know of a source model besides the recipe: written by `npm run source-model`, never by hand. */
export interface ModelCard {
  /** Below `weights/` of the site. */
  readonly file: string;
  readonly bytes: number;
  /** Of the file, hexadecimal. */
  readonly sha256: string;
  readonly side: SourceSide;
  /** Of the pixels of its training images, a number a channel; removed from all images that it is shown. */
  readonly scaling: FixedScaling;
  /** Trainable numbers. */
  readonly parameters: number;
  /** Images that it was trained and tested on. */
  readonly train: number;
  readonly test: number;
  /** Per cent of all its test images. */
  readonly accuracy: number;
  /** Of those of its classes among the first thousand test images of the data set, where tests look again. */
  readonly accuracyOnFirst: number;
}

export const storedWeightsIds = ['cifar-six-16'] as const;

/** A file of weights that the site serves. */
export type StoredWeightsId = (typeof storedWeightsIds)[number];

export const modelCards: Readonly<Record<StoredWeightsId, ModelCard>> = written as Record<StoredWeightsId, ModelCard>;
