import type { Layer } from './layers.ts';

/** Factor on the identity that a state is multiplied by at the start: it forgets slowly, and the net is no cliff yet. */
const START = 0.9;

/**
 * A recurrent net of ReLU units, read from its last state by one linear unit. The states begin as sums of what came in, each step's share
 * 0.9 times the one after it: W = 0.9 I.
 */
export const recurrentNet = (units: number): readonly Layer[] => [
  {
    type: 'recurrent',
    units,
    fn: 'relu',
    inputInit: { type: 'normal', std: 0.3 },
    recurrentInit: { type: 'identity', scale: START },
    biasInit: { type: 'zeros' },
  },
  { type: 'dense', units: 1, init: { type: 'fanIn', gain: 1 }, biasInit: { type: 'zeros' } },
];
