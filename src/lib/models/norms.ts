import type { BatchNormLayer, GroupNormLayer, Layer, RmsNormLayer } from './layers.ts';

/** The normalisations of the book, in the order in which it takes them up. */
export type NormKind = 'none' | 'batch' | 'layer' | 'instance' | 'group' | 'rms';

/** PyTorch's, for all but RMS, which has none in the paper. */
const epsilon = 1e-5;

export const batchNorm: BatchNormLayer = { type: 'batchNorm', epsilon, momentum: 0.1 };

export const groupNorm = (groups: GroupNormLayer['groups']): GroupNormLayer => ({ type: 'groupNorm', groups, epsilon });

export const layerNorm: GroupNormLayer = groupNorm(1);

export const instanceNorm: GroupNormLayer = groupNorm('channels');

export const rmsNorm: RmsNormLayer = { type: 'rmsNorm', epsilon };

/** What stands where a net of this kind normalises: one layer, or none. `groups` are those of group normalisation. */
export function normLayers(kind: NormKind, { groups }: { readonly groups: number }): readonly Layer[] {
  switch (kind) {
    case 'none':
      return [];
    case 'batch':
      return [batchNorm];
    case 'layer':
      return [layerNorm];
    case 'instance':
      return [instanceNorm];
    case 'group':
      return [groupNorm(groups)];
    case 'rms':
      return [rmsNorm];
    default:
      throw kind satisfies never;
  }
}
