import { planOf, type Experiment, type TrainingExperiment } from '../../experiments/experiment.ts';
import { defaults } from '../../experiments/params.ts';

/** Whether there is a script of an example: whether it makes any step of training, so that a script has something to do. */
export function hasScript(experiment: Experiment): experiment is TrainingExperiment {
  if (experiment.kind !== 'training') return false;
  const { params, presets } = experiment;
  const values = { ...defaults(params), ...presets.quick.values };
  return presets.quick.arms.some((arm) => planOf(experiment, arm, values).steps > 0);
}
