import type { Settings } from '../transfer-strategies.ts';
import type { Help } from './help.ts';

export const transferStrategies = {
  'exr-worth-tuning': {
    hints: [
      'What does the net know before its first step, and what does a step of the largest rate do to it?',
      'From the other end: at a very small rate the weights of the source model stay what they are, and the new read-out, which was drawn at random, hardly learns in 60 steps.',
      'The good rates lie between, over less than a power of ten. Try 0.01, 0.03, 0.1 and 0.3.',
    ],
    solution: {
      values: { learningRate: 0.05 },
      why: 'Fine-tuning starts from features that are worth something. At a rate of 1 the first steps destroy them, and what is left is a net from scratch with 100 images; at 0.001 the new read-out does not learn in time. Between 0.02 and 0.1 the read-out learns, and the features move a little to where these classes need them. A comparison of ways to transfer says little as long as each has not had a rate of its own.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
