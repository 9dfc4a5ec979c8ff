import type { Settings } from '../learning-speeds.ts';
import type { Help } from './help.ts';

export const learningSpeeds = {
  'exr-off-the-plateau': {
    hints: [
      'The early layers learn slowly because their gradients are small. What could make up for a small gradient?',
      'A learning rate of some 3 does not help by itself. Which other setting works against the weights as soon as the rate is large?',
      'Every weight shrinks by ηλ/n a step, here with n = 1,000. Compute the share for η = 3 and λ = 5, and what 500 steps of it leave of a weight that has no gradient to speak of.',
    ],
    solution: {
      values: { learningRate: 3, regularization: 0 },
      why: 'A rate thirty times as large makes up for part of what three sigmoid layers take from the gradient. But weight decay grows with the rate: with η = 3 and λ = 5 every weight loses 1.5 % a step, half of it in 46 steps, long before its small gradient has said anything. Without the decay the net leaves the plateau within the 500 epochs. The early layers are still the slow ones: the cure works by brute force, and a rate of 10 is already too much for the late layers.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
