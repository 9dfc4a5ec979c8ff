import type { Settings } from '../batchnorm-training.ts';
import type { Help } from './help.ts';

export const batchnormTraining = {
  'exr-without-normalisation': {
    hints: [
      'What does batch normalisation give the sigmoids, whatever the weights are, that this net has to get from its weights?',
      'A sigmoid of inputs that hardly vary hands on next to nothing. With 100 inputs, each about ½, which standard deviation of the weights makes the weighted inputs of a unit vary by about 1?',
      'With weights two or three times as large the net starts at once; then it bears a larger learning rate too.',
    ],
    solution: {
      values: { std: 0.3, learningRate: 1.5 },
      why: 'With a standard deviation of 0.1 the inputs of a unit vary too little from image to image, and the gradient shrinks in each layer by the small slope times the small weights. At 0.3 the signal keeps its size through three layers, and training starts at once. Batch normalisation does this by itself, from weights of almost any size, as the net beside it shows: it needs no one to find 0.3. In three layers a good start does nearly as well; compare with thirty.',
    },
  },
} satisfies Readonly<Record<string, Help<Settings>>>;
