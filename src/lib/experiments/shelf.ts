import type { Experiment } from './experiment.ts';
import type { ExperimentId } from './registry.ts';

/**
 * The examples that are at hand, one by one: a page gets those that it shows, and not the specs of the whole book. Where `registry.ts` is
 * imported, on the server, in the trainer and in tests, all of them are.
 */
const shelf = new Map<ExperimentId, Experiment>();

/** A file for each example, fetched by the pages that show it. */
const files: Readonly<Record<ExperimentId, () => Promise<{ default: Experiment }>>> = {
  degradation: () => import('./degradation.ts'),
  'depth-accuracy': () => import('./depth-accuracy.ts'),
  'exploding-chain': () => import('./exploding-chain.ts'),
  'gradient-factors': () => import('./gradient-factors.ts'),
  'identity-neuron': () => import('./identity-neuron.ts'),
  'init-and-momentum': () => import('./init-and-momentum.ts'),
  'initial-speeds': () => import('./initial-speeds.ts'),
  'learning-speeds': () => import('./learning-speeds.ts'),
  'linear-product': () => import('./linear-product.ts'),
  'neuron-chain': () => import('./neuron-chain.ts'),
  'parity-circuits': () => import('./parity-circuits.ts'),
  'random-first-layer': () => import('./random-first-layer.ts'),
  'rescaled-gradients': () => import('./rescaled-gradients.ts'),
  sawtooth: () => import('./sawtooth.ts'),
  'shallow-deep-sawtooth': () => import('./shallow-deep-sawtooth.ts'),
  'sigmoid-saturation': () => import('./sigmoid-saturation.ts'),
  'width-curve': () => import('./width-curve.ts'),
};

export const isExperimentId = (text: string | undefined): text is ExperimentId =>
  text !== undefined && Object.hasOwn(files, text);

export function shelve(id: ExperimentId, experiment: Experiment): void {
  shelf.set(id, experiment);
}

/** Gets the specs of examples ready. */
export async function loadExperiments(ids: readonly ExperimentId[]): Promise<void> {
  await Promise.all(ids.map(async (id) => shelf.has(id) || shelve(id, (await files[id]()).default)));
}

/** @throws Error where the example was not loaded before. */
export function shelved(id: ExperimentId): Experiment {
  const experiment = shelf.get(id);
  if (experiment === undefined)
    throw new Error(`The example "${id}" is needed before it was loaded: call loadExperiments first.`);
  return experiment;
}
