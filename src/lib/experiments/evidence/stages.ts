import type { ArmLog } from '../runlog.ts';

/** The stages of the source net of 16 pixels: how wide their maps are, and what they are called in the net and in figures. */
export const evidenceStages = [
  { layer: 'norm 1', name: 'first convolution', side: 16 },
  { layer: 'block 1', name: 'block 1', side: 16 },
  { layer: 'block 2', name: 'block 2', side: 8 },
  { layer: 'block 3', name: 'block 3', side: 4 },
] as const;

export const evidenceLayers: readonly string[] = evidenceStages.map(({ layer }) => layer);

/** The map of one stage, row by row. */
export interface StageMap {
  readonly name: string;
  readonly side: number;
  readonly values: readonly number[];
}

/** The numbers of a series that is one number a place. */
export const numbersOf = (log: ArmLog, metric: string): readonly number[] => (log[metric]?.y ?? []).flat();

/** The maps of an arm's run, as many as were measured. */
export function stageMaps(log: ArmLog): readonly StageMap[] {
  const all = numbersOf(log, 'classEvidence');
  let from = 0;
  return evidenceStages.flatMap(({ name, side }) => {
    const values = all.slice(from, (from += side * side));
    return values.length === side * side ? [{ name, side, values }] : [];
  });
}
