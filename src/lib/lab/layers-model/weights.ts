import { LabError } from '../errors.ts';
import { grouped, limits, megabytes } from '../limits.ts';
import { isObject, listOf, textOf } from './json.ts';

/** Numbers of a weight that were packed: w = scale q + min, or half precision. */
export interface Quantization {
  readonly dtype: 'uint8' | 'uint16' | 'float16';
  readonly scale?: number;
  readonly min?: number;
}

export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
  readonly quantization?: Quantization;
}

/** Weights that lie one after the other in the bytes of some files. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightSpec[];
  /** Of all files together. */
  readonly bytes: number;
}

const packedBytes = { uint8: 1, uint16: 2, float16: 2 } as const;

/** Packing numbers into fewer bytes is no way: their count has a limit, too. */
const smaller = 'Give a smaller one, or, where most are in a classifier behind a Flatten, save it without that.';

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/**
 * The groups of a weights manifest.
 *
 * @throws {LabError} where it is not one, where a weight is of a kind that cannot be trained, or where it is all too much.
 */
export function weightGroups(manifest: readonly unknown[]): readonly WeightGroup[] {
  const groups = manifest.map((group): WeightGroup => {
    const { paths, weights } = isObject(group) ? group : {};
    const names = listOf(paths).filter((path) => typeof path === 'string');
    if (names.length === 0 || !Array.isArray(weights))
      throw new LabError('The "weightsManifest" of the model has a group without "paths" or "weights". The file is damaged.');
    const specs = weights.map(weightSpec);
    const bytes = specs.reduce((sum, { shape, quantization }) => {
      return sum + sizeOf(shape) * (quantization === undefined ? 4 : packedBytes[quantization.dtype]);
    }, 0);
    return { paths: names, weights: specs, bytes };
  });
  const sum = (numberOf: (group: WeightGroup) => number): number => groups.reduce((total, group) => total + numberOf(group), 0);
  const bytes = sum((group) => group.bytes);
  const parameters = sum(({ weights }) => weights.reduce((total, { shape }) => total + sizeOf(shape), 0));
  if (bytes > limits.modelBytes)
    throw new LabError(
      `The weights of the model have ${megabytes(bytes)}; ${megabytes(limits.modelBytes)} are the most. ${smaller}`,
    );
  if (parameters > limits.modelParameters)
    throw new LabError(
      `The model has ${grouped(parameters)} parameters; ${grouped(limits.modelParameters)} are the most. ${smaller}`,
    );
  if (sum(({ paths }) => paths.length) > limits.modelFiles)
    throw new LabError(`The weights of the model lie in more than ${limits.modelFiles} files.`);
  return groups;
}

function weightSpec(value: unknown): WeightSpec {
  const { name, shape, dtype, quantization } = isObject(value) ? value : {};
  const called = textOf(name);
  if (called === undefined || !Array.isArray(shape) || !shape.every((length) => Number.isInteger(length) && Number(length) >= 0))
    throw new LabError(
      `The "weightsManifest" of the model lists ${JSON.stringify(value)}, which is no weight. The file is damaged.`,
    );
  if (dtype !== 'float32')
    throw new LabError(`The weight "${called}" is of the kind ${JSON.stringify(dtype)}; the lab trains numbers of "float32".`);
  const spec = { name: called, shape: shape as number[], dtype } as const;
  return quantization === undefined ? spec : { ...spec, quantization: unpacking(called, quantization) };
}

function unpacking(name: string, value: unknown): Quantization {
  const { dtype, scale, min } = isObject(value) ? value : {};
  if (dtype === 'float16') return { dtype };
  if ((dtype === 'uint8' || dtype === 'uint16') && typeof scale === 'number' && typeof min === 'number')
    return { dtype, scale, min };
  throw new LabError(`The weight "${name}" is packed in a way that is not known here: ${JSON.stringify(value)}.`);
}
