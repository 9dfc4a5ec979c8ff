import type { Challenge } from '../challenge.ts';
import { batchnormTraining } from './batchnorm-training.ts';
import { clippingRnn } from './clipping-rnn.ts';
import { deadRelu } from './dead-relu.ts';
import { densenetParameters } from './densenet-parameters.ts';
import { depthMicroscope } from './depth-microscope.ts';
import type { Help } from './help.ts';
import { highwayGates } from './highway-gates.ts';
import { initAndMomentum } from './init-and-momentum.ts';
import { initSignal } from './init-signal.ts';
import { learningSpeeds } from './learning-speeds.ts';
import { linearProduct } from './linear-product.ts';
import { neuronChain } from './neuron-chain.ts';
import { sawtooth } from './sawtooth.ts';
import { transferStrategies } from './transfer-strategies.ts';

/** Of all challenges, by id. Each was checked against the parameters of its experiment where it is written. */
const helps: Readonly<Record<string, Help>> = {
  ...batchnormTraining,
  ...clippingRnn,
  ...deadRelu,
  ...densenetParameters,
  ...depthMicroscope,
  ...highwayGates,
  ...initAndMomentum,
  ...initSignal,
  ...learningSpeeds,
  ...linearProduct,
  ...neuronChain,
  ...sawtooth,
  ...transferStrategies,
};

/** @throws Error where nobody has written any. */
export function helpWith({ id }: Pick<Challenge, 'id'>): Help {
  const help = helps[id];
  if (help === undefined) throw new Error(`The challenge "${id}" has no hints and no solution: src/lib/experiments/challenges/.`);
  return help;
}
