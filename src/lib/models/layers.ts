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
  | GroupNormLayer
  | RmsNormLayer
  | ActivationLayer
  | RecurrentLayer
  | ResidualLayer
  | HighwayLayer
  | ConcatLayer
  | AveragePoolLayer
  | { readonly type: 'globalAveragePool' }
  | { readonly type: 'flatten' };

/** `softsign`: z / (1 + |z|), which saturates like tanh, but slowly. */
export type Activation = 'relu' | 'tanh' | 'sigmoid' | 'softsign';

export interface ActivationLayer {
  readonly type: 'activation';
  readonly fn: Activation;
}

/** z = x W + b, with W [fanIn, units]. */
export interface DenseLayer {
  readonly type: 'dense';
  readonly units: number;
  readonly init: Initializer;
  readonly biasInit: Initializer;
  /** Factor on the learning rate for its weights and biases, 1 where absent; 0 freezes them, weight decay included. */
  readonly learningRateScale?: number;
}

/** Square kernel, "same" zero padding as PyTorch's padding = (kernelSize - 1) / 2. */
export interface Conv2dLayer {
  readonly type: 'conv2d';
  readonly filters: number;
  readonly kernelSize: 1 | 3;
  readonly stride: 1 | 2;
  readonly init: Initializer;
  /** One bias a filter; none where absent, since a normalisation that follows would take it away. */
  readonly biasInit?: Initializer;
}

/** Batch normalisation (Ioffe and Szegedy 2015) over N, and over H and W of images; gain 1 and shift 0 at the start. */
export interface BatchNormLayer {
  readonly type: 'batchNorm';
  /** Added to the variance. */
  readonly epsilon: number;
  /** Weight of the newest batch in the running statistics: r <- (1 - momentum) r + momentum batch, as in PyTorch. */
  readonly momentum: number;
  /**
   * In training too the running statistics, which then follow no batch: constants, as in a pretrained net that is trained on. Gain and
   * shift still learn.
   */
  readonly frozen?: true;
}

/**
 * Group normalisation (Wu and He 2018) of each example by itself: over the channels, or features, of a group together with H and W of
 * images; gain 1 and shift 0 a channel at the start. One group is layer normalisation (Ba et al. 2016) as Wu and He take it, with gains
 * and shifts a channel; a group a channel is instance normalisation (Ulyanov et al. 2016).
 */
export interface GroupNormLayer {
  readonly type: 'groupNorm';
  /** Groups of neighbouring channels, of one size; `channels`: as many as there are channels. */
  readonly groups: number | 'channels';
  /** Added to the variance. */
  readonly epsilon: number;
}

/**
 * x / sqrt(mean(x^2) + epsilon), the mean over all numbers of one example, times a gain a channel, 1 at the start (Zhang and Sennrich
 * 2019).
 */
export interface RmsNormLayer {
  readonly type: 'rmsNorm';
  readonly epsilon: number;
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

/**
 * shortcutScale S(x) + branchScale F(x), S the shortcut and F the branch, over images and vectors (He et al. 2016, eq. 1 and 2). A ReLU
 * behind it makes the original unit; a branch that begins with normalisation and ReLU, the pre-activated one (He et al. 2016b).
 */
export interface ResidualLayer {
  readonly type: 'residual';
  readonly branch: readonly Layer[];
  /**
   * `identity`: x. `optionA`, where the branch halves the map and widens it: every second pixel of x, with zero channels appended. A
   * list: these layers, for example a convolution of 1x1 with its normalisation (the projection of options B and C).
   */
  readonly shortcut: 'identity' | 'optionA' | readonly Layer[];
  /** 1 where absent. */
  readonly branchScale?: number;
  /** 1 where absent. */
  readonly shortcutScale?: number;
}

/**
 * H(x) T(x) + x (1 - T(x)), products elementwise, T = sigmoid(gate(x)) (Srivastava et al. 2015, eq. 3). Both lists keep the shape of x.
 * The biases of the gate's last layer are what the papers call b_T: negative ones carry x at the start.
 */
export interface HighwayLayer {
  readonly type: 'highway';
  /** H, its activation function included. */
  readonly transform: readonly Layer[];
  /** What T is the sigmoid of: a dense layer, or a convolution of 1x1, with biases. */
  readonly gate: readonly Layer[];
  /** `shortcut`: H(x) + x (1 - T(x)), the shortcut-only gating of He et al. 2016b; `both` where absent, which they call exclusive. */
  readonly gates?: 'both' | 'shortcut';
}

/** [x, branch(x)] along the channels, or the features: one layer of a dense block, which is a row of them (Huang et al. 2017, eq. 2). */
export interface ConcatLayer {
  readonly type: 'concat';
  readonly branch: readonly Layer[];
}

/** The mean over each square of size x size pixels. */
export interface AveragePoolLayer {
  readonly type: 'averagePool';
  /** Sides of the image are multiples of it. */
  readonly size: number;
}

export type Initializer =
  | { readonly type: 'zeros' }
  | { readonly type: 'constant'; readonly value: number }
  /** `scale` times the identity matrix. */
  | { readonly type: 'identity'; readonly scale: number }

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
