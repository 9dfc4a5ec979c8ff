import type { Activation, ActivationLayer, Initializer, Layer } from '../layers.ts';
import type { ChoiceField, FlagField, InitializerField, Kind, LayersField, NumberField, SchemaOf } from './fields.ts';

const whole = (low: number, high: number): Omit<NumberField, 'words'> & { readonly isWhole: true } => ({
  kind: 'number',
  isWhole: true,
  low,
  high,
});
const number = (low: number, high: number): Omit<NumberField, 'words'> & { readonly isWhole: false } => ({
  kind: 'number',
  isWhole: false,
  low,
  high,
});
const words = <V extends string>(
  values: Readonly<Record<V, string>>,
): { kind: 'choice'; isNumeric: false; values: Record<V, string> } => ({
  kind: 'choice',
  isNumeric: false,
  values,
});
const numbers = <V extends number>(
  values: Readonly<Record<V, string>>,
): { kind: 'choice'; isNumeric: true; values: Record<V, string> } => ({
  kind: 'choice',
  isNumeric: true,
  values,
});
const flag: FlagField = { kind: 'flag' };
const layers: { readonly kind: 'layers' } = { kind: 'layers' };
const initializer: InitializerField = { kind: 'initializer' };

const activations = words<Activation>({
  relu: 'max(0, z)',
  tanh: 'tanh z, between −1 and 1',
  sigmoid: '1 / (1 + exp(−z)), between 0 and 1',
  softsign: 'z / (1 + |z|), which saturates slowly',
});

const relu: ActivationLayer = { type: 'activation', fn: 'relu' };
const zeros: Initializer = { type: 'zeros' };
const fanIn: Initializer = { type: 'fanIn', gain: 2 };

const epsilon = { ...number(1e-12, 1), note: 'added to the variance', usual: 1e-5 } as const;
const learningRateScale = {
  ...number(0, 1000),
  note: 'factor on the learning rate of this layer; 0 freezes it',
  usual: 0,
  isOptional: true,
} as const;

/** Most units of a layer, and most filters of a convolution. */
const mostUnits = 4096;
const mostFilters = 512;

export const layerSchema = {
  dense: {
    note: 'z = x W + b, over a vector',
    fields: {
      units: { ...whole(1, mostUnits), note: 'how many outputs', usual: 32 },
      init: { ...initializer, note: 'how the weights start', usual: fanIn },
      biasInit: { ...initializer, note: 'how the biases start', usual: zeros },
      learningRateScale,
    },
  },
  conv2d: {
    note: 'a convolution over an image, with zeros around it',
    fields: {
      filters: { ...whole(1, mostFilters), note: 'how many channels come out', usual: 8 },
      kernelSize: { ...numbers<1 | 3>({ 1: 'each pixel alone', 3: '3 × 3 pixels' }), note: 'sides of the kernel', usual: 3 },
      stride: {
        ...numbers<1 | 2>({ 1: 'keeps the sides', 2: 'halves them' }),
        note: 'pixels from one place to the next',
        usual: 1,
      },
      init: { ...initializer, note: 'how the kernels start', usual: fanIn },
      biasInit: { ...initializer, note: 'how the biases start; without it there are none', usual: zeros, isOptional: true },
      learningRateScale,
    },
  },
  batchNorm: {
    note: 'batch normalisation, a gain and a shift for each channel',
    fields: {
      epsilon,
      momentum: { ...number(0, 1), note: 'weight of the newest batch in the running statistics', usual: 0.1 },
      frozen: { ...flag, note: 'uses its running statistics in training too', usual: true, isOptional: true },
      learningRateScale,
    },
  },
  groupNorm: {
    note: 'group normalisation of each example; 1 group is layer normalisation',
    fields: {
      groups: {
        ...whole(1, mostUnits),
        words: { channels: 'as many groups as channels: instance normalisation' },
        note: 'groups of channels; they divide the channels',
        usual: 1,
      },
      epsilon,
    },
  },
  rmsNorm: { note: 'each example over its root mean square, a gain for each channel', fields: { epsilon } },
  activation: {
    note: 'a nonlinearity, element by element',
    fields: { fn: { ...activations, note: 'which one', usual: 'relu' } },
  },
  recurrent: {
    note: 'reads a sequence [steps, 1, features] and gives its last state',
    fields: {
      units: { ...whole(1, 512), note: 'size of the state', usual: 32 },
      fn: { ...activations, note: 'the nonlinearity', usual: 'tanh' },
      inputInit: { ...initializer, note: 'how the weights of the input start', usual: fanIn },
      recurrentInit: { ...initializer, note: 'how the weights of the state start', usual: { type: 'identity', scale: 1 } },
      biasInit: { ...initializer, note: 'how the biases start', usual: zeros },
    },
  },
  residual: {
    note: 'shortcut(x) + branch(x)',
    fields: {
      branch: { ...layers, note: 'the layers of F(x)', usual: [relu] },
      shortcut: {
        ...layers,
        words: { identity: 'x itself', optionA: 'every second pixel of x, and channels of zeros' },
        note: 'what x goes through on its way around the branch',
        usual: 'identity',
      },
      branchScale: { ...number(-100, 100), note: 'factor on the branch; 1 where absent', usual: 1, isOptional: true },
      shortcutScale: { ...number(-100, 100), note: 'factor on the shortcut; 1 where absent', usual: 1, isOptional: true },
    },
  },
  highway: {
    note: 'H(x) T(x) + x (1 − T(x)), with T = sigmoid(gate(x))',
    fields: {
      transform: { ...layers, note: 'the layers of H(x), which keep the shape of x', usual: [relu] },
      gate: { ...layers, note: 'what T is the sigmoid of; keeps the shape of x', usual: [relu] },
      gates: {
        ...words<'both' | 'shortcut'>({ both: 'H T + x (1 − T)', shortcut: 'H + x (1 − T)' }),
        note: 'what the gate multiplies; both where absent',
        usual: 'both',
        isOptional: true,
      },
    },
  },
  concat: {
    note: '[x, branch(x)], one behind the other along the channels: a layer of a dense block',
    fields: { branch: { ...layers, note: 'the layers whose output is appended', usual: [relu] } },
  },
  averagePool: {
    note: 'the mean over squares of pixels',
    fields: { size: { ...whole(1, 32), note: 'sides of a square; they divide those of the image', usual: 2 } },
  },
  globalAveragePool: { note: 'the mean of each channel over its whole map: image to vector', fields: {} },
  flatten: { note: 'all numbers of an image in a row: image to vector', fields: {} },
} as const satisfies SchemaOf<Layer>;

export const initializerSchema = {
  zeros: { note: 'all 0', fields: {} },
  constant: { note: 'all the same', fields: { value: { ...number(-1000, 1000), note: 'the number', usual: 0 } } },
  identity: {
    note: 'a multiple of the identity matrix',
    fields: { scale: { ...number(-1000, 1000), note: 'the multiple', usual: 1 } },
  },
  normal: { note: 'Gaussian', fields: { std: { ...number(0, 1000), note: 'standard deviation', usual: 0.1 } } },
  fanIn: {
    note: 'Gaussian with standard deviation √(gain / fan-in)',
    fields: { gain: { ...number(0, 1000), note: '2 is He’s for ReLU, 1 is LeCun’s', usual: 2 } },
  },
  uniform: { note: 'uniform from −bound to bound', fields: { bound: { ...number(0, 1000), note: 'the bound', usual: 0.1 } } },
  uniformFanIn: {
    note: 'uniform, the bound over √fan-in',
    fields: { bound: { ...number(0, 1000), note: 'the bound, before it is divided', usual: 1 } },
  },
  orthogonal: {
    note: 'a random matrix with orthonormal rows or columns',
    fields: { gain: { ...number(0, 1000), note: 'factor on it', usual: 1 } },
  },
  xavier: { note: 'uniform, bound √(6 / (fan-in + fan-out))', fields: {} },
  sparse: {
    note: 'a few Gaussian inputs for each unit, all others 0',
    fields: {
      connections: { ...whole(1, mostUnits), note: 'inputs that are not 0', usual: 15 },
      std: { ...number(0, 1000), note: 'standard deviation', usual: 1 },
    },
  },
} as const satisfies SchemaOf<Initializer>;

/** What a value may be: one of these types, with their fields. */
export interface Family {
  /** "layer", "initialisation". */
  readonly noun: string;
  readonly kinds: Readonly<Record<string, Kind>>;
}

export const layerFamily: Family = { noun: 'layer', kinds: layerSchema };
export const initializerFamily: Family = { noun: 'initialisation', kinds: initializerSchema };

/** The values of a choice, as the text of a model has them. */
export const choicesOf = ({ isNumeric, values }: ChoiceField): readonly (string | number)[] =>
  Object.keys(values).map((value) => (isNumeric ? Number(value) : value));

export const isNested = (field: { readonly kind: string }): field is LayersField => field.kind === 'layers';
