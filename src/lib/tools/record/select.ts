import type { PresetName } from '../../experiments/experiment.ts';
import { experimentIds, isExperimentId, type ExperimentId } from '../../experiments/registry.ts';

/** The examples that a command line names, or all of them. */
export function selectExperiments(names: readonly string[]): readonly ExperimentId[] {
  const unknown = names.find((name) => !isExperimentId(name));
  if (unknown !== undefined) throw new Error(`There is no example "${unknown}"; there are ${experimentIds.join(', ')}.`);
  return names.length === 0 ? experimentIds : names.filter(isExperimentId);
}

export function selectPreset(name: string | undefined): PresetName | undefined {
  if (name === undefined || name === 'quick' || name === 'full') return name;
  throw new Error(`--preset must be quick or full, got "${name}".`);
}
