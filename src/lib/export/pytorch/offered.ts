import type { Experiment, TrainingExperiment } from '../../experiments/experiment.ts';
import { metricFunctions } from './metrics.ts';

/** The example, if there is a script of it: if it trains, or makes nets, of which a script measures anything. */
export const scriptable = (experiment: Experiment): TrainingExperiment | undefined =>
  experiment.kind === 'training' && Object.keys(experiment.metrics).some((metric) => metric in metricFunctions)
    ? experiment
    : undefined;
