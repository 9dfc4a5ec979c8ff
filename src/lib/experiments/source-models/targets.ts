import { cifar10, mnist, type ImageRequest } from '../datasets.ts';
import { modelCards, type StoredWeightsId } from './cards.ts';
import { targetClasses } from './recipe.ts';

/** How much of a target task there is: images of each class to train on, and images of the test set to look through. */
export interface TargetSize {
  /** The source model, whose side and scaling the images have. */
  readonly weights: StoredWeightsId;
  readonly perClass: number;
  readonly test: number;
}

/** Images of a shard: what is downloaded at once. */
const SHARD = 1_000;

/**
 * Training images to look through for so many of each class, whole shards. A tenth of the images are of a class, give or take: the square
 * root of twice as many is left as a margin, and a test looks whether that is enough.
 */
const lookedThrough = (perClass: number): number =>
  Math.min(50_000, SHARD * Math.ceil((10 * (perClass + Math.sqrt(2 * perClass))) / SHARD));

/** Photographs of the classes that no source model has seen, scaled as the source model's own. */
export const photographs = ({ weights, perClass, test }: TargetSize): ImageRequest => ({
  ...cifar10({ train: lookedThrough(perClass), test, side: modelCards[weights].side }),
  scaling: modelCards[weights].scaling,
  classes: targetClasses,
  perClass,
});

/** The digits 1, 4, 6 and 9 in the place of these photographs: as many, as large, in colours that are all grey. */
export const digits = ({ weights, perClass, test }: TargetSize): ImageRequest => ({
  ...mnist({ train: lookedThrough(perClass), test }),
  scaling: modelCards[weights].scaling,
  frame: modelCards[weights].side,
  classes: targetClasses,
  perClass,
});
