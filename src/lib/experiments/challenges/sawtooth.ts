import type { Settings } from '../sawtooth.ts';
import type { Help } from './help.ts';

export const sawtooth = {
  'exr-hundred-pieces': {
    hints: [
      'Ask for the number of pieces first. What does one composition more do to it, and what does it cost in units?',
      'Seven compositions are within the budget of units. Now look at how wide the pieces are: where the tent has its peak, each fold divides every piece into two.',
      'A peak at p divides a piece of width w into pieces of width p w and (1 − p) w. The narrowest of all has taken the smaller share seven times.',
    ],
    solution: {
      values: { compositions: 7, peak: 0.5 },
      why: 'Each composition doubles the pieces for two units more, so seven of them make 128 pieces from 14 units. The narrowest piece has the width min(p, 1 − p)⁷; at p = ½ that is 1/128, and already at 0.46 it is below 1/200. Depth gives many pieces for few units, but it gives them by folding: no piece is free to be where one likes.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
