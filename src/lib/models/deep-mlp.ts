import type { Activation, Initializer, Layer } from './layers.ts';

export interface DeepMlp {
  /** Weight matrices, the last one included. */
  readonly layers: number;
  /** Units in each hidden layer. */
  readonly width: number;
  readonly outputs: number;
  /** After each hidden layer; without it the net is linear. */
  readonly fn?: Activation;
  /** Of all weights. */
  readonly init: Initializer;
  /** Between each hidden layer and its activation function; nothing where absent. */
  readonly norm?: readonly Layer[];
}

/** A fully connected net of equally wide hidden layers, with biases that start at zero. Nothing follows the last layer. */
export function deepMlp({ layers, width, outputs, fn, init, norm = [] }: DeepMlp): readonly Layer[] {
  const dense = (units: number): Layer => ({ type: 'dense', units, init, biasInit: { type: 'zeros' } });
  const activation: readonly Layer[] = fn === undefined ? [] : [{ type: 'activation', fn }];
  const hidden: readonly Layer[] = [dense(width), ...norm, ...activation];
  return [{ type: 'flatten' }, ...Array.from({ length: layers - 1 }, () => hidden).flat(), dense(outputs)];
}
