import { conv, relu, tenLogits } from './cifar-net.ts';
import type { Layer } from './layers.ts';
import { normLayers, type NormKind } from './norms.ts';

export interface ConvNet {
  /** Filters of the convolutions, from the input on. Where there are more than before, the convolution halves the map. */
  readonly widths: readonly number[];
  /** Behind every convolution, before its ReLU. */
  readonly norm: NormKind;
  /** Of group normalisation. */
  readonly groups: number;
  /** What the logits are made of: the mean of each channel over its map (global average pooling), or all of its values. */
  readonly readOut: 'means' | 'values';
}

/**
 * A plain convolutional net: 3x3 convolutions, each with its normalisation and a ReLU, then ten logits. The normalisations shift each
 * channel by a parameter; RMS normalisation and none do not, so there the convolutions have biases instead.
 */
export function convNet({ widths, norm, groups, readOut }: ConvNet): readonly Layer[] {
  const isShifted = norm !== 'none' && norm !== 'rms';
  const blocks = widths.flatMap((filters, i): readonly Layer[] => {
    const stride = filters > (widths[i - 1] ?? Infinity) ? 2 : 1;
    const layer = conv(3, filters, stride);
    return [isShifted ? layer : { ...layer, biasInit: { type: 'zeros' } }, ...normLayers(norm, { groups }), relu];
  });
  return [...blocks, { type: readOut === 'means' ? 'globalAveragePool' : 'flatten' }, tenLogits];
}
