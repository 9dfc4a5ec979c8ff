import { LabError } from '../errors.ts';
import { listOf, textOf, type Json } from './json.ts';
import { activations, isOfKeras, ofCode, still, trainable } from './layer-kinds.ts';
import { configOf, kindOf, nameOf } from './layers.ts';

/** What to do about layers that prepare images. */
const remedies: Readonly<Record<string, string>> = {
  Resizing: 'Save the model from the layer behind it on, for images of the size that it makes.',
  Normalization: 'Save the model with a Rescaling in its place, of the same means and variances.',
};

/** @throws {LabError} where a layer is none that the lab can train, or has a setting that TensorFlow.js does not know or would pass over. */
export function checkLayer(layer: Json): void {
  const kind = kindOf(layer);
  const config = configOf(layer);
  const called = `The layer "${nameOf(layer) ?? 'without a name'}"`;
  if (ofCode.has(kind))
    throw new LabError(
      `${called} is of the kind "${kind}": code of its author, which is not in the file. The lab cannot run it.`,
    );
  if (!trainable.has(kind) && !still.has(kind))
    throw new LabError(
      isOfKeras(kind)
        ? `${called} is of the kind "${kind}", which the lab does not train. ${remedies[kind] ?? `It takes: ${[...trainable].join(', ')}.`}`
        : `${called} is of the kind "${kind}", which is none of Keras: a layer of its author's own, whose code is not in the file.`,
    );
  if (config['data_format'] === 'channels_first')
    throw new LabError(
      `${called} has channels before pixels ("channels_first"); the lab needs them last. Build and save the model with "channels_last".`,
    );
  if (listOf(config['dilation_rate']).some((rate) => rate !== 1))
    throw new LabError(`${called} has a dilated filter, for which TensorFlow.js has no gradient.`);
  const { activation, groups } = config;
  if (activation !== undefined && activation !== null && !activations.has(textOf(activation) ?? ''))
    throw new LabError(
      `${called} has the activation ${shown(activation)}, which TensorFlow.js does not have. It has: ${[...activations].join(', ')}.`,
    );
  if (typeof groups === 'number' && groups !== 1)
    throw new LabError(`${called} is a convolution in ${groups} groups, which TensorFlow.js does not have.`);
  if (kind === 'ReLU') {
    const bent = (['negative_slope', 'threshold'] as const).find((key) => typeof config[key] === 'number' && config[key] !== 0);
    if (bent !== undefined)
      throw new LabError(
        `${called} is a ReLU with a "${bent}" of ${shown(config[bent])}, which TensorFlow.js takes for 0. Use a LeakyReLU or a ThresholdedReLU.`,
      );
  }
  if (kind === 'BatchNormalization' && listOf(config['axis']).length > 1)
    throw new LabError(`${called} normalises along the axes ${shown(config['axis'])}; the lab needs the channels, the last.`);
}

const shown = (value: unknown): string => JSON.stringify(value);
