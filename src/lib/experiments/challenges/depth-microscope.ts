import type { Settings } from '../depth-microscope.ts';
import type { Help } from './help.ts';

export const depthMicroscope = {
  'exr-no-skips': {
    hints: [
      'Look at the weight gradients before the first step. What do they tell you about the activation function and the initial weights that the example opens with?',
      'There are two roads: a start that keeps signals and gradients at their size through 32 layers, or a normalisation that does it for any start. Neither is enough at the learning rate of 0.05.',
      'A start that keeps lengths exactly is orthogonal, and it needs an activation function that is straight near zero. Then look for the learning rate, downwards, by factors of two or three.',
    ],
    solution: {
      values: { activation: 'tanh', init: 'orthogonal', learningRate: 0.006 },
      why: 'Orthogonal weights keep the length of every signal, forwards and backwards, and tanh is nearly straight for small ones, so at the start all 32 layers get gradients of one size. What is left is the rate: steps add up over the layers, so a deep net without shortcuts bears only small ones. Batch normalisation with sigmoids comes close to 0.5, and below it with a start and a rate that suit it. Both roads lead here with care; shortcuts lead here without.',
    },
  },
  'exr-hundred-layers': {
    hints: [
      'Without a shortcut no start will do: a sigmoid has a slope of a quarter at most, to the power of a hundred.',
      'A highway gate carries on what it does not transform. How much is left of a signal after a hundred layers whose gates are open by σ(b)?',
      'A residual block adds s times its branch, a hundred times. The smaller s, the calmer the sum; then the learning rate can be larger.',
    ],
    solution: {
      values: { shortcut: 'residual', branchScale: 0.1, learningRate: 0.2 },
      why: 'The shortcut carries the gradient past a hundred slopes of a quarter. With branches of a tenth the sum of a hundred of them stays calm, and the net bears four times the usual rate. Highway gates do it as well, if their bias is so far below zero that a hundred of them carry on most of the signal, about −ln 100 or less.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
