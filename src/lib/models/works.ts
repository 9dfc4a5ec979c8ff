import { cifarNet } from './cifar-net.ts';
import type { Layer } from './layers.ts';
import { sigmoidMlp } from './mlp.ts';

/** A training step that the book measures a device by. */
export interface Work {
  readonly title: string;
  readonly layers: readonly Layer[];
  readonly inputShape: readonly [number, number, number];
  readonly loss: 'softmaxCrossEntropy' | 'sigmoidCrossEntropy';
  /** Examples in one step. */
  readonly count: number;
}

const plain = (depth: number): Work => ({
  title: `Plain net of ${depth} layers, width 8, 32 images of 16 × 16`,
  layers: cifarNet({ depth, width: 8, shortcuts: false }),
  inputShape: [16, 16, 3],
  loss: 'softmaxCrossEntropy',
  count: 32,
});

/** The sigmoid net of Nielsen's book with four hidden layers. */
const nielsen = (count: number): Work => ({
  title: `Sigmoid net [784, 30, 30, 30, 30, 10], ${count.toLocaleString('en')} digits`,
  layers: sigmoidMlp([30, 30, 30, 30], 10),
  inputShape: [28, 28, 1],
  loss: 'sigmoidCrossEntropy',
  count,
});

export const works = {
  'plain-20': plain(20),
  'plain-56': plain(56),
  'nielsen-10': nielsen(10),
  'nielsen-1000': nielsen(1000),
} as const satisfies Record<string, Work>;

export type WorkId = keyof typeof works;

export const workIds = Object.keys(works) as WorkId[];
