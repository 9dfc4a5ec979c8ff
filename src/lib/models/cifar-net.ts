import { conv, logits, relu } from './conv-layers.ts';
import type { Conv2dLayer, Layer } from './layers.ts';
import { batchNorm } from './norms.ts';

export interface CifarNet {
  /** Number of weight layers, 6n + 2; with bottlenecks 9n + 2. */
  readonly depth: number;
  /** Filters of the first stage; the paper's is 16. The next two stages have twice and four times as many. */
  readonly width: number;
  /** What bridges each block; `true` is the parameter-free `optionA`, `false` the plain net. */
  readonly shortcuts: boolean | CifarShortcut;
  /** Normalisation and ReLU before the convolutions of a block instead of behind them and behind the addition (He et al. 2016b). */
  readonly preActivation?: boolean;
  /** Blocks of 1x1, 3x3 and 1x1, the last with four times the filters, instead of two convolutions of 3x3. */
  readonly bottlenecks?: boolean;
  /** 10 where absent. */
  readonly classes?: number;
}

/** Where a block halves the map, `optionA` everywhere but in options B and C. */
export type CifarShortcut =
  /** Identity, and where the shape changes: every second pixel and zero channels (A), or a 1x1 convolution with normalisation (B). */
  | 'optionA'
  | 'optionB'
  /** A 1x1 convolution with normalisation across every block. */
  | 'optionC'
  /** shortcutScale x + branchScale F(x). */
  | { readonly shortcutScale: number; readonly branchScale: number }
  /** F T + x (1 - T), or F + x (1 - T), T from a 1x1 convolution whose biases start at `bias`. */
  | { readonly gates: 'both' | 'shortcut'; readonly bias: number };

/**
 * The CIFAR-10 networks of He et al. 2016, section 4.2: one 3x3 convolution, three stages of 2n 3x3 convolutions at the full,
 * the half and the quarter side, global average pooling and the logits. Batch normalisation after every convolution; with
 * shortcuts, the ReLU of a block follows the addition. Plain nets and those of option A have the same parameters, original and
 * pre-activated. The kinds of shortcuts and the pre-activated units are those of He et al. 2016b, section 3 and 4.
 *
 * @throws RangeError where depth is not 6n + 2, or with bottlenecks 9n + 2, or where these have no projections.
 */
export function cifarNet(net: CifarNet): readonly Layer[] {
  const { depth, width, shortcuts, preActivation = false, bottlenecks = false } = net;
  const perBlock = bottlenecks ? 3 : 2;
  const n = (depth - 2) / (3 * perBlock);
  if (!Number.isInteger(n) || n < 1) {
    const [form, examples] = bottlenecks ? ['9n + 2', '11, 20, 29'] : ['6n + 2', '8, 14, 20'];
    throw new RangeError(`depth must be ${form} (${examples}, ...), got ${depth}`);
  }
  if (bottlenecks && shortcuts !== false && shortcuts !== 'optionB' && shortcuts !== 'optionC')
    throw new RangeError('bottlenecks need option B or C: their first block widens the map without halving it');
  const places = [0, 1, 2].flatMap((stage) =>
    Array.from({ length: n }, (_, i): Place => {
      const filters = width * 2 ** stage;
      const widens = i === 0 && (stage > 0 || bottlenecks);
      return { filters, stride: i === 0 && stage > 0 ? 2 : 1, widens, isFirst: i === 0 && stage === 0 };
    }),
  );
  const blockOf = preActivation ? preActivated : original;
  return [
    conv(3, width),
    batchNorm,
    relu,
    ...places.flatMap((place) => blockOf(net, place)),
    ...(preActivation ? [batchNorm, relu] : []),
    { type: 'globalAveragePool' },
    logits(net.classes ?? 10),
  ];
}

/** A block in its place. */
interface Place {
  readonly filters: number;
  readonly stride: 1 | 2;
  /** Whether more channels leave it than come in. */
  readonly widens: boolean;
  readonly isFirst: boolean;
}

const convolutions = ({ bottlenecks = false }: CifarNet, { filters, stride }: Place): readonly Conv2dLayer[] =>
  bottlenecks ? [conv(1, filters), conv(3, filters, stride), conv(1, 4 * filters)] : [conv(3, filters, stride), conv(3, filters)];

/** Convolution and normalisation, with a ReLU between, and one behind the addition. */
function original(net: CifarNet, place: Place): readonly Layer[] {
  const branch = convolutions(net, place).flatMap((layer, i): readonly Layer[] =>
    i === 0 ? [layer, batchNorm] : [relu, layer, batchNorm],
  );
  return [...bridged(net, place, branch, [batchNorm]), relu];
}

/**
 * Normalisation, ReLU, convolution. What leads to a projection is shared with it, and the first block finds normalisation and ReLU done
 * (He et al. 2016b, appendix).
 */
function preActivated(net: CifarNet, place: Place): readonly Layer[] {
  const [first, ...rest] = convolutions(net, place);
  const before: readonly Layer[] = place.isFirst ? [] : [batchNorm, relu];
  const branch = [...(first ? [first] : []), ...rest.flatMap((layer): readonly Layer[] => [batchNorm, relu, layer])];
  return isProjected(net, place)
    ? [...before, ...bridged(net, place, branch, [])]
    : bridged(net, place, [...before, ...branch], []);
}

const isProjected = ({ shortcuts }: CifarNet, { widens }: Place): boolean =>
  shortcuts === 'optionC' || (shortcuts === 'optionB' && widens);

/** @param norm what follows the convolution of a projection. */
function bridged(net: CifarNet, place: Place, branch: readonly Layer[], norm: readonly Layer[]): readonly Layer[] {
  const { shortcuts, bottlenecks = false } = net;
  const { filters, stride, widens } = place;
  const channels = bottlenecks ? 4 * filters : filters;
  if (shortcuts === false) return branch;
  if (isProjected(net, place)) return [{ type: 'residual', branch, shortcut: [conv(1, channels, stride), ...norm] }];
  const shortcut = widens ? 'optionA' : 'identity';
  if (typeof shortcuts !== 'object') return [{ type: 'residual', branch, shortcut }];
  if ('branchScale' in shortcuts) return [{ type: 'residual', branch, shortcut, ...shortcuts }];
  if (widens) return [{ type: 'residual', branch, shortcut }];
  const gate: Conv2dLayer = { ...conv(1, channels), biasInit: { type: 'constant', value: shortcuts.bias } };
  return [{ type: 'highway', transform: branch, gate: [gate], gates: shortcuts.gates }];
}
