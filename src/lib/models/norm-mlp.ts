import type { Layer } from './layers.ts';
import { normLayers, type NormKind } from './norms.ts';
import { reluMlp } from './relu-mlp.ts';

export interface NormMlp {
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  readonly outputs: number;
  /** Behind each hidden layer's weights and biases, before its ReLU. */
  readonly norm: NormKind;
  /** Of group normalisation. */
  readonly groups: number;
}

/** A fully connected net of rectified linear units with biases that start at zero, normalised before each of them. */
export const normMlp = ({ hidden, outputs, norm, groups }: NormMlp): readonly Layer[] =>
  reluMlp(hidden, outputs, 0).flatMap((layer) =>
    layer.type === 'activation' ? [...normLayers(norm, { groups }), layer] : [layer],
  );
