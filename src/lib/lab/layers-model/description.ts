import { LabError } from '../errors.ts';
import { limits, megabytes } from '../limits.ts';
import { checkedTopology, type Topology } from './topology.ts';
import { isObject, type Json } from './json.ts';
import { namedAsLayers } from './names.ts';
import { weightGroups, type WeightGroup } from './weights.ts';

/** What the file model.json of a layers model says, checked. */
export interface ModelDescription extends Topology {
  readonly groups: readonly WeightGroup[];
  /** What its maker wrote into it: labels of its classes, for example. */
  readonly metadata: Json | undefined;
}

/**
 * Reads the file that describes a layers model. Nothing is computed, and no weight is read.
 *
 * @param name what the file is called, for messages.
 * @throws {LabError} where it is no such file, or one that cannot be trained here.
 */
export function modelDescription(text: string, name: string): ModelDescription {
  if (text.length > limits.modelJsonBytes)
    throw new LabError(
      `"${name}" has ${megabytes(text.length)}; ${megabytes(limits.modelJsonBytes)} are the most of a description.`,
    );
  const json = parsed(text, name);
  if (isGraphModel(json))
    throw new LabError(
      `"${name}" is a graph model: its layers were melted into operations, which compute and cannot be trained. Save the Keras model as ` +
        'model.h5, and convert it anew: tensorflowjs_converter --input_format=keras --output_format=tfjs_layers_model model.h5 folder.',
    );
  const { modelTopology, weightsManifest, userDefinedMetadata } = json;
  if (!isObject(modelTopology))
    throw new LabError(
      `"${name}" has no "modelTopology", so it describes no layers model. Give the file model.json that TensorFlow.js or its converter wrote.`,
    );
  if (!Array.isArray(weightsManifest))
    throw new LabError(
      `"${name}" has no "weightsManifest", so it does not say where its weights are. Save the model with its weights.`,
    );
  const topology = checkedTopology(modelTopology);
  return {
    ...topology,
    groups: namedAsLayers(weightGroups(weightsManifest), topology.model),
    metadata: isObject(userDefinedMetadata) ? userDefinedMetadata : undefined,
  };
}

function parsed(text: string, name: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LabError(
      `"${name}" is no JSON. Give the file model.json that TensorFlow.js or its converter wrote, with the files of its weights.`,
      { cause: error },
    );
  }
  if (!isObject(value)) throw new LabError(`"${name}" is JSON, but no object with a "modelTopology" in it.`);
  return value;
}

/** Graph models say so, and where they are too old to, they have nodes in the place of layers. */
const isGraphModel = ({ format, modelTopology }: Json): boolean =>
  format === 'graph-model' || (isObject(modelTopology) && Array.isArray(modelTopology['node']));
