import type { Settings } from '../init-and-momentum.ts';
import type { Help } from './help.ts';

export const initAndMomentum = {
  'exr-momentum-in-time': {
    hints: [
      'After t steps the momentum is that of turn t/250. How far has it risen when the run ends?',
      'The turns are ½, ¾, ⅚, ⅞, and so on, each 1 − 1/(2k). In how many turns is it near 0.99, and how many steps a turn does that leave?',
      'Shorter turns raise the momentum sooner; turns of a single step raise it before the net has settled, at this learning rate.',
    ],
    solution: {
      values: { every: 10 },
      why: 'Momentum needs time to act: at 0.99 a step is remembered for about a hundred steps. With turns of 250 steps the 600 steps end at 5/6, and the rate that was chosen for momentum near 0.99 is too small for that. With turns of 10 steps the momentum passes 0.9 after 50 steps and reaches 0.99 before the end. Raising it at once is worse, because early gradients are large and point everywhere. A larger learning rate makes up for some of it and not for all.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
