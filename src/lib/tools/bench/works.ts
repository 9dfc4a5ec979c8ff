import { cifarNet } from '../../models/cifar-net.ts';
import { works as shared, type Work as Net } from '../../models/works.ts';

/** A training step that every contender is timed on. Plain data: it also travels to Python, as JSON. */
export interface Work extends Net {
  readonly classes: number;
  readonly optimizer: { readonly learningRate: number; readonly momentum: number; readonly weightDecay: number };
  /** Milliseconds that a sample lasts at least, of as many steps as it takes: longer where waiting for a result costs. */
  readonly sampleTime: number;
}

const momentum = { learningRate: 0.02, momentum: 0.9, weightDecay: 1e-4 };

const descent = { learningRate: 0.1, momentum: 0, weightDecay: 0.005 };

/** A browser tells the time in tenths of a millisecond, so that shorter samples say little. */
const sampleTime = 10;

export const works = {
  'plain-20': { ...shared['plain-20'], classes: 10, optimizer: momentum, sampleTime },
  'plain-56': { ...shared['plain-56'], classes: 10, optimizer: momentum, sampleTime },
  'nielsen-10': { ...shared['nielsen-10'], classes: 10, optimizer: descent, sampleTime },
  'nielsen-1000': { ...shared['nielsen-1000'], classes: 10, optimizer: descent, sampleTime },
  'gpu-56': {
    title: 'Plain net of 56 layers, width 16, 128 images of 32 × 32, on a GPU',
    layers: cifarNet({ depth: 56, width: 16, shortcuts: false }),
    inputShape: [32, 32, 3],
    loss: 'softmaxCrossEntropy',
    count: 128,
    classes: 10,
    optimizer: momentum,
    sampleTime: 200,
  },
} as const satisfies Record<string, Work>;

export type WorkId = keyof typeof works;

export const workOf = (id: WorkId): Work => works[id];
