import type { Settings } from '../highway-gates.ts';
import type { Help } from './help.ts';

export const highwayGates = {
  'exr-open-gates': {
    hints: [
      'The opening of a gate hardly changes in training: it stays near σ(b_T). Which biases leave it above a tenth?',
      'Between two ends: at b_T = 0 half of each input is lost in each layer, and far below −2 the gates are less open than asked.',
      'With a bias near −1.5 the loss comes close. A larger learning rate makes up for what is missing, and too large a one spoils it.',
    ],
    solution: {
      values: { gateBias: -1.5, learningRate: 0.4 },
      why: 'Gates that are open by σ(−1.5) = 0.18 carry on 0.82 of a signal a layer, 2 % after twenty; that is enough for the early layers to learn at all, and with a larger rate in time. At b_T = 0 a millionth is carried on. The usual bias of −2 or less is chosen for that reason: what a layer does not yet know how to transform, it should let pass.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
