import type { Layer, Shape } from '../models/layers.ts';
import { outputShape } from '../models/shapes.ts';

/** A layer in its place in the net, with the name that reports and random streams know it by. */
export interface Placed<L extends Layer = Layer> {
  readonly layer: L;
  /** For example "block 3, conv 2". */
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
  /** Whether a ReLU follows, which the layer takes over: one kernel instead of two. */
  readonly relu: boolean;
  /** Whether its outputs are the logits. */
  readonly last: boolean;
  /** The layers of the branch of a residual, highway or concat layer; empty for all others. */
  readonly branch: readonly Placed[];
  /** The layers beside the branch: of a residual layer's projection, or of a highway layer's gate with its sigmoid. */
  readonly beside: readonly Placed[];
  /** Whether it is one of those, or within one. */
  readonly isBeside: boolean;
}

/**
 * The layers of a model with their names and shapes: what every backend builds from, so that all name alike.
 *
 * @throws RangeError where a layer cannot take the output of the one before it, or the model does not end with logits.
 */
export function outline(layers: readonly Layer[], input: Shape): readonly Placed[] {
  const placed = new Outline(layers).sequence(layers, input);
  const end = placed.at(-1)?.output ?? input;
  if (end.length !== 1) throw new RangeError(`A model must end with one vector of logits an example, but ends with [${end}].`);
  return placed;
}

/** The layers, those within others included, in the order in which a forward pass ends them: what is within a layer comes before it. */
export const inOrder = (layers: readonly Placed[]): readonly Placed[] =>
  layers.flatMap((placed) => [...inOrder(placed.branch), ...inOrder(placed.beside), placed]);

/**
 * The layers that an activation function gives the output of, those of branches included, but no gates: by their own name (the
 * function's, or of the layer that takes its ReLU over), the name of the layer with weights, or of the block, that feeds them.
 */
export function activated(layers: readonly Placed[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  let feeding = 'input';
  const visit = (placed: Placed): void => {
    placed.branch.forEach(visit);
    if (feeds[placed.layer.type]) feeding = placed.name;
    const { type } = placed.layer;
    if (type === 'activation' || type === 'recurrent' || placed.relu) names.set(placed.name, feeding);
  };
  layers.forEach(visit);
  return names;
}

/** Whether an activation function behind a layer goes by that layer's name. */
const feeds: Readonly<Record<Layer['type'], boolean>> = {
  dense: true,
  conv2d: true,
  batchNorm: false,
  groupNorm: false,
  rmsNorm: false,
  activation: false,
  recurrent: true,
  residual: true,
  highway: true,
  concat: true,
  averagePool: false,
  globalAveragePool: false,
  flatten: false,
};

const takesRelu: readonly Layer['type'][] = ['batchNorm', 'groupNorm', 'rmsNorm', 'residual'];

/** Where layers are: in the net itself, or within one of its layers. */
interface Scope {
  /** Goes before the names. */
  readonly prefix: string;
  readonly isBeside: boolean;
}

const sigmoid: Layer = { type: 'activation', fn: 'sigmoid' };

class Outline {
  readonly #denseTotal: number;
  #dense = 0;
  #blocks = 0;

  constructor(layers: readonly Layer[]) {
    this.#denseTotal = layers.filter(({ type }) => type === 'dense').length;
  }

  sequence(layers: readonly Layer[], input: Shape, scope: Scope = { prefix: '', isBeside: false }): Placed[] {
    const placed: Placed[] = [];
    const names = new Names(layers, scope);
    let shape = input;
    for (let i = 0; i < layers.length; i += 1) {
      const layer = layers[i];
      if (layer === undefined) continue;
      const next = layers[i + 1];
      const relu = takesRelu.includes(layer.type) && next?.type === 'activation' && next.fn === 'relu';
      const name = scope.prefix + this.#name(layer, names, layers[i - 1]);
      const within: Scope = { ...scope, prefix: `${name}, ` };
      const branch = this.sequence(branchOf(layer), shape, within);
      const beside = this.#beside(layer, shape, within);
      const output = outputShape(layer, shape);
      const last = layer.type === 'dense' && scope.prefix === '' && this.#dense === this.#denseTotal;
      placed.push({ layer, name, input: shape, output, relu, last, branch, beside, isBeside: scope.isBeside });
      shape = output;
      if (relu) i += 1;
    }
    return placed;
  }

  #beside(layer: Layer, shape: Shape, { prefix }: Scope): Placed[] {
    if (layer.type === 'residual' && typeof layer.shortcut !== 'string')
      return this.sequence(layer.shortcut, shape, { prefix: `${prefix}shortcut `, isBeside: true });
    if (layer.type !== 'highway') return [];
    const gate = this.sequence(layer.gate, shape, { prefix: `${prefix}gate `, isBeside: true });
    const end = { input: shape, output: shape, relu: false, last: false, branch: [], beside: [], isBeside: true };
    return [...gate, { layer: sigmoid, name: `${prefix}gate`, ...end }];
  }

  #name(layer: Layer, names: Names, before: Layer | undefined): string {
    switch (layer.type) {
      case 'residual':
      case 'highway':
        return `block ${(this.#blocks += 1)}`;
      case 'concat':
        return names.inBlock(before, () => (this.#blocks += 1));
      case 'dense':
        return names.isTop ? this.#denseName() : names.next(layer.type);
      default:
        return names.next(layer.type);
    }
  }

  #denseName(): string {
    this.#dense += 1;
    if (this.#dense < this.#denseTotal) return `hidden ${this.#dense}`;
    return this.#denseTotal > 1 ? 'output' : 'dense';
  }
}

/** Counts the layers of one list. */
class Names {
  readonly isTop: boolean;
  readonly #isBeside: boolean;
  readonly #layers: readonly Layer[];
  readonly #counts = new Map<string, number>();
  #block = 0;
  #row = 0;

  constructor(layers: readonly Layer[], { prefix, isBeside }: Scope) {
    this.isTop = prefix === '';
    this.#isBeside = isBeside;
    this.#layers = layers;
  }

  next(type: keyof typeof nouns): string {
    const noun = nouns[type];
    const count = (this.#counts.get(noun) ?? 0) + 1;
    this.#counts.set(noun, count);
    const isOnly = this.#isBeside && this.#layers.filter((layer) => nounOf(layer) === noun).length === 1;
    return isOnly || type === 'flatten' || type === 'globalAveragePool' ? noun : `${noun} ${count}`;
  }

  /** A row of concat layers is a block, whose number `open` gives. */
  inBlock(before: Layer | undefined, open: () => number): string {
    if (before?.type !== 'concat') {
      this.#block = open();
      this.#row = 0;
    }
    this.#row += 1;
    return `block ${this.#block}, layer ${this.#row}`;
  }
}

const branchOf = (layer: Layer): readonly Layer[] => {
  if (layer.type === 'highway') return layer.transform;
  return layer.type === 'residual' || layer.type === 'concat' ? layer.branch : [];
};

const nouns = {
  dense: 'dense',
  conv2d: 'conv',
  batchNorm: 'norm',
  groupNorm: 'norm',
  rmsNorm: 'norm',
  activation: 'activation',
  recurrent: 'recurrent',
  averagePool: 'pool',
  globalAveragePool: 'average pool',
  flatten: 'flatten',
} as const satisfies Partial<Record<Layer['type'], string>>;

const nounOf = ({ type }: Layer): string | undefined => (type in nouns ? nouns[type as keyof typeof nouns] : undefined);
