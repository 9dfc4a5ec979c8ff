import type { Initializer, Layer } from '../models/layers.ts';
import { claimsOver } from './claims.ts';
import { sawtooth } from './datasets.ts';
import { defineTraining, measured, type TrainingPlan } from './experiment.ts';
import { integer, number } from './params.ts';

const metrics = measured('testLoss', 'predictions');

const params = {
  compositions: integer({
    label: 'Compositions k',
    help: 'The function to learn has 2ᵏ straight pieces.',
    default: 2,
    min: 1,
    max: 7,
  }),
  shallowRate: number({
    label: 'Learning rate, shallow',
    help: 'Size of a step for the network with one hidden layer.',
    default: 0.04,
    min: 0.001,
    max: 1,
    scale: 'log',
  }),
  deepRate: number({
    label: 'Learning rate, deep',
    help: 'Size of a step for the network with three hidden layers.',
    default: 0.04,
    min: 0.001,
    max: 1,
    scale: 'log',
  }),
  steps: integer({
    label: 'Steps',
    help: 'Updates of the weights, each from 32 points.',
    default: 4000,
    min: 500,
    max: 20000,
    step: 500,
  }),
};

const claim = claimsOver({ arms: ['shallow', 'deep'], metrics, params });

/**
 * [1, ..., 1] with rectified linear units, initialised after He et al. 2015; the first biases are spread, so that units bend at
 * different places of [0, 1] to begin with.
 */
function reluNet(hidden: readonly number[]): readonly Layer[] {
  const dense = (units: number, gain: number, biasInit: Initializer): Layer => ({
    type: 'dense',
    units,
    init: { type: 'fanIn', gain },
    biasInit,
  });
  const spread: Initializer = { type: 'uniform', bound: 1 };
  return [
    { type: 'flatten' },
    ...hidden.flatMap((units, l): Layer[] => [dense(units, 2, l === 0 ? spread : { type: 'zeros' }), { type: 'activation', fn: 'relu' }]),
    dense(1, 1, { type: 'zeros' }),
  ];
}
