import type { Settings } from '../linear-product.ts';
import type { Help } from './help.ts';

export const linearProduct = {
  'exr-narrow-window': {
    hints: [
      'With c = 1 the variance of the entries, 1/16, keeps the mean square of a signal, and yet the signal of this chain shrinks. Which c would undo it, layer by layer?',
      'From the figure, read the factor by which 150 layers together change the norm. Its 150th root is the factor of one layer.',
      'The slider moves in steps of 0.05, and one step changes the product by a factor of more than a thousand. Type a number between two of its positions.',
    ],
    solution: {
      values: { scale: 1.02 },
      why: 'A Gaussian matrix of width n with variance 1/n keeps the square of a length on average. But the product of many is decided by the mean of the logarithm, which for n = 16 lies about 1/(2n) = 0.03 below zero a layer: the typical length falls by 3 % a layer, while rare long ones keep up the mean. So c a little above 1 levels it, up to the chance of these 150 matrices. How narrow the window is, about 2 % on each side, is the point: c to the power 150 forgives nothing.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
