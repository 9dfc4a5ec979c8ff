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
  | ResidualLayer
  | { readonly type: 'globalAveragePool' }
  | { readonly type: 'flatten' };

export type Activation = 'relu' | 'tanh' | 'sigmoid';

/** z = x W + b, with W [fanIn, units]. */
export interface DenseLayer {
  readonly type: 'dense';
  readonly units: number;
  readonly init: Initializer;
  readonly biasInit: Initializer;
}

/** Square kernel, "same" zero padding as PyTorch's padding = (kernelSize - 1) / 2, no bias: a norm layer follows. */
export interface Conv2dLayer {
  readonly type: 'conv2d';
  readonly filters: number;
  readonly kernelSize: 1 | 3;
  readonly stride: 1 | 2;
  readonly init: Initializer;
}

/** Batch normalisation (Ioffe and Szegedy 2015) over N, H, W, gain 1 and shift 0 at the start. */
export interface BatchNormLayer {
  readonly type: 'batchNorm';
  /** Added to the variance. */
  readonly epsilon: number;
  /** Weight of the newest batch in the running statistics: r <- (1 - momentum) r + momentum batch, as in PyTorch. */
  readonly momentum: number;
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
  /** Gaussian with this standard deviation. */
  | { readonly type: 'normal'; readonly std: number }
  /** Gaussian with standard deviation sqrt(gain / fanIn): gain 2 is He et al. 2015, gain 1 is LeCun's and Nielsen's. */
  | { readonly type: 'fanIn'; readonly gain: number };

export type Shape = readonly number[];
