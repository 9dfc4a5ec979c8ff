import type { Advanced, SessionOptions, TrainingSession } from '../../src/lib/core/session.ts';
import { addingData } from '../../src/lib/datasets/adding.ts';
import type { TrainingPlan } from '../../src/lib/experiments/experiment.ts';
import type { Divergence, Frame } from '../../src/lib/experiments/frame.ts';
import { cifarNet } from '../../src/lib/models/cifar-net.ts';
import { highwayMlp } from '../../src/lib/models/shortcut-mlp.ts';
import { denseNet } from '../../src/lib/models/dense-net.ts';
import { sigmoidMlp } from '../../src/lib/models/mlp.ts';
import { dense as denseLayer, recurrent as recurrentLayer } from '../setup/layers.ts';
import { smallData } from '../setup/small-data.ts';

export const plan: TrainingPlan = {
  loss: 'softmaxCrossEntropy',
  optimizer: { learningRate: 0.02, momentum: 0.9, weightDecay: 1e-4 },
  batchSize: 8,
  steps: 20,
  augment: false,
  measureEvery: 5,
};

export const residual: SessionOptions = {
  layers: cifarNet({ depth: 8, width: 4, shortcuts: true }),
  plan,
  metrics: ['trainLoss', 'testError', 'gradientNorm'],
  dataset: smallData(64, 60, 8, 3),
  seed: 0,
};

/** On the whole set in every step. */
export const sigmoid: SessionOptions = {
  layers: sigmoidMlp([10, 10], 10),
  plan: { ...plan, loss: 'sigmoidCrossEntropy', batchSize: 'all', optimizer: { learningRate: 0.5, momentum: 0, weightDecay: 0 } },
  metrics: ['trainLoss', 'biasGradientNorm'],
  dataset: smallData(100, 30, 7, 1),
  seed: 0,
};

/** A recurrent net whose gradients are clipped. */
export const recurrent: SessionOptions = {
  layers: [recurrentLayer(12, 'tanh'), denseLayer(1)],
  plan: {
    ...plan,
    loss: 'meanSquaredError',
    optimizer: { learningRate: 0.05, momentum: 0.9, weightDecay: 0, clip: { by: 'norm', threshold: 0.5 } },
  },
  metrics: ['trainLoss', 'testLoss', 'totalGradientNorm', 'appliedGradientNorm'],
  dataset: addingData({ name: 'adding', length: 10, train: 64, test: 60 }),
  seed: 0,
};

/** A dense net with bottlenecks and compression, and what is measured of its weights and responses. */
export const dense: SessionOptions = {
  layers: denseNet({ depth: 16, growthRate: 3, bottlenecks: true, compression: 0.5 }),
  plan,
  metrics: ['trainLoss', 'testError', 'featureReuse', 'layerResponses'],
  dataset: smallData(64, 60, 8, 3),
  seed: 0,
};

/** A highway net, and what is measured of its gates. */
export const highway: SessionOptions = {
  layers: highwayMlp({ depth: 4, width: 10, fn: 'tanh', outputs: 10, gateBias: -1 }),
  plan: { ...plan, lookAt: 3 },
  metrics: ['trainLoss', 'gateOpening', 'unitGates', 'exampleGates'],
  dataset: smallData(100, 400, 7, 1),
  seed: 0,
};

/** A pre-activated residual net with projections, and how large its branches are. */
export const projected: SessionOptions = {
  layers: cifarNet({ depth: 8, width: 4, shortcuts: 'optionB', preActivation: true }),
  plan,
  metrics: ['trainLoss', 'testError', 'gradientNorm', 'responses', 'layerResponses'],
  dataset: smallData(64, 60, 8, 3),
  seed: 0,
};

/** Options with another plan. */
export const withPlan = (options: SessionOptions, changes: Partial<TrainingPlan>): SessionOptions => ({
  ...options,
  plan: { ...options.plan, ...changes },
});

export interface Ended {
  readonly frames: readonly Frame[];
  readonly divergence?: Divergence;
}

/** Trains until the step, or to where the run diverges. */
export async function trainTo(session: TrainingSession, step: number): Promise<Ended> {
  const frames: Frame[] = [];
  while (session.step < step) {
    const { frames: more, divergence } = await session.advance(step - session.step);
    frames.push(...more);
    if (divergence !== undefined) return { frames, divergence };
  }
  return { frames };
}

/** Trains to the end, measures what came of it, and frees the session. */
export async function trainToEnd(session: TrainingSession): Promise<Ended> {
  try {
    const { frames, divergence } = await trainTo(session, session.totalSteps);
    if (divergence !== undefined) return { frames, divergence };
    const last: Advanced = await session.finish();
    return { ...last, frames: [...frames, ...last.frames] };
  } finally {
    session.dispose();
  }
}

export const losses = (frames: readonly Frame[]): number[] => frames.map(({ values }) => Number(values.trainLoss));
