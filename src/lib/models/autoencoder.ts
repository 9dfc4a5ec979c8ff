import type { Layer } from './layers.ts';

export interface AutoencoderOptions {
  readonly inputs: number;
  /** Widths of the hidden layers from the input to the code; the decoder goes back through them. */
  readonly encoder: readonly number[];
  /** Standard deviation of the weights that are not zero; 1 is the default of the sparse initialisation. */
  readonly scale: number;
}

/** Incoming weights of a unit that are not zero at the start. */
const CONNECTIONS = 15;

/**
 * A deep sigmoid autoencoder, [784, 64, 32, 16, 32, 64, 784] for the encoder [64, 32, 16], in the sparse initialisation of Martens
 * 2010: 15 Gaussian weights into each unit, all others and the biases zero. The last layer gives logits; its sigmoid belongs to the
 * loss.
 */
export function sparseAutoencoder({ inputs, encoder, scale }: AutoencoderOptions): readonly Layer[] {
  const dense = (units: number): Layer => ({
    type: 'dense',
    units,
    init: { type: 'sparse', connections: CONNECTIONS, std: scale },
    biasInit: { type: 'zeros' },
  });
  const hidden = [...encoder, ...encoder.toReversed().slice(1)];
  const sigmoid: Layer = { type: 'activation', fn: 'sigmoid' };
  return [{ type: 'flatten' }, ...hidden.flatMap((units) => [dense(units), sigmoid]), dense(inputs)];
}
