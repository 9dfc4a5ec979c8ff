import { relu } from './conv-layers.ts';
import type { Conv2dLayer, Layer } from './layers.ts';
import { normLayers, type NormKind } from './norms.ts';

export interface ConvNet {
  /** Filters of each convolution. One with more filters than the one before it halves the map; all others keep its sides. */
  readonly widths: readonly number[];
  readonly norm: NormKind;
  /** Of group normalisation; each divides every width. */
  readonly groups: number;
  readonly outputs: number;
  /** What the logits are made of: the mean of each channel over its map (global average pooling), where absent, or all of its values. */
  readonly readOut?: 'means' | 'values';
}

/**
 * A plain net of 3x3 convolutions, each with its normalisation and a ReLU, then the logits. Weights are Gaussian with standard deviation
 * sqrt(2 / fanIn) (He et al. 2015), those of the logits with 1 / sqrt(fanIn). A convolution has biases, zero at the
 * start, only where no normalisation brings shifts; RMS normalisation brings none.
 *
 * @throws RangeError where there is no convolution.
 */
export function convNet({ widths, norm, groups, outputs, readOut = 'means' }: ConvNet): readonly Layer[] {
  if (widths.length === 0) throw new RangeError('widths must name the filters of at least one convolution, got none.');
  const blocks = widths.flatMap((filters, i): readonly Layer[] => {
    const isWider = i > 0 && filters > (widths[i - 1] ?? filters);
    const convolution: Conv2dLayer = {
      type: 'conv2d',
      filters,
      kernelSize: 3,
      stride: isWider ? 2 : 1,
      init: { type: 'fanIn', gain: 2 },
      ...((norm === 'none' || norm === 'rms') && { biasInit: { type: 'zeros' } }),
    };
    return [convolution, ...normLayers(norm, { groups }), relu];
  });
  return [
    ...blocks,
    { type: readOut === 'means' ? 'globalAveragePool' : 'flatten' },
    { type: 'dense', units: outputs, init: { type: 'fanIn', gain: 1 }, biasInit: { type: 'zeros' } },
  ];
}
