import type { Settings } from '../dead-relu.ts';
import type { Help } from './help.ts';

export const deadRelu = {
  'exr-back-to-life': {
    hints: [
      'A dead unit has no gradient of its own. But what it receives can change: whose weights would have to learn for that?',
      'Large steps kill units in the first layer, where nothing can bring them back: the images do not change. Small steps revive the third layer too slowly.',
      'Neither the bias nor the rate does it alone. Take less bias than 1, as long as 40 % of the third layer are dead at the start, and less of a rate than 0.05.',
    ],
    solution: {
      values: { learningRate: 0.03, bias: 0.65 },
      why: 'With biases of about −0.3 more than half of the third layer is dead at the start, yet some units of it, and most of the first two layers, are alive. They learn, so that what the third layer receives grows, and its units come back. The rate has to be small enough that the first layer does not lose units meanwhile: a unit that is dead for every image stays dead there, because no layer below it can change.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
