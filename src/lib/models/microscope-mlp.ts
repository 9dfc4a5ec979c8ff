import type { Activation, DenseLayer, Initializer, Layer } from './layers.ts';

/** What leads around a layer. */
export type Bypass =
  | { readonly type: 'none' }
  /** x + s F(x). */
  | { readonly type: 'residual'; readonly branchScale: number }
  /** H T + x (1 - T); `gateBias` is b_T, at which the biases of all gates start. */
  | { readonly type: 'highway'; readonly gateBias: number };

export interface MicroscopeMlp {
  /** Hidden layers, all of the same width. */
  readonly depth: number;
  readonly width: number;
  readonly outputs: number;
  readonly fn: Activation;
  /** Of all weights, those of gates included. */
  readonly init: Initializer;
  /** Before each activation function; an empty list normalises nothing. */
  readonly norm: readonly Layer[];
  readonly bypass: Bypass;
}

/**
 * A fully connected net in which each thing that helps deep nets is a switch. With N the normalisation and f the activation function, a
 * plain hidden layer is f(N(W x + b)). Behind a plain first layer, the others are:
 *
 * - residual: x + s (W f(N(x)) + b), pre-activated (He et al. 2016b, Fig. 1b), with one weight matrix a block, so that depth counts the
 *   same matrices as without; f(N(x)) once more before the logits. With the same parts in the other order, f(N(W x + b)), a branch of
 *   ReLUs could only add;
 * - highway: f(N(W x + b)) T + x (1 - T) (Srivastava et al. 2015, section 3).
 *
 * Biases are zero at the start, but for b_T.
 */
export function microscopeMlp({ depth, width, outputs, fn, init, norm, bypass }: MicroscopeMlp): readonly Layer[] {
  const dense = (units: number, bias = 0): DenseLayer => ({
    type: 'dense',
    units,
    init,
    biasInit: bias === 0 ? { type: 'zeros' } : { type: 'constant', value: bias },
  });
  const nonlinearity: readonly Layer[] = [...norm, { type: 'activation', fn }];
  const plain: readonly Layer[] = [dense(width), ...nonlinearity];
  const stacked = (layers: readonly Layer[]): readonly Layer[] => Array.from({ length: depth - 1 }, () => layers).flat();
  const net = (...hidden: readonly Layer[]): readonly Layer[] => [{ type: 'flatten' }, ...hidden, dense(outputs)];

  switch (bypass.type) {
    case 'none':
      return net(...plain, ...stacked(plain));
    case 'residual': {
      const { branchScale } = bypass;
      const branch = [...nonlinearity, dense(width)];
      const blocks = stacked([{ type: 'residual', branch, shortcut: 'identity', branchScale }]);
      return net(dense(width), ...blocks, ...nonlinearity);
    }
    case 'highway':
      return net(...plain, ...stacked([{ type: 'highway', transform: plain, gate: [dense(width, bypass.gateBias)] }]));
    default:
      throw bypass satisfies never;
  }
}
