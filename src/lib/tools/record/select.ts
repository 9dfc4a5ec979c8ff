import type { Experiment, PresetName } from '../../experiments/experiment.ts';
import { experimentIds, experimentOf, isExperimentId, type ExperimentId } from '../../experiments/registry.ts';

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

/** Of these examples those that compute, or those that train; all of them where no kind is asked for. */
export function selectKind(ids: readonly ExperimentId[], kind: string | undefined): readonly ExperimentId[] {
  if (kind === undefined) return ids;
  const wanted = kinds.find((name) => name === kind);
  if (wanted === undefined) throw new Error(`--kind must be compute or training, got "${kind}".`);
  return ids.filter((id) => experimentOf(id).kind === wanted);
}

const kinds: readonly Experiment['kind'][] = ['compute', 'training'];
