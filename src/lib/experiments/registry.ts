import batchnormTraining from './batchnorm-training.ts';
import batchnormTrainEval from './batchnorm-train-eval.ts';
import clipDirection from './clip-direction.ts';
import clippingCliff from './clipping-cliff.ts';
import clippingRnn from './clipping-rnn.ts';
import deadRelu from './dead-relu.ts';
import deepLinearTimes from './deep-linear-times.ts';
import degradation from './degradation.ts';
import densenetParameters from './densenet-parameters.ts';
import densenetTraining from './densenet-training.ts';
import depthAccuracy from './depth-accuracy.ts';
import depthMicroscope from './depth-microscope.ts';
import type { Experiment } from './experiment.ts';
import explodingChain from './exploding-chain.ts';
import featureReuse from './feature-reuse.ts';
import gradCam from './grad-cam.ts';
import gradientFactors from './gradient-factors.ts';
import highwayDepth from './highway-depth.ts';
import highwayGate from './highway-gate.ts';
import highwayGates from './highway-gates.ts';
import identityNeuron from './identity-neuron.ts';
import initAndMomentum from './init-and-momentum.ts';
import initSignal from './init-signal.ts';
import initTraining from './init-training.ts';
import initialSpeeds from './initial-speeds.ts';
import jacobianSpectrum from './jacobian-spectrum.ts';
import layerTransfer from './layer-transfer.ts';
import learningSpeeds from './learning-speeds.ts';
import linearProduct from './linear-product.ts';
import neuronChain from './neuron-chain.ts';
import normAxes from './norm-axes.ts';
import normBatchSize from './norm-batch-size.ts';
import normBound from './norm-bound.ts';
import normComparison from './norm-comparison.ts';
import normInvariances from './norm-invariances.ts';
import parityCircuits from './parity-circuits.ts';
import randaugment from './randaugment.ts';
import randaugmentTraining from './randaugment-training.ts';
import randomFirstLayer from './random-first-layer.ts';
import residualGradient from './residual-gradient.ts';
import residualMlp from './residual-mlp.ts';
import residualResponses from './residual-responses.ts';
import rescaledGradients from './rescaled-gradients.ts';
import rmsAgainstLayer from './rms-against-layer.ts';
import sawtooth from './sawtooth.ts';
import shallowDeepSawtooth from './shallow-deep-sawtooth.ts';
import { nameExperiments, shelve } from './shelf.ts';
import shortcutKinds from './shortcut-kinds.ts';
import sigmoidSaturation from './sigmoid-saturation.ts';
import tinySteps from './tiny-steps.ts';
import transferDataSize from './transfer-data-size.ts';
import transferDistance from './transfer-distance.ts';
import transferRates from './transfer-rates.ts';
import transferStrategies from './transfer-strategies.ts';
import widthCurve from './width-curve.ts';

/** Every example of the book. The key is its id: in permalinks, recordings, test names and on the page. */
export const experiments = {
  'batchnorm-train-eval': batchnormTrainEval,
  'batchnorm-training': batchnormTraining,
  'clip-direction': clipDirection,
  'clipping-cliff': clippingCliff,
  'clipping-rnn': clippingRnn,
  'dead-relu': deadRelu,
  'deep-linear-times': deepLinearTimes,
  degradation,
  'densenet-parameters': densenetParameters,
  'densenet-training': densenetTraining,
  'depth-accuracy': depthAccuracy,
  'depth-microscope': depthMicroscope,
  'exploding-chain': explodingChain,
  'feature-reuse': featureReuse,
  'grad-cam': gradCam,
  'gradient-factors': gradientFactors,
  'highway-depth': highwayDepth,
  'highway-gate': highwayGate,
  'highway-gates': highwayGates,
  'identity-neuron': identityNeuron,
  'init-and-momentum': initAndMomentum,
  'init-signal': initSignal,
  'init-training': initTraining,
  'initial-speeds': initialSpeeds,
  'jacobian-spectrum': jacobianSpectrum,
  'layer-transfer': layerTransfer,
  'learning-speeds': learningSpeeds,
  'linear-product': linearProduct,
  'neuron-chain': neuronChain,
  'norm-axes': normAxes,
  'norm-batch-size': normBatchSize,
  'norm-bound': normBound,
  'norm-comparison': normComparison,
  'norm-invariances': normInvariances,
  'parity-circuits': parityCircuits,
  randaugment,
  'randaugment-training': randaugmentTraining,
  'random-first-layer': randomFirstLayer,
  'residual-gradient': residualGradient,
  'residual-mlp': residualMlp,
  'residual-responses': residualResponses,
  'rescaled-gradients': rescaledGradients,
  'rms-against-layer': rmsAgainstLayer,
  sawtooth,
  'shallow-deep-sawtooth': shallowDeepSawtooth,
  'shortcut-kinds': shortcutKinds,
  'sigmoid-saturation': sigmoidSaturation,
  'tiny-steps': tinySteps,
  'transfer-data-size': transferDataSize,
  'transfer-distance': transferDistance,
  'transfer-rates': transferRates,
  'transfer-strategies': transferStrategies,
  'width-curve': widthCurve,
} satisfies Record<string, Experiment>;

export type ExperimentId = keyof typeof experiments;

export const experimentIds = Object.keys(experiments) as ExperimentId[];

export const isExperimentId = (text: string): text is ExperimentId => Object.hasOwn(experiments, text);

/** The experiment with this id, of either kind, without the types of its parameters. */
export const experimentOf = (id: ExperimentId): Experiment => experiments[id];

nameExperiments(experimentIds);
for (const id of experimentIds) shelve(id, experiments[id]);
