import type { TrainingMetric } from '../../experiments/metrics.ts';

/**
 * The function of the script that measures a metric, and when: of the net as it stands before a step, or of what the step computed; in
 * every step, where what costs time is due, at both ends of the run, or at its end. A metric that is missing here is not measured by
 * scripts, and a claim that needs it is not checked by them.
 */
export const metricFunctions: { readonly [M in TrainingMetric]?: MetricFunction } = {
  trainLoss: { of: 'step', fn: 'train_loss', when: 'step' },
  testError: { of: 'net', fn: 'test_error', when: 'due' },
  totalGradientNorm: { of: 'step', fn: 'total_gradient_norm', when: 'step' },
  appliedGradientNorm: { of: 'step', fn: 'applied_gradient_norm', when: 'step' },
  peakLoss: { of: 'step', fn: 'peak_loss', when: 'due' },
  peakGradientNorm: { of: 'step', fn: 'peak_gradient_norm', when: 'due' },
  gradientNorm: { of: 'step', fn: 'gradient_norm', when: 'due' },
  biasGradientNorm: { of: 'step', fn: 'bias_gradient_norm', when: 'due' },
  biasGradients: { of: 'step', fn: 'bias_gradients', when: 'ends' },
  testLoss: { of: 'net', fn: 'test_loss', when: 'due' },
  activationMean: { of: 'net', fn: 'activation_mean', when: 'due' },
  activationSpread: { of: 'net', fn: 'activation_spread', when: 'due' },
  activationLow: { of: 'net', fn: 'activation_low', when: 'due' },
  activationHigh: { of: 'net', fn: 'activation_high', when: 'due' },
  signalSize: { of: 'net', fn: 'signal_size', when: 'due' },
  deadUnits: { of: 'net', fn: 'dead_units', when: 'due' },
  responses: { of: 'net', fn: 'block_responses', when: 'due' },
  layerResponses: { of: 'net', fn: 'layer_responses', when: 'due' },
  gateOpening: { of: 'net', fn: 'gate_opening', when: 'due' },
  unitGates: { of: 'net', fn: 'unit_gates', when: 'ends' },
  exampleGates: { of: 'net', fn: 'example_gates', when: 'ends' },
  featureReuse: { of: 'net', fn: 'feature_reuse', when: 'ends' },
  testErrorOfBatches: { of: 'net', fn: 'test_error_of_batches', when: 'due' },
  lossVariation: { of: 'net', fn: 'loss_variation', when: 'due' },
  unitInput: { of: 'net', fn: 'unit_input', when: 'due' },
  predictions: { of: 'net', fn: 'predictions', when: 'end' },
  targets: { of: 'net', fn: 'wanted_outputs', when: 'end' },
};

export interface MetricFunction {
  readonly of: 'net' | 'step';
  readonly fn: string;
  readonly when: 'step' | 'due' | 'ends' | 'end';
}
