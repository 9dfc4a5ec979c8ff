import type { Experiment } from './experiment.ts';
import type { ExperimentId } from './registry.ts';

/**
 * The examples that are at hand. Where `registry.ts` is imported, on the server, in the trainer and in tests, all of them are; a page
 * knows all their names, and fetches those that it shows (`components/experiment/files.ts`).
 */
const shelf = new Map<ExperimentId, Experiment>();

const names = new Set<string>();

/** Says which examples there are. */
export function nameExperiments(ids: readonly string[]): void {
  for (const id of ids) names.add(id);
}

/** Puts an example where `shelved` finds it. */
export function shelve(id: ExperimentId, experiment: Experiment): void {
  shelf.set(id, experiment);
}

/** Whether an example has this name, be it at hand or not. */
export const isNamed = (text: string | undefined): text is ExperimentId => text !== undefined && names.has(text);

export const isShelved = (id: ExperimentId): boolean => shelf.has(id);

/** @throws Error where the example is not at hand. */
export function shelved(id: ExperimentId): Experiment {
  const experiment = shelf.get(id);
  if (experiment === undefined)
    throw new Error(`The example "${id}" is needed before it was loaded: call loadExperiments first.`);
  return experiment;
}
