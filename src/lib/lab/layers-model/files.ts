import { LabError } from '../errors.ts';
import { grouped, limits, megabytes } from '../limits.ts';
import { modelDescription, type ModelDescription } from './description.ts';

/** A file of a model, to be read when its turn comes. */
export interface ModelPart {
  /** As it is called, with folders where they are known. */
  readonly path: string;
  readonly bytes: number;
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** A model as it was given: what it says of itself, and its weights, one behind the other. */
export interface GivenModel extends ModelDescription {
  readonly name: string;
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** Formats that hold models, and that are not this one. */
const otherFormats = /\.(h5|hdf5|keras|pb|tflite|onnx|pt|pth|safetensors|mlmodel|ckpt)$/i;

/**
 * Reads a model from its files.
 *
 * @throws {LabError} where one is missing, or has another size than the model says, or where it is none that fits.
 */
export async function givenModel(parts: readonly ModelPart[]): Promise<GivenModel> {
  const described = descriptionPart(parts);
  const name = baseOf(described.path);
  if (described.bytes > limits.modelJsonBytes)
    throw new LabError(
      `"${name}" has ${megabytes(described.bytes)}; ${megabytes(limits.modelJsonBytes)} are the most of a description.`,
    );
  const description = modelDescription(new TextDecoder().decode(await described.read()), name);
  const weights = new Uint8Array(description.groups.reduce((sum, { bytes }) => sum + bytes, 0));
  let filled = 0;
  for (const { paths, bytes } of description.groups) {
    const files = paths.map((path) => weightsPart(parts, described.path, path));
    const found = files.reduce((sum, file) => sum + file.bytes, 0);
    if (found !== bytes)
      throw new LabError(
        `The weights in ${quoted(paths)} should have ${grouped(bytes)} bytes, and have ${grouped(found)}. ` +
          'They belong to another model, or a part is missing.',
      );
    for (const file of files) {
      const content = await file.read();
      weights.set(content, filled);
      filled += content.length;
    }
  }
  return { ...description, name, weights };
}

/** The file that describes the model: model.json, or the only one that ends in .json. */
export function descriptionPart<Part extends { readonly path: string }>(parts: readonly Part[]): Part {
  if (parts.length > limits.modelFiles)
    throw new LabError(`There are ${grouped(parts.length)} files; a model has up to ${limits.modelFiles}. Nothing was read.`);
  const described = parts.filter(({ path }) => /\.json$/i.test(path));
  const named = described.filter(({ path }) => /^model\.json$/i.test(baseOf(path)));
  const [found, ...more] = named.length > 0 ? named : described;
  if (found !== undefined && more.length === 0) return found;
  if (found !== undefined)
    throw new LabError(`There are ${more.length + 1} files that may describe a model. Give one model.json with its weights.`);
  const other = parts.find(({ path }) => otherFormats.test(path));
  if (other !== undefined)
    throw new LabError(
      `"${baseOf(other.path)}" is a model of another format. Convert it with tensorflowjs_converter, with ` +
        '--output_format=tfjs_layers_model, and give model.json and the files beside it.',
    );
  throw new LabError('There is no model.json among the files. Give it together with the files of the weights.');
}

function weightsPart(parts: readonly ModelPart[], described: string, path: string): ModelPart {
  const beside = described.slice(0, described.lastIndexOf('/') + 1) + path;
  const found = parts.find((part) => part.path === beside) ?? parts.find((part) => baseOf(part.path) === baseOf(path));
  if (found === undefined)
    throw new LabError(`The model has weights in "${path}", which is not among the files. Give it together with model.json.`);
  return found;
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const quoted = (paths: readonly string[]): string => {
  const [first = '', ...more] = paths;
  return more.length === 0 ? `"${first}"` : `"${first}" and ${more.length} more`;
};
