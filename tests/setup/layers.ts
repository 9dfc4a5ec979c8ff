import type { Activation, ConcatLayer, DenseLayer, HighwayLayer, Layer, ResidualLayer } from '../../src/lib/models/layers.ts';

/** Layers in short, for nets that exist in tests only. */
export const conv = (filters: number, stride: 1 | 2 = 1, kernelSize: 1 | 3 = 3): Layer => ({
  type: 'conv2d',
  filters,
  kernelSize,
  stride,
  init: { type: 'fanIn', gain: 2 },
});
export const norm: Layer = { type: 'batchNorm', epsilon: 1e-5, momentum: 0.1 };
export const frozenNorm: Layer = { type: 'batchNorm', epsilon: 1e-5, momentum: 0.1, frozen: true };
export const groupNorm = (groups: number | 'channels'): Layer => ({ type: 'groupNorm', groups, epsilon: 1e-5 });
export const rmsNorm: Layer = { type: 'rmsNorm', epsilon: 1e-5 };
export const activation = (fn: Activation): Layer => ({ type: 'activation', fn });
export const [relu, tanh, sigmoid, softsign] = [
  activation('relu'),
  activation('tanh'),
  activation('sigmoid'),
  activation('softsign'),
];
/** With biases, which `conv` has none of. */
export const biasedConv = (filters: number, kernelSize: 1 | 3 = 1): Layer => ({
  type: 'conv2d',
  filters,
  kernelSize,
  stride: 1,
  init: { type: 'fanIn', gain: 2 },
  biasInit: { type: 'normal', std: 0.5 },
});
export const residual = (shortcut: ResidualLayer['shortcut'], ...branch: readonly Layer[]): ResidualLayer => ({
  type: 'residual',
  shortcut,
  branch,
});
export const highway = (transform: readonly Layer[], gate: readonly Layer[]): HighwayLayer => ({
  type: 'highway',
  transform,
  gate,
});
export const concat = (...branch: readonly Layer[]): ConcatLayer => ({ type: 'concat', branch });
export const halve: Layer = { type: 'averagePool', size: 2 };
export const pool: Layer = { type: 'globalAveragePool' };
export const flatten: Layer = { type: 'flatten' };
export const recurrent = (units: number, fn: Activation): Layer => ({
  type: 'recurrent',
  units,
  fn,
  inputInit: { type: 'fanIn', gain: 1 },
  recurrentInit: { type: 'fanIn', gain: 1.5 },
  biasInit: { type: 'normal', std: 0.5 },
});
export const dense = (units: number, std?: number): DenseLayer => ({
  type: 'dense',
  units,
  init: std === undefined ? { type: 'fanIn', gain: 1 } : { type: 'normal', std },
  biasInit: std === undefined ? { type: 'normal', std: 0.5 } : { type: 'zeros' },
});
