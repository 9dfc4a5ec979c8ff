import type { StrategyId } from './strategies.ts';

/** Where one validation image has evidence for the class that it was taken for. */
export interface Evidence {
  /** The image's place in the set. */
  readonly image: number;
  /** The class that it was taken for. */
  readonly taken: number;
  /** Grad-CAM [side, side] of the last stage, or of a reader's model's last map, row by row. */
  readonly map: readonly number[];
  readonly side: number;
}

/** What came of one strategy. */
export interface StrategyResult {
  readonly strategy: StrategyId;
  /** The class that each validation image was taken for, in the order of the split. */
  readonly predictions: readonly number[];
  /** Of one more batch, in nats. */
  readonly trainLoss: number;
  /** For training alone. */
  readonly seconds: number;
  /** The first validation image that was right, and the first that was wrong, where there is one. */
  readonly right: Evidence | undefined;
  readonly wrong: Evidence | undefined;
  /** A file: the trained weights in the format safetensors, or, of a reader's model, a ZIP file of its description and weights. */
  readonly model: Uint8Array<ArrayBuffer>;
}

/** Normal quantile of an interval of 95 %. */
const Z = 1.96;

export interface Interval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The share of right answers, and all q that it is less than 1.96 of their own standard errors away from, |share - q| <= 1.96
 * sqrt(q (1 - q) / n) (Wilson 1927): unlike an interval from the error at the share itself it is not empty where all answers are right.
 */
export function accuracyOf(right: number, n: number): Interval {
  const share = right / n;
  const centre = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2))) / (1 + Z ** 2 / n);
  return { share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** How many images of each class (rows) were taken for each class (columns). */
export function confusionOf(
  labels: readonly number[],
  predictions: readonly number[],
  classes: number,
): readonly (readonly number[])[] {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  labels.forEach((label, i) => {
    const row = counts[label];
    const taken = predictions[i];
    if (row !== undefined && taken !== undefined) row[taken] = (row[taken] ?? 0) + 1;
  });
  return counts;
}

export const rightOnes = (labels: readonly number[], predictions: readonly number[]): number =>
  labels.filter((label, i) => label === predictions[i]).length;
