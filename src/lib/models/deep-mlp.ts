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
}

/** A fully connected net of equally wide hidden layers, with biases that start at zero. Nothing follows the last layer. */
export function deepMlp({ layers, width, outputs, fn, init }: DeepMlp): readonly Layer[] {
  const dense = (units: number): Layer => ({ type: 'dense', units, init, biasInit: { type: 'zeros' } });
  const hidden: readonly Layer[] = fn === undefined ? [dense(width)] : [dense(width), { type: 'activation', fn }];
  return [{ type: 'flatten' }, ...Array.from({ length: layers - 1 }, () => hidden).flat(), dense(outputs)];
}
