import { freeze, type FrozenNorms } from '../../models/freezing.ts';
import type { Layer } from '../../models/layers.ts';
import type { WeightsRequest } from '../experiment.ts';
import type { StoredWeightsId } from './cards.ts';
import { sourceNet } from './recipe.ts';

/**
 * The stages of the source net: its first convolution with what follows it, and three blocks; behind them come the mean over the pixels
 * and the logits.
 */
const stages = {
  1: { name: 'norm 1', layers: 3 },
  2: { name: 'block 1', layers: 2 },
  3: { name: 'block 2', layers: 2 },
  4: { name: 'block 3', layers: 2 },
} as const;

/** How many stages: none to all. */
export type StageCount = 0 | 1 | 2 | 3 | 4;

export const allStages: StageCount = 4;

/** The name of the last of the first stages. */
export const lastOf = (count: Exclude<StageCount, 0>): string => stages[count].name;

/** The source net with so many outputs, its first stages frozen. */
export function targetNet(classes: number, frozenStages: StageCount, norms: FrozenNorms): readonly Layer[] {
  const layers = sourceNet(classes);
  const end = Object.values(stages)
    .slice(0, frozenStages)
    .reduce((sum, stage) => sum + stage.layers, 0);
  return [...freeze(layers.slice(0, end), norms), ...layers.slice(end)];
}

/** The weights of the first stages, from a source model; nothing where there are none to take. */
export function takenFrom(id: StoredWeightsId, taken: StageCount): WeightsRequest | undefined {
  return taken === 0 ? undefined : { id, upTo: lastOf(taken) };
}
