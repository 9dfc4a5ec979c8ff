import { fileURLToPath } from 'node:url';
import { experimentIds, experimentOf, type ExperimentId } from '../../src/lib/experiments/registry.ts';
import { measured, type TrainingExperiment } from '../../src/lib/experiments/experiment.ts';
import { scriptable } from '../../src/lib/export/pytorch/offered.ts';
import { scriptOf, type Script } from '../../src/lib/export/pytorch/script.ts';
import { claimsOfExample } from '../../src/lib/tools/python/examples.ts';
import { ensurePytorch, findPytorch } from '../../src/lib/tools/pytorch.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A Python with PyTorch: where there is none, what needs it is not tested, but for continuous integration, which fails. */
export const python = process.env['CI'] ? ensurePytorch() : findPytorch();

export interface TrainingExample {
  readonly id: ExperimentId;
  readonly experiment: TrainingExperiment;
}

/** The examples that a script can be made of. All of them measure the loss here, which tells most of a step. */
export const trainingExamples: readonly TrainingExample[] = experimentIds.flatMap((id) => {
  const experiment = scriptable(experimentOf(id));
  return experiment ? [{ id, experiment: { ...experiment, metrics: { ...experiment.metrics, ...measured('trainLoss') } } }] : [];
});

export const scriptFor = ({ id, experiment }: TrainingExample): Script =>
  scriptOf({
    id,
    experiment,
    claims: claimsOfExample(id, root),
    seed: 0,
    address: 'https://example.org/',
    weights: 'https://example.org/weights/',
  });
