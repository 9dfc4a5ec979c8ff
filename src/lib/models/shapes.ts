import type { AveragePoolLayer, GroupNormLayer, HighwayLayer, Layer, ResidualLayer, Shape } from './layers.ts';

/** Numbers in a tensor of this shape. */
export const elementCount = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

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
    case 'rmsNorm':
      if (input.length !== 1) image(layer, input);
      return input;
    case 'groupNorm':
      if (input.length !== 1) image(layer, input);
      groupCount(layer, input);
      return input;
    case 'activation':
      return input;
    case 'recurrent':
      if (input.length !== 3 || input[1] !== 1) throw mismatch(layer, input, '[steps, 1, features]');
      return [layer.units];
    case 'residual':
      return residualShape(layer, input);
    case 'highway':
      return highwayShape(layer, input);
    case 'concat':
      return concatShape(layer.branch, input);
    case 'averagePool':
      return pooledShape(layer, input);
    case 'globalAveragePool':
      return [image(layer, input)[2]];
    case 'flatten':
      return [elementCount(input)];
    default:
      throw layer satisfies never;
  }
}

export function shapeAfter(layers: readonly Layer[], input: Shape): Shape {
  return layers.reduce((shape, layer) => outputShape(layer, shape), input);
}

/**
 * Groups of a group normalisation over this input.
 *
 * @throws RangeError where its channels cannot be parted so.
 */
export function groupCount({ groups }: GroupNormLayer, input: Shape): number {
  const channels = input.at(-1) ?? 0;
  if (groups === 'channels') return channels;
  if (!Number.isInteger(groups) || groups < 1)
    throw new RangeError(`The groups of a groupNorm layer must be a whole number from 1, or 'channels', got ${groups}.`);
  if (channels % groups !== 0)
    throw new RangeError(
      `A groupNorm layer of ${groups} groups needs a multiple of ${groups} channels, got [${input}]. Choose a divisor of ${channels}.`,
    );
  return groups;
}

function residualShape(layer: ResidualLayer, input: Shape): Shape {
  const output = shapeWithin('The branch of a residual layer', layer.branch, input);
  const { shortcut } = layer;
  if (typeof shortcut === 'string') {
    const expected = shortcut === 'identity' ? input : optionAShape(layer, input, output.at(-1) ?? 0);
    if (equal(output, expected) && (output.at(-1) ?? 0) >= (input.at(-1) ?? 0)) return output;
    throw new RangeError(`The ${shortcut} shortcut over [${input}] gives [${expected}], but its branch gives [${output}].`);
  }
  const across = shapeWithin('The shortcut of a residual layer', shortcut, input);
  if (equal(output, across)) return output;
  throw new RangeError(`The shortcut of a residual layer over [${input}] gives [${across}], but its branch gives [${output}].`);
}

function optionAShape(layer: ResidualLayer, input: Shape, channels: number): Shape {
  const [height, width] = image(layer, input);
  return [Math.ceil(height / 2), Math.ceil(width / 2), channels];
}

function highwayShape({ transform, gate }: HighwayLayer, input: Shape): Shape {
  for (const [name, layers] of [
    ['transform', transform],
    ['gate', gate],
  ] as const) {
    const output = shapeWithin(`The ${name} of a highway layer`, layers, input);
    if (!equal(output, input))
      throw new RangeError(`The ${name} of a highway layer must keep the shape of its input, [${input}], but gives [${output}].`);
  }
  return input;
}

function concatShape(branch: readonly Layer[], input: Shape): Shape {
  const output = shapeWithin('The branch of a concat layer', branch, input);
  const [sides, wanted] = [output.slice(0, -1), input.slice(0, -1)];
  if (output.length !== input.length || !equal(sides, wanted))
    throw new RangeError(`The branch of a concat layer over [${input}] may change the last size alone, but gives [${output}].`);
  return [...wanted, (input.at(-1) ?? 0) + (output.at(-1) ?? 0)];
}

function pooledShape(layer: AveragePoolLayer, input: Shape): Shape {
  const { size } = layer;
  const [height, width, channels] = image(layer, input);
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(`The size of an averagePool layer must be a whole number from 1, got ${size}.`);
  if (height % size !== 0 || width % size !== 0)
    throw new RangeError(`An averagePool layer of size ${size} needs sides that are multiples of it, got [${input}].`);
  return [height / size, width / size, channels];
}

/** @param what for example "The branch of a residual layer". */
function shapeWithin(what: string, layers: readonly Layer[], input: Shape): Shape {
  if (layers.length === 0) throw new RangeError(`${what} needs at least one layer.`);
  return shapeAfter(layers, input);
}

const equal = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, i) => size === b[i]);

function image(layer: Layer, input: Shape): [number, number, number] {
  const [height, width, channels] = input;
  if (input.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    throw mismatch(layer, input, '[height, width, channels]');
  }
  return [height, width, channels];
}

const mismatch = (layer: Layer, input: Shape, wanted: string): RangeError =>
  new RangeError(
    `${/^[aeiou]/.test(layer.type) ? 'An' : 'A'} ${layer.type} layer needs an input of shape ${wanted}, got [${input}].`,
  );
