import type { NetOptions } from '../../../src/lib/core/net.ts';
import type { Layer } from '../../../src/lib/models/layers.ts';

/** A small net over an odd shape, and how many examples a batch of it has. */
export interface Case {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly inputShape: NetOptions['inputShape'];
  readonly count: number;
  readonly loss: NetOptions['loss'];
}
