import type { Experiment } from '../../lib/experiments/experiment.ts';
import type { ExperimentId } from '../../lib/experiments/registry.ts';
import { isShelved, shelve } from '../../lib/experiments/shelf.ts';

/** A file for each example, fetched by the pages that show it: the specs of the whole book would be more than a chapter may load. */
export const files: Readonly<Record<ExperimentId, () => Promise<{ default: Experiment }>>> = {
  'batchnorm-train-eval': () => import('../../lib/experiments/batchnorm-train-eval.ts'),
  'batchnorm-training': () => import('../../lib/experiments/batchnorm-training.ts'),
  'clip-direction': () => import('../../lib/experiments/clip-direction.ts'),
  'clipping-cliff': () => import('../../lib/experiments/clipping-cliff.ts'),
  'clipping-rnn': () => import('../../lib/experiments/clipping-rnn.ts'),
  'dead-relu': () => import('../../lib/experiments/dead-relu.ts'),
  'deep-linear-times': () => import('../../lib/experiments/deep-linear-times.ts'),
  degradation: () => import('../../lib/experiments/degradation.ts'),
  'densenet-parameters': () => import('../../lib/experiments/densenet-parameters.ts'),
  'densenet-training': () => import('../../lib/experiments/densenet-training.ts'),
  'depth-accuracy': () => import('../../lib/experiments/depth-accuracy.ts'),
  'depth-microscope': () => import('../../lib/experiments/depth-microscope.ts'),
  'exploding-chain': () => import('../../lib/experiments/exploding-chain.ts'),
  'feature-reuse': () => import('../../lib/experiments/feature-reuse.ts'),
  'grad-cam': () => import('../../lib/experiments/grad-cam.ts'),
  'gradient-factors': () => import('../../lib/experiments/gradient-factors.ts'),
  'highway-depth': () => import('../../lib/experiments/highway-depth.ts'),
  'highway-gate': () => import('../../lib/experiments/highway-gate.ts'),
  'highway-gates': () => import('../../lib/experiments/highway-gates.ts'),
  'identity-neuron': () => import('../../lib/experiments/identity-neuron.ts'),
  'init-and-momentum': () => import('../../lib/experiments/init-and-momentum.ts'),
  'init-signal': () => import('../../lib/experiments/init-signal.ts'),
  'init-training': () => import('../../lib/experiments/init-training.ts'),
  'initial-speeds': () => import('../../lib/experiments/initial-speeds.ts'),
  'jacobian-spectrum': () => import('../../lib/experiments/jacobian-spectrum.ts'),
  'layer-transfer': () => import('../../lib/experiments/layer-transfer.ts'),
  'learning-speeds': () => import('../../lib/experiments/learning-speeds.ts'),
  'linear-product': () => import('../../lib/experiments/linear-product.ts'),
  'neuron-chain': () => import('../../lib/experiments/neuron-chain.ts'),
  'norm-axes': () => import('../../lib/experiments/norm-axes.ts'),
  'norm-batch-size': () => import('../../lib/experiments/norm-batch-size.ts'),
  'norm-bound': () => import('../../lib/experiments/norm-bound.ts'),
  'norm-comparison': () => import('../../lib/experiments/norm-comparison.ts'),
  'norm-invariances': () => import('../../lib/experiments/norm-invariances.ts'),
  'parity-circuits': () => import('../../lib/experiments/parity-circuits.ts'),
  randaugment: () => import('../../lib/experiments/randaugment.ts'),
  'random-first-layer': () => import('../../lib/experiments/random-first-layer.ts'),
  'residual-gradient': () => import('../../lib/experiments/residual-gradient.ts'),
  'residual-mlp': () => import('../../lib/experiments/residual-mlp.ts'),
  'residual-responses': () => import('../../lib/experiments/residual-responses.ts'),
  'rescaled-gradients': () => import('../../lib/experiments/rescaled-gradients.ts'),
  'rms-against-layer': () => import('../../lib/experiments/rms-against-layer.ts'),
  sawtooth: () => import('../../lib/experiments/sawtooth.ts'),
  'shallow-deep-sawtooth': () => import('../../lib/experiments/shallow-deep-sawtooth.ts'),
  'shortcut-kinds': () => import('../../lib/experiments/shortcut-kinds.ts'),
  'sigmoid-saturation': () => import('../../lib/experiments/sigmoid-saturation.ts'),
  'tiny-steps': () => import('../../lib/experiments/tiny-steps.ts'),
  'transfer-data-size': () => import('../../lib/experiments/transfer-data-size.ts'),
  'transfer-distance': () => import('../../lib/experiments/transfer-distance.ts'),
  'transfer-rates': () => import('../../lib/experiments/transfer-rates.ts'),
  'transfer-strategies': () => import('../../lib/experiments/transfer-strategies.ts'),
  'width-curve': () => import('../../lib/experiments/width-curve.ts'),
};

/** Gets examples ready, so that an island can be taken over from the server in one go. */
export async function loadExperiments(ids: readonly ExperimentId[]): Promise<void> {
  await Promise.all(ids.map(async (id) => isShelved(id) || shelve(id, (await files[id]()).default)));
}
