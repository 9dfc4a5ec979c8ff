import type { Settings } from '../densenet-parameters.ts';
import type { Help } from './help.ts';

export const densenetParameters = {
  'exr-deep-and-frugal': {
    hints: [
      'Parameters grow with the square of depth and of growth rate; what is kept for the backward pass grows with the square of the depth, but only in proportion to the growth rate.',
      'Twelve maps a layer are too many for this budget of memory at any depth from 120 on.',
      'With the growth rate at its least, depth and compression are left: stay close to 120 layers, or let the blocks hand on fewer maps.',
    ],
    solution: {
      values: { depth: 124, growthRate: 8 },
      why: 'A layer of a dense block reads all maps before it, so both counts grow faster than the depth. The growth rate is the lever: from 12 to 8 it takes away more than half of the parameters and a third of the memory. A compression of ¼ leaves room for a few layers more. Parameters are not the budget that binds here: memory for the backward pass is, as it often is with DenseNets.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
