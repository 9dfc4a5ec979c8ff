import type { Look } from './experiment.ts';

/** How each normalisation, and none, looks in every figure of the book. */
export const normLooks = {
  none: { colour: 'plain', dash: 'solid' },
  batch: { colour: 'batch-norm', dash: 'solid' },
  layer: { colour: 'layer-norm', dash: 'dashed' },
  instance: { colour: 'instance-norm', dash: 'dotted' },
  group: { colour: 'group-norm', dash: 'solid' },
  rms: { colour: 'rms-norm', dash: 'dotted' },
} as const satisfies Record<string, Look>;
