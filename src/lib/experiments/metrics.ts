/** A quantity that a run measures: how it is named, and whether it is one number or one per layer. */
export interface Metric<K extends MetricKind = MetricKind> {
  readonly kind: K;
  /** As an axis label, without the unit. */
  readonly label: string;
  /** Empty for a pure number. */
  readonly unit: string;
  /** Factor of the running mean through which claims, figures and recordings see it; 0 shows it raw. */
  readonly smoothing: number;
}

export type MetricKind = 'scalar' | 'layers';

/** What the training loop knows how to measure. */
export const trainingMetrics = {
  trainLoss: { kind: 'scalar', label: 'training loss', unit: 'nats', smoothing: 0.95 },
  testError: { kind: 'scalar', label: 'test error', unit: '%', smoothing: 0 },
  /** Frobenius norm of dC/dW, one a weight layer. */
  gradientNorm: { kind: 'layers', label: 'norm of the weight gradient', unit: '', smoothing: 0 },
  /** Euclidean norm of dC/db = the mean error delta over the batch, one a hidden layer with biases. */
  biasGradientNorm: { kind: 'layers', label: 'speed of learning, norm of dC/db', unit: '', smoothing: 0 },
} as const satisfies Record<string, Metric>;

export type TrainingMetric = keyof typeof trainingMetrics;
