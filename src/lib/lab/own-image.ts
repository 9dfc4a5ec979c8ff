import { classNames } from '../experiments/evidence/classes.ts';
import type { ArmLog } from '../experiments/runlog.ts';

/** What the source model makes of an image of the reader's. */
export interface SeenImage {
  /** Its pixels as the model is shown them, packed. */
  readonly image: readonly number[];
  /** One a class. */
  readonly logits: readonly number[];
  /** For each class the evidence at each stage, one after the other. */
  readonly evidence: readonly (readonly number[])[];
}

/** What the example would have measured of this image, for a class: what its drawing and its words are made from. */
export function logOf({ image, logits, evidence }: SeenImage, name: string): ArmLog {
  const series = (y: readonly number[]) => ({ x: y.map((_, i) => i), y });
  return {
    exampleImage: series(image),
    exampleLogits: series(logits),
    classEvidence: series(evidence[classNames.indexOf(name)] ?? []),
  };
}

/** Each class with its share of the softmax, the most probable first. */
export function probabilities({ logits }: SeenImage): readonly { readonly name: string; readonly share: number }[] {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power, i) => ({ name: classNames[i] ?? '', share: power / sum })).sort((a, b) => b.share - a.share);
}
