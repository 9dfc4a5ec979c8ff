import { createSession } from '../../../src/lib/core/session.ts';
import type { Backend, Frame } from '../../../src/lib/experiments/frame.ts';
import { cifarNet } from '../../../src/lib/models/cifar-net.ts';
import { smallData } from '../../setup/small-data.ts';

/** Twenty steps of a small residual net, with all that a session measures. */
export async function curve(backend: Backend, steps: number): Promise<Frame[]> {
  const session = await createSession({
    layers: cifarNet({ depth: 8, width: 4, shortcuts: true }),
    plan: {
      loss: 'softmaxCrossEntropy',
      optimizer: { learningRate: 0.02, momentum: 0.9, weightDecay: 1e-4 },
      batchSize: 8,
      steps,
      augment: true,
      measureEvery: 5,
    },
    metrics: ['trainLoss', 'testError', 'gradientNorm'],
    dataset: smallData(64, 60, 8, 3),
    seed: 0,
    backend,
  });
  const frames: Frame[] = [];
  for (let step = 0; step < steps; step += 1) frames.push(await session.step());
  frames.push(await session.finish());
  session.dispose();
  return frames;
}
