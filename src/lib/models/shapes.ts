import type { Layer, Shape } from './layers.ts';

/**
 * Shape after a layer, without the batch axis.
 *
 * @throws RangeError where the layer cannot take this input, naming both.
 */
export function outputShape(layer: Layer, input: Shape): Shape {
  switch (layer.type) {
    case 'dense':
      if (input.length !== 1) throw mismatch(layer, input, '[features]; put a flatten or globalAveragePool before it');
      return [layer.units];
    case 'conv2d': {
      const [height, width] = image(layer, input);
      return [Math.ceil(height / layer.stride), Math.ceil(width / layer.stride), layer.filters];
    }
    case 'batchNorm':
      if (input.length !== 1) image(layer, input);
      return input;
    case 'activation':
      return input;
    case 'recurrent':
      if (input.length !== 3 || input[1] !== 1) throw mismatch(layer, input, '[steps, 1, features]');
      return [layer.units];
    case 'residual':
      return residualShape(layer, input);
    case 'globalAveragePool':
      return [image(layer, input)[2]];
    case 'flatten':
      return [input.reduce((product, size) => product * size, 1)];
    default:
      throw layer satisfies never;
  }
}

export function shapeAfter(layers: readonly Layer[], input: Shape): Shape {
  return layers.reduce((shape, layer) => outputShape(layer, shape), input);
}

function residualShape(layer: Extract<Layer, { type: 'residual' }>, input: Shape): Shape {
  if (layer.branch.length === 0) throw new RangeError('A residual layer needs at least one layer in its branch.');
  const [height, width, channels] = image(layer, input);
  const output = shapeAfter(layer.branch, input);
  const expected =
    layer.shortcut === 'identity' ? [height, width, channels] : [Math.ceil(height / 2), Math.ceil(width / 2), output[2] ?? 0];
  const fits = output.length === 3 && output.every((size, i) => size === expected[i]) && (output[2] ?? 0) >= channels;
  if (!fits) {
    throw new RangeError(`The ${layer.shortcut} shortcut over [${input}] gives [${expected}], but its branch gives [${output}].`);
  }
  return output;
}

function image(layer: Layer, input: Shape): [number, number, number] {
  const [height, width, channels] = input;
  if (input.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    throw mismatch(layer, input, '[height, width, channels]');
  }
  return [height, width, channels];
}

const mismatch = (layer: Layer, input: Shape, wanted: string): RangeError =>
  new RangeError(`A ${layer.type} layer needs an input of shape ${wanted}, got [${input}].`);
