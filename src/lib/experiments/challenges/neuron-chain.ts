import type { Settings } from '../neuron-chain.ts';
import type { Help } from './help.ts';

export const neuronChain = {
  'exr-exploding-on-purpose': {
    hints: [
      'Look at the slopes σ′(z) in the drawing, not at the weights. How large can a slope be, and how large are these?',
      'A factor between two neurons is w σ′(z), at most 8/4 = 2 here. What does z have to be for the slope to be near a quarter?',
      'Choose the biases from the left to the right: each has to cancel the weight times the activation that arrives, so that z is near 0 and the activation near ½.',
    ],
    solution: {
      values: { b1: -0.5, b2: -4, b3: -4 },
      why: 'With z = 0 in the first three neurons each slope is ¼ and each factor 2, so the ratio is 2³ = 8, the most that weights of 8 allow. The bias of the last neuron does not matter: its slope is in both gradients. Large weights alone do not explode. They drive the neurons into saturation, where the slopes vanish faster than the weights grow; only a bias that cancels each of them keeps the product large, and the gradient is then large for a narrow range of inputs.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
