import type { Initializer, Layer, Shape } from '../models/layers.ts';
import { outputShape } from '../models/shapes.ts';
import { stream } from '../random/stream.ts';
import { initialValues, type Fans } from './initial-values.ts';
import type { Parameter } from './net.ts';

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
  /** The layers of a residual branch; empty for all others. */
  readonly branch: readonly Placed[];
}

/**
 * The layers of a model with their names and shapes: what every backend builds from, so that all name alike.
 *
 * @throws RangeError where a layer cannot take the output of the one before it, or the model does not end with logits.
 */
export function outline(layers: readonly Layer[], input: Shape): readonly Placed[] {
  const placed = new Outline(layers).sequence(layers, input, '');
  const end = placed.at(-1)?.output ?? input;
  if (end.length !== 1) throw new RangeError(`A model must end with one vector of logits an example, but ends with [${end}].`);
  return placed;
}

/**
 * The layers that an activation function gives the output of, those of branches included: by their own name (the function's, or of the
 * layer that takes its ReLU over), the name of the layer with weights that feeds them.
 */
export function activated(layers: readonly Placed[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  let feeding = 'input';
  const visit = (placed: Placed): void => {
    placed.branch.forEach(visit);
    const { type } = placed.layer;
    if (type === 'dense' || type === 'conv2d' || type === 'recurrent' || type === 'residual') feeding = placed.name;
    if (type === 'activation' || type === 'recurrent' || placed.relu) names.set(placed.name, feeding);
  };
  layers.forEach(visit);
  return names;
}

class Outline {
  readonly #denseTotal: number;
  #dense = 0;
  #blocks = 0;

  constructor(layers: readonly Layer[]) {
    this.#denseTotal = layers.filter(({ type }) => type === 'dense').length;
  }

  /** `scope` goes before the names. */
  sequence(layers: readonly Layer[], input: Shape, scope: string): Placed[] {
    const placed: Placed[] = [];
    const counts = new Map<string, number>();
    let shape = input;
    for (let i = 0; i < layers.length; i += 1) {
      const layer = layers[i];
      if (layer === undefined) continue;
      const next = layers[i + 1];
      const relu = (layer.type === 'batchNorm' || layer.type === 'residual') && next?.type === 'activation' && next.fn === 'relu';
      const name = scope + this.#name(layer, counts);
      const branch = layer.type === 'residual' ? this.sequence(layer.branch, shape, `${name}, `) : [];
      const output = outputShape(layer, shape);
      const last = layer.type === 'dense' && this.#dense === this.#denseTotal;
      placed.push({ layer, name, input: shape, output, relu, last, branch });
      shape = output;
      if (relu) i += 1;
    }
    return placed;
  }

  #name(layer: Layer, counts: Map<string, number>): string {
    if (layer.type === 'residual') return `block ${(this.#blocks += 1)}`;
    if (layer.type === 'dense') return this.#denseName();
    const noun = nouns[layer.type];
    const count = (counts.get(noun) ?? 0) + 1;
    counts.set(noun, count);
    return layer.type === 'globalAveragePool' || layer.type === 'flatten' ? noun : `${noun} ${count}`;
  }

  #denseName(): string {
    this.#dense += 1;
    if (this.#dense < this.#denseTotal) return `hidden ${this.#dense}`;
    return this.#denseTotal > 1 ? 'output' : 'dense';
  }
}

const nouns: Readonly<Record<Exclude<Layer['type'], 'dense' | 'residual'>, string>> = {
  conv2d: 'conv',
  batchNorm: 'norm',
  activation: 'activation',
  recurrent: 'recurrent',
  globalAveragePool: 'average pool',
  flatten: 'flatten',
};

/** A parameter with the values that it starts from. */
export interface Initialised extends Parameter {
  readonly values: Float32Array;
}

interface Declared {
  readonly role: Parameter['role'];
  readonly shape: readonly number[];
  readonly init: Initializer | 'ones';
  /** What tells parameters of one role and layer apart. */
  readonly part?: string;
  /** Where they are not those between the layer's input and its output. */
  readonly fans?: Pick<Fans, 'fanIn' | 'fanOut'>;
}

/** The parameters that a layer itself holds (not those of its branch), initialised from the seed. */
export function parametersOf(placed: Placed, seed: number): readonly Initialised[] {
  const { name, last, layer } = placed;
  const learningRateScale = layer.type === 'dense' ? (layer.learningRateScale ?? 1) : 1;
  return declared(placed).map(({ role, shape, init, part, fans = fansOf(placed) }) => {
    const layerName = part === undefined ? name : `${name}, ${part}`;
    const count = shape.reduce((product, length) => product * length, 1);
    const values =
      init === 'ones'
        ? new Float32Array(count).fill(1)
        : initialValues(init, { count, ...fans }, stream(seed, `${role} of ${layerName}`));
    return { layer: layerName, role, shape, last, learningRateScale, values };
  });
}

function declared({ layer, input }: Placed): readonly Declared[] {
  const channels = input.at(-1) ?? 0;
  switch (layer.type) {
    case 'dense':
      return [
        { role: 'weights', shape: [channels, layer.units], init: layer.init },
        { role: 'biases', shape: [layer.units], init: layer.biasInit },
      ];
    case 'conv2d':
      return [{ role: 'weights', shape: [layer.kernelSize, layer.kernelSize, channels, layer.filters], init: layer.init }];
    case 'batchNorm':
      return [
        { role: 'gains', shape: [channels], init: 'ones' },
        { role: 'shifts', shape: [channels], init: { type: 'zeros' } },
      ];
    case 'recurrent': {
      const { units } = layer;
      const fans = { fanIn: units, fanOut: units };
      return [
        { role: 'weights', shape: [channels, units], init: layer.inputInit, part: 'input' },
        { role: 'weights', shape: [units, units], init: layer.recurrentInit, part: 'recurrence', fans },
        { role: 'biases', shape: [units], init: layer.biasInit, fans },
      ];
    }
    case 'activation':
    case 'residual':
    case 'globalAveragePool':
    case 'flatten':
      return [];
    default:
      throw layer satisfies never;
  }
}

/** Of a layer's weights: inputs that one unit sums over, and units that one input goes to. */
function fansOf({ layer, input, output }: Placed): Pick<Fans, 'fanIn' | 'fanOut'> {
  const taps = layer.type === 'conv2d' ? layer.kernelSize ** 2 : 1;
  return { fanIn: taps * (input.at(-1) ?? 0), fanOut: taps * (output.at(-1) ?? 0) };
}
