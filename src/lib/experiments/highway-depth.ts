import { highwayMlp, plainMlp } from '../models/shortcut-mlp.ts';
import { atLeast, claimsOver, every, exceeds, notAbove } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured, type Look, type TrainingArm } from './experiment.ts';
import { integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'gradientNorm');

const params = {
  gateBias: number({
    label: 'Bias b_T of the gates',
    help: 'Where the biases of all gates start, but for the net that shows −2.',
    default: -4,
    min: -10,
    max: 2,
    step: 0.5,
  }),
  learningRate: number({
    label: 'Factor on the learning rates',
    help: 'Each net has a learning rate chosen for it; this multiplies all of them.',
    default: 1,
    min: 0.1,
    max: 10,
    scale: 'log',
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 300, min: 50, max: 4000, step: 50 }),
};

type Settings = Values<typeof params>;

/** Units a layer, for about 5,000 parameters each: 5,112 without gates and 5,100 with them. */
const widths = { plain: 71, highway: 50 } as const;

const dashes: Readonly<Record<number, Look['dash']>> = { 10: 'solid', 20: 'dashed', 50: 'dotted' };

const rated = (rate: number): Required<Pick<TrainingArm<typeof params>, 'training'>> => ({
  training: ({ learningRate }) => ({ optimizer: { learningRate: learningRate * rate, momentum: 0.9, weightDecay: 0 } }),
});
