import type { Initializer } from '../models/layers.ts';
import { elementCount } from '../models/shapes.ts';
import { stream } from '../random/stream.ts';
import { initialValues, type Fans } from './initial-values.ts';
import type { Parameter } from './net.ts';
import type { Placed } from './outline.ts';

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
  const { name, last, layer, isBeside } = placed;
  const learningRateScale = layer.type === 'dense' ? (layer.learningRateScale ?? 1) : 1;
  return declared(placed).map(({ role, shape, init, part, fans = fansOf(placed) }) => {
    const layerName = part === undefined ? name : `${name}, ${part}`;
    const count = elementCount(shape);
    const values =
      init === 'ones'
        ? new Float32Array(count).fill(1)
        : initialValues(init, { count, ...fans }, stream(seed, `${role} of ${layerName}`));
    return { layer: layerName, role, shape, isBeside, last, learningRateScale, values };
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
      return [
        { role: 'weights', shape: [layer.kernelSize, layer.kernelSize, channels, layer.filters], init: layer.init },
        ...(layer.biasInit ? [{ role: 'biases', shape: [layer.filters], init: layer.biasInit } as const] : []),
      ];
    case 'batchNorm':
    case 'groupNorm':
      return [
        { role: 'gains', shape: [channels], init: 'ones' },
        { role: 'shifts', shape: [channels], init: { type: 'zeros' } },
      ];
    case 'rmsNorm':
      return [{ role: 'gains', shape: [channels], init: 'ones' }];
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
    case 'highway':
    case 'concat':
    case 'averagePool':
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
