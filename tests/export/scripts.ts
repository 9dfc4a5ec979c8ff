import { fileURLToPath } from 'node:url';
import { experimentIds, experimentOf, type ExperimentId } from '../../src/lib/experiments/registry.ts';
import type { TrainingExperiment } from '../../src/lib/experiments/experiment.ts';
import { hasScript } from '../../src/lib/export/pytorch/offered.ts';
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

/** The examples that a script can be made of. */
export const trainingExamples: readonly TrainingExample[] = experimentIds.flatMap((id) => {
  const experiment = experimentOf(id);
  return hasScript(experiment) ? [{ id, experiment }] : [];
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
