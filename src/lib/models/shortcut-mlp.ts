import type { Activation, ActivationLayer, DenseLayer, Layer } from './layers.ts';

export interface ShortcutMlp {
  /** Layers with weights below the logits. The first one brings the input to `width`; all others, or their blocks, keep it. */
  readonly depth: number;
  readonly width: number;
  readonly fn: Activation;
  readonly outputs: number;
}

export interface ResidualMlp extends ShortcutMlp {
  /** Layers with weights in a branch. */
  readonly layersPerBlock: 1 | 2;
  /** s in y = x + s F(x). */
  readonly branchScale: number;
  /** The activation function before each weight layer of a branch instead of behind it, and once more before the logits. */
  readonly preActivation?: boolean;
}

export interface HighwayMlp extends ShortcutMlp {
  /** b_T, at which the biases of all gates start. */
  readonly gateBias: number;
}

/** Weights Gaussian with standard deviation sqrt(2 / fanIn) for ReLU, and 1 / sqrt(fanIn) for all others; biases zero. */
const dense = (units: number, fn?: Activation): DenseLayer => ({
  type: 'dense',
  units,
  init: { type: 'fanIn', gain: fn === 'relu' ? 2 : 1 },
  biasInit: { type: 'zeros' },
});

const activation = (fn: Activation): ActivationLayer => ({ type: 'activation', fn });

/**
 * The first layer, blocks, the logits; the activation function behind the first layer or, pre-activated, behind the last block.
 *
 * @throws RangeError where a net of `depth` layers cannot be made of blocks of `perBlock` behind the first one.
 */
function stacked(
  { depth, width, fn, outputs }: ShortcutMlp,
  perBlock: number,
  block: readonly Layer[],
  isPreActivated = false,
): readonly Layer[] {
  const blocks = (depth - 1) / perBlock;
  if (!Number.isInteger(blocks) || blocks < 0)
    throw new RangeError(`depth must be 1 more than a multiple of ${perBlock}, got ${depth}`);
  const stack = Array.from({ length: blocks }, () => block).flat();
  const body = isPreActivated ? [...stack, activation(fn)] : [activation(fn), ...stack];
  return [{ type: 'flatten' }, dense(width, fn), ...body, dense(outputs)];
}

/** A fully connected net without shortcuts, to hold those with shortcuts against. */
export const plainMlp = (net: ShortcutMlp): readonly Layer[] => stacked(net, 1, [dense(net.width, net.fn), activation(net.fn)]);

/**
 * The same with shortcuts around each layer, F(x) = f(W x + b), or around two, F(x) = W' f(W x + b) + b' (He et al. 2016, eq. 1);
 * pre-activated, F(x) = W f(x) + b, or W' f(W f(x) + b) + b'. There is no activation function behind the addition: shortcuts alone lead
 * from the first layer to the last block.
 *
 * @throws RangeError where depth is not 1 more than a multiple of the layers in a block.
 */
export function residualMlp(net: ResidualMlp): readonly Layer[] {
  const { layersPerBlock, branchScale, preActivation } = net;
  const block: Layer = { type: 'residual', branch: branchOf(net), shortcut: 'identity', branchScale };
  return stacked(net, layersPerBlock, [block], preActivation);
}

function branchOf({ width, fn, layersPerBlock, preActivation = false }: ResidualMlp): readonly Layer[] {
  const behind: readonly Layer[] = [dense(width, fn), activation(fn)];
  const before: readonly Layer[] = [activation(fn), dense(width, fn)];
  if (preActivation) return layersPerBlock === 1 ? before : [...before, ...before];
  return layersPerBlock === 1 ? behind : [...behind, dense(width)];
}

/**
 * The highway networks of Srivastava et al. 2015, section 3: behind a plain first layer, layers y = H T + x (1 - T) with H = f(W x + b) and
 * T = sigmoid(W_T x + b_T).
 */
export function highwayMlp(net: HighwayMlp): readonly Layer[] {
  const { width, fn, gateBias } = net;
  const gate: DenseLayer = { ...dense(width), biasInit: { type: 'constant', value: gateBias } };
  return stacked(net, 1, [{ type: 'highway', transform: [dense(width, fn), activation(fn)], gate: [gate] }]);
}
