import type { Settings } from '../init-signal.ts';
import type { Help } from './help.ts';

export const initSignal = {
  'exr-gain-of-tanh': {
    hints: [
      'Xavier’s factor is 1. What is left of activations and gradients there after fifty layers, and in which direction is it wrong?',
      'The slope of tanh is 1 at zero and below 1 everywhere else. A factor above 1 makes up for it, and too large a one drives the units into saturation and the gradient up.',
      'Try factors between 1 and 2; the gradient turns from shrinking to growing somewhere in the middle.',
    ],
    solution: {
      values: { gain: 1.4 },
      why: 'With g = 1 the weights keep the size of a signal only as long as tanh is straight, and each layer takes a little more. With g above 1 the activations settle at a size where what the weights add and what tanh takes away are in balance, and the gradient is multiplied by something near 1 a layer. With g = 2 the balance lies so far up that the gradient grows more than this task allows. The gain of 5/3 that libraries offer for tanh multiplies standard deviations: it is g = 25/9, more than fifty layers bear.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
