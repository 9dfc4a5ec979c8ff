import { planOf, type Experiment, type TrainingExperiment } from '../../experiments/experiment.ts';
import { defaults } from '../../experiments/params.ts';

/** The example, if there is a script of it: if it makes any step of training, so that a script has something to do. */
export function scriptable(experiment: Experiment): TrainingExperiment | undefined {
  if (experiment.kind !== 'training') return undefined;
  const { params, presets } = experiment;
  const values = { ...defaults(params), ...presets.quick.values };
  return presets.quick.arms.some((arm) => planOf(experiment, arm, values).steps > 0) ? experiment : undefined;
}
