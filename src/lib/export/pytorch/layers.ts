import type { Printer } from '../../models/count.ts';
import type { Activation, BatchNormLayer, Initializer, Layer, ResidualLayer, Shape } from '../../models/layers.ts';
import { outputShape } from '../../models/shapes.ts';
import { initialiser, type Fans } from './initialisers.ts';
import { called, number } from './literals.ts';
import { compressed } from './repeats.ts';

const channels = (shape: Shape): number => shape.at(-1) ?? 0;

const functions: Readonly<Record<Activation, { readonly module: string; readonly fn: string }>> = {
  relu: { module: 'nn.ReLU()', fn: 'torch.relu' },
  tanh: { module: 'nn.Tanh()', fn: 'torch.tanh' },
  sigmoid: { module: 'nn.Sigmoid()', fn: 'torch.sigmoid' },
  softsign: { module: 'nn.Softsign()', fn: 'F.softsign' },
};

/** Each layer as the expression that makes its module. */
const printers: Printer<string> = {
  dense: ({ units, init, biasInit, learningRateScale }, input) => {
    const fans = { fanIn: channels(input), fanOut: units };
    return called('dense', [number(channels(input)), number(units), initialiser(init, fans)], {
      biases: unlessZero(biasInit, fans),
      rate: unless(1, learningRateScale),
    });
  },
  conv2d: ({ filters, kernelSize, stride, init, biasInit, learningRateScale }, input) => {
    const fans = { fanIn: kernelSize ** 2 * channels(input), fanOut: kernelSize ** 2 * filters };
    return called('conv', [number(channels(input)), number(filters), number(kernelSize), initialiser(init, fans)], {
      stride: unless(1, stride),
      biases: biasInit && initialiser(biasInit, fans),
      rate: unless(1, learningRateScale),
    });
  },
  batchNorm: (layer, input) => {
    const rate = unless(1, layer.learningRateScale);
    return rate === undefined ? batchNorm(layer, input) : called('at_rate', [rate, batchNorm(layer, input)]);
  },
  groupNorm: ({ groups, epsilon }, input) =>
    called('nn.GroupNorm', [number(groups === 'channels' ? channels(input) : groups), number(channels(input))], {
      eps: unless(1e-5, epsilon),
    }),
  rmsNorm: ({ epsilon }, input) => called('RmsNorm', [number(channels(input))], { eps: number(epsilon) }),
  activation: ({ fn }) => functions[fn].module,
  recurrent: ({ units, fn, inputInit, recurrentInit, biasInit }, input) => {
    const [outer, inner] = [
      { fanIn: channels(input), fanOut: units },
      { fanIn: units, fanOut: units },
    ];
    return called('Recurrent', [number(channels(input)), number(units), functions[fn].fn], {
      weights: initialiser(inputInit, outer),
      recurrence: initialiser(recurrentInit, inner),
      biases: initialiser(biasInit, inner),
    });
  },
  residual: (layer, input) =>
    called('Residual', modules(layer.branch, input), {
      shortcut: shortcut(layer, input),
      branch_scale: unless(1, layer.branchScale),
      shortcut_scale: unless(1, layer.shortcutScale),
    }),
  highway: ({ transform, gate, gates }, input) =>
    called('Highway', modules(transform, input), {
      gate: `[${modules(gate, input).join(', ')}]`,
      gates_transform: gates === 'shortcut' ? 'False' : undefined,
    }),
  concat: ({ branch }, input) => called('Concat', modules(branch, input)),
  averagePool: ({ size }) => called('nn.AvgPool2d', [number(size)]),
  globalAveragePool: () => 'global_average_pool()',
  // The book's images are [height, width, channels], PyTorch's [channels, height, width].
  flatten: (_, input) =>
    channels(input) === 1 || input.slice(0, -1).every((side) => side === 1) ? 'nn.Flatten()' : 'FlattenPixels()',
};

/** The modules of layers in a row, those that repeat written once. */
export function modules(layers: readonly Layer[], input: Shape): readonly string[] {
  let shape = input;
  const printed = layers.map((layer) => {
    // One layer, looked up by its own type: TypeScript does not relate the two through the index.
    const print = printers[layer.type] as (layer: Layer, input: Shape) => string;
    const text = print(layer, shape);
    shape = outputShape(layer, shape);
    return text;
  });
  return compressed(printed);
}

const unless = (usual: number, value: number | undefined): string | undefined =>
  value === undefined || value === usual ? undefined : number(value);

const unlessZero = (init: Initializer, fans: Fans): string | undefined =>
  init.type === 'zeros' ? undefined : initialiser(init, fans);

function batchNorm({ epsilon, momentum, frozen }: BatchNormLayer, input: Shape): string {
  if (frozen === true) return called('FrozenBatchNorm', [number(channels(input))], { eps: unless(1e-5, epsilon) });
  return called(input.length === 1 ? 'nn.BatchNorm1d' : 'nn.BatchNorm2d', [number(channels(input))], {
    eps: unless(1e-5, epsilon),
    momentum: unless(0.1, momentum),
  });
}

function shortcut(layer: ResidualLayer, input: Shape): string | undefined {
  if (layer.shortcut === 'identity') return undefined;
  if (layer.shortcut === 'optionA') return called('OptionA', [number(channels(outputShape(layer, input)) - channels(input))]);
  return called('nn.Sequential', modules(layer.shortcut, input));
}
