import type { BatchNormLayer, Conv2dLayer, Layer } from './layers.ts';

const batchNorm: BatchNormLayer = { type: 'batchNorm', epsilon: 1e-5, momentum: 0.1 };

const relu: Layer = { type: 'activation', fn: 'relu' };

/** 3x3, He et al.'s (2015b) initialisation: standard deviation sqrt(2 / fanIn). */
const conv3x3 = (filters: number, stride: 1 | 2): Conv2dLayer => ({
  type: 'conv2d',
  filters,
  kernelSize: 3,
  stride,
  init: { type: 'fanIn', gain: 2 },
});

export interface CifarNet {
  /** Number of weight layers, 6n + 2. */
  readonly depth: number;
  /** Filters of the first stage; the paper's is 16. The next two stages have twice and four times as many. */
  readonly width: number;
  /** Whether each pair of convolutions is bridged by a parameter-free shortcut (option A). */
  readonly shortcuts: boolean;
}

/**
 * The CIFAR-10 networks of He et al. 2016, section 4.2: one 3x3 convolution, three stages of 2n 3x3 convolutions at the full,
 * the half and the quarter side, global average pooling and ten logits. Batch normalisation after every convolution; with
 * shortcuts, the ReLU of a block follows the addition. Plain and residual nets of one depth have the same parameters.
 *
 * @throws RangeError where depth is not 6n + 2.
 */
export function cifarNet({ depth, width, shortcuts }: CifarNet): readonly Layer[] {
  const n = (depth - 2) / 6;
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`depth must be 6n + 2 (8, 14, 20, ...), got ${depth}`);
  const blocks = [0, 1, 2].flatMap((stage) =>
    Array.from({ length: n }, (_, i) => {
      const halves = stage > 0 && i === 0;
      return block(width * 2 ** stage, halves ? 2 : 1, shortcuts);
    }).flat(),
  );
  return [
    conv3x3(width, 1),
    batchNorm,
    relu,
    ...blocks,
    { type: 'globalAveragePool' },
    { type: 'dense', units: 10, init: { type: 'fanIn', gain: 1 }, biasInit: { type: 'zeros' } },
  ];
}

function block(filters: number, stride: 1 | 2, shortcut: boolean): readonly Layer[] {
  const branch: Layer[] = [conv3x3(filters, stride), batchNorm, relu, conv3x3(filters, 1), batchNorm];
  if (!shortcut) return [...branch, relu];
  return [{ type: 'residual', branch, shortcut: stride === 2 ? 'optionA' : 'identity' }, relu];
}
