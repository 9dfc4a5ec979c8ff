import type { Settings } from '../clipping-rnn.ts';
import type { Help } from './help.ts';

export const clippingRnn = {
  'exr-thirty-steps-back': {
    hints: [
      'The threshold of 100 is hardly ever reached. In the third panel, how large are the gradients usually, and how large at their worst?',
      'A threshold in the range of the usual gradients changes every step a little; one far above them changes only the jumps, and those still by too much.',
      'Go down with the threshold by factors of three, and try more than one seed at each: a lucky seed proves nothing.',
    ],
    solution: {
      values: { threshold: 0.3 },
      why: 'Over thirty steps the gradient is a product of thirty factors, and now and then it is enormous. A step along it then ends the learning. Clipped at 0.3, such a step is no longer than many others, and keeps its direction. A threshold of 1 still lets steps through that cost some seeds most of what was learnt; one of 0.1 works too, and even a larger learning rate with it, since the steps are bounded by rate times threshold.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
