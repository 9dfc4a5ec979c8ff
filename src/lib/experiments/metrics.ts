/** A quantity that a run measures: how it is named, and whether it is one number or one per layer. */
export interface Metric<K extends MetricKind = MetricKind> {
  readonly kind: K;
  /** As an axis label, without the unit. */
  readonly label: string;
  /** Empty for a pure number. */
  readonly unit: string;
  /** Whole by nature, as gates and steps are: prose prints 8, and not 8.00. */
  readonly isCount?: true;
  /** Factor of the running mean through which claims, figures and recordings see it; 0 shows it raw. */
  readonly smoothing: number;
  /**
   * What x is where it is not the number of updates, with the last measurement alone: the input of the net, or places of images, counted
   * from 1.
   */
  readonly against?: 'input' | 'place';
  /** Where a recording keeps one seed alone: a mean over seeds says nothing of single neurons, which share no more than a number. */
  readonly recorded?: 'first seed';
}

export type MetricKind = 'scalar' | 'layers';

/** What the training loop knows how to measure. */
export const trainingMetrics = {
  trainLoss: { kind: 'scalar', label: 'training loss', unit: 'nats', smoothing: 0.95 },
  testError: { kind: 'scalar', label: 'test error', unit: '%', smoothing: 0 },
  /** With the test set in batches as large as those of training, each normalised by its own statistics: see `core/evaluation.ts`. */
  testErrorOfBatches: { kind: 'scalar', label: 'test error, batch statistics', unit: '%', smoothing: 0 },
  /** Between the least and the greatest loss of a batch along its gradient: see `core/along-gradient.ts`. */
  lossVariation: { kind: 'scalar', label: 'variation of the loss along the gradient', unit: '', smoothing: 0 },
  /** Euclidean norm of the gradients of all parameters together, before clipping and after it, in every step. */
  totalGradientNorm: { kind: 'scalar', label: 'norm of the gradient', unit: '', smoothing: 0 },
  appliedGradientNorm: { kind: 'scalar', label: 'norm of the gradient, clipped', unit: '', smoothing: 0 },
  /** The largest loss of a batch, and the largest norm before clipping, since the last measurement of what costs time. */
  peakLoss: { kind: 'scalar', label: 'largest training loss', unit: '', smoothing: 0 },
  peakGradientNorm: { kind: 'scalar', label: 'largest norm of the gradient', unit: '', smoothing: 0 },
  /** Frobenius norm of dC/dW, one a weight layer; gates and projections, which lie beside the others, are left out. */
  gradientNorm: { kind: 'layers', label: 'norm of the weight gradient', unit: '', smoothing: 0 },
  /** Euclidean norm of dC/db = the mean error delta over the batch, one a hidden layer with biases; gates left out too. */
  biasGradientNorm: { kind: 'layers', label: 'speed of learning, norm of dC/db', unit: '', smoothing: 0 },
  /** dC/db of every neuron of the hidden layers, named "hidden 1, neuron 7"; only at the start and at the end. */
  biasGradients: { kind: 'layers', label: 'dC/db of a neuron', unit: '', smoothing: 0, recorded: 'first seed' },
  /** The loss of the plan on the test set. */
  testLoss: { kind: 'scalar', label: 'test loss', unit: '', smoothing: 0 },
  /** Over the units of each activation function and the first test examples: see `core/evaluation.ts`. */
  activationMean: { kind: 'layers', label: 'mean activation', unit: '', smoothing: 0 },
  activationSpread: { kind: 'layers', label: 'standard deviation of the activations', unit: '', smoothing: 0 },
  activationLow: { kind: 'layers', label: '2nd percentile of the activations', unit: '', smoothing: 0 },
  activationHigh: { kind: 'layers', label: '98th percentile of the activations', unit: '', smoothing: 0 },
  /**
   * The 15th, 50th and 85th percentile of what the first unit of the last activation function is given, over the first test examples, as
   * many as a batch has and normalised as one (Ioffe and Szegedy 2015, Fig. 1b and c): see `core/looks.ts`.
   */
  unitInput: { kind: 'layers', label: 'input of one unit', unit: '', smoothing: 0 },
  /**
   * Root mean square of what each layer with weights, its activation function included, or each block hands on, over the first test
   * examples, as many as a batch has and normalised as one: see `core/signal.ts`.
   */
  signalSize: { kind: 'layers', label: 'size of the activations', unit: '', smoothing: 0 },
  /** Of each activation function: units that are 0 for each of the first test examples, as a dead relu is. See there. */
  deadUnits: { kind: 'layers', label: 'dead units', unit: '%', smoothing: 0 },
  /** Standard deviation of F(x) over those examples, one a residual block, before `branchScale`: see `core/responses.ts`. */
  responses: { kind: 'layers', label: 'standard deviation of F(x)', unit: '', smoothing: 0 },
  /** That of each weight layer's output, after its normalisation and before its nonlinearity (He et al. 2016, Fig. 7). */
  layerResponses: { kind: 'layers', label: 'standard deviation of the responses', unit: '', smoothing: 0 },
  /** Mean of T over the units of each highway layer and those examples. */
  gateOpening: { kind: 'layers', label: 'mean opening of the gates', unit: '', smoothing: 0 },
  /** T of every unit, named "block 3, unit 7": its mean over those examples; only at the start and at the end. */
  unitGates: { kind: 'layers', label: 'mean opening of a gate', unit: '', smoothing: 0, recorded: 'first seed' },
  /** The same for one example, the first of the class that the plan's `lookAt` names. */
  exampleGates: { kind: 'layers', label: 'opening of a gate', unit: '', smoothing: 0, recorded: 'first seed' },
  /**
   * Mean absolute weight that a layer of a dense block gives to the features of each source, named "block 1, layer 3, from layer 2"
   * (Huang et al. 2017, Fig. 5): see `core/feature-reuse.ts`; only at the start and at the end.
   */
  featureReuse: { kind: 'layers', label: 'mean absolute weight', unit: '', smoothing: 0 },
  /** Of a net from one number to one number, at the inputs of the test set, at the end. */
  predictions: { kind: 'scalar', label: 'output of the net', unit: '', smoothing: 0, against: 'input' },
  /** What the predictions should be. */
  targets: { kind: 'scalar', label: 'function to learn', unit: '', smoothing: 0, against: 'input' },
  /**
   * Grad-CAM of the image and class that the plan's `evidence` names, at each of its layers, row by row, one layer after the other; and the
   * image itself, each pixel packed into a number (see `packed-colour.ts`). These and those below: see `core/evidence.ts`.
   */
  classEvidence: { kind: 'scalar', label: 'class evidence', unit: '', smoothing: 0, against: 'place', recorded: 'first seed' },
  exampleImage: {
    kind: 'scalar',
    label: 'packed colour of the image',
    unit: '',
    smoothing: 0,
    against: 'place',
    recorded: 'first seed',
  },
  exampleLogits: { kind: 'layers', label: 'logit', unit: '', smoothing: 0, recorded: 'first seed' },
  /** The test images that activate a unit most, one after the other, and their classes, counted from 0. */
  unitImages: {
    kind: 'scalar',
    label: 'packed colour of a unit’s images',
    unit: '',
    smoothing: 0,
    against: 'place',
    recorded: 'first seed',
  },
  unitClasses: {
    kind: 'scalar',
    label: 'class of a unit’s image',
    unit: '',
    smoothing: 0,
    against: 'place',
    recorded: 'first seed',
  },
  /** Largest difference between Z alpha_k and w_k, by the largest w_k, over the first test images, each with its own class. */
  weightIdentity: { kind: 'scalar', label: 'relative distance of Zα from w', unit: '', smoothing: 0 },
  /** Mean fall of the logit of an image's class where the quarter of the image with the most, or the least, evidence is covered. */
  coveredMost: { kind: 'scalar', label: 'fall of the logit, most evidence covered', unit: '', smoothing: 0 },
  coveredLeast: { kind: 'scalar', label: 'fall of the logit, least evidence covered', unit: '', smoothing: 0 },
} as const satisfies Record<string, Metric>;

export type TrainingMetric = keyof typeof trainingMetrics;
