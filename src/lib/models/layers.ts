/**
 * Architectures as data. A model is a list of layers; printers (a TensorFlow.js model, a parameter count, a FLOP count)
 * are exhaustive tables over `Layer['type']`, so a new layer without a printer does not compile.
 *
 * Shapes leave out the batch axis: images are [height, width, channels], vectors are [features].
 */
export type Layer =
  | DenseLayer
  | Conv2dLayer
  | BatchNormLayer
  | { readonly type: 'activation'; readonly fn: Activation }
  | RecurrentLayer
  | ResidualLayer
  | { readonly type: 'globalAveragePool' }
  | { readonly type: 'flatten' };

/** `softsign`: z / (1 + |z|), which saturates like tanh, but slowly. */
export type Activation = 'relu' | 'tanh' | 'sigmoid' | 'softsign';

/** z = x W + b, with W [fanIn, units]. */
export interface DenseLayer {
  readonly type: 'dense';
  readonly units: number;
  readonly init: Initializer;
  readonly biasInit: Initializer;
  /** Factor on the learning rate for its weights and biases, 1 where absent; 0 freezes them, weight decay included. */
  readonly learningRateScale?: number;
}

/** Square kernel, "same" zero padding as PyTorch's padding = (kernelSize - 1) / 2, no bias: a norm layer follows. */
export interface Conv2dLayer {
  readonly type: 'conv2d';
  readonly filters: number;
  readonly kernelSize: 1 | 3;
  readonly stride: 1 | 2;
  readonly init: Initializer;
}

/** Batch normalisation (Ioffe and Szegedy 2015) over N, and over H and W of images; gain 1 and shift 0 at the start. */
export interface BatchNormLayer {
  readonly type: 'batchNorm';
  /** Added to the variance. */
  readonly epsilon: number;
  /** Weight of the newest batch in the running statistics: r <- (1 - momentum) r + momentum batch, as in PyTorch. */
  readonly momentum: number;
}

/**
 * h_t = fn(x_t U + h_(t-1) W + b) for t = 1 to T, with h_0 = 0 (Elman 1990): from T rows of features, an input [T, 1, features], to the
 * last state h_T alone. U [features, units], W [units, units].
 */
export interface RecurrentLayer {
  readonly type: 'recurrent';
  readonly units: number;
  readonly fn: Activation;
  /** Of U. */
  readonly inputInit: Initializer;
  /** Of W. */
  readonly recurrentInit: Initializer;
  /** Of b. */
  readonly biasInit: Initializer;
}

/** x + branch(x), or with option A where the branch halves the map and widens it (He et al. 2015, section 4.2). */
export interface ResidualLayer {
  readonly type: 'residual';
  readonly branch: readonly Layer[];
  /** `optionA`: every second pixel of x, with zero channels appended. */
  readonly shortcut: 'identity' | 'optionA';
}

export type Initializer =
  | { readonly type: 'zeros' }
  /** `scale` times the identity matrix. */
  | { readonly type: 'identity'; readonly scale: number }
  | { readonly type: 'constant'; readonly value: number }
  /** Gaussian with this standard deviation. */
  | { readonly type: 'normal'; readonly std: number }
  /** Gaussian with standard deviation sqrt(gain / fanIn): gain 2 is He et al. 2015, gain 1 is LeCun's and Nielsen's. */
  | { readonly type: 'fanIn'; readonly gain: number }
  /** Uniform between -bound and bound. */
  | { readonly type: 'uniform'; readonly bound: number }
  /** Uniform between -bound / sqrt(fanIn) and bound / sqrt(fanIn): bound 1 is what Glorot and Bengio 2010 call the standard one. */
  | { readonly type: 'uniformFanIn'; readonly bound: number }
  /**
   * `gain` times a random matrix with orthonormal rows or columns, whichever are fewer (Saxe et al. 2014), as in PyTorch's `orthogonal_`; a
   * kernel [k, k, in, out] is the matrix [k k in, out].
   */
  | { readonly type: 'orthogonal'; readonly gain: number }
  /** Uniform between -b and b = sqrt(6 / (fanIn + fanOut)): the normalised one of Glorot and Bengio 2010, eq. 16. */
  | { readonly type: 'xavier' }
  /** `connections` inputs of each unit, drawn at random, have Gaussian weights; all others 0 (Martens 2010). */
  | { readonly type: 'sparse'; readonly connections: number; readonly std: number };

export type Shape = readonly number[];
