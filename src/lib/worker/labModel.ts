import { openBackend, type BackendFiles } from '../core/layers-model/backend.ts';
import { loadBody, type Body } from '../core/layers-model/body.ts';
import { cardOf } from '../core/layers-model/parts.ts';
import { crc32 } from '../lab/crc32.ts';
import { LabError } from '../lab/errors.ts';
import { batchSizeFor, type GivenCard } from '../lab/layers-model/card.ts';
import { givenModel, type GivenModel, type ModelPart } from '../lab/layers-model/files.ts';
import { statedScaling } from '../lab/layers-model/saved.ts';
import { grouped, limits } from '../lab/limits.ts';
import { unpack, zipEntries } from '../lab/zip.ts';
import type { ModelSource } from './labProtocol.ts';

/**
 * Reads a reader's model, builds it, and says what it is.
 *
 * @throws {LabError} or UnfitModelError where it does not fit; the text says why, and what to do.
 */
export async function readModel(source: ModelSource, files: BackendFiles): Promise<GivenCard> {
  const { model, body } = await openModel(source, files);
  try {
    const { featureCount, parameters, stages, activations, top, missing } = cardOf(body);
    if (featureCount > limits.modelFeatures)
      throw new LabError(
        `The model has ${grouped(featureCount)} features of an image; ${grouped(limits.modelFeatures)} are the most. ` +
          'Give one that takes the mean over its map before its classifier.',
      );
    const batchSize = batchSizeFor(activations);
    const topBatchSize = batchSizeFor(top.activations);
    const tooLarge = 'its maps are too large for the memory that a step of it may take';
    return {
      name: model.name,
      address: source.kind === 'files' ? source.address : undefined,
      side: model.side,
      channels: model.channels,
      bytes: model.weights.length,
      crc: crc32(model.weights),
      parameters,
      featureCount,
      stages,
      scaling: statedScaling(model),
      batchSize,
      top: { stored: top.stored, batchSize: topBatchSize },
      missing: {
        ...(batchSize === 0 && { scratch: tooLarge, all: tooLarge }),
        ...(batchSize === 0 && topBatchSize === 0 && { top: tooLarge }),
        ...missing,
      },
    };
  } finally {
    body.dispose();
  }
}

/** A model, and its part up to the features on the backend that is right here. */
export async function openModel(
  source: ModelSource,
  files: BackendFiles,
): Promise<{ readonly model: GivenModel; readonly body: Body }> {
  const model = await givenModel(await partsOf(source));
  await openBackend(files);
  const specs = model.groups.flatMap(({ weights }) => weights);
  return { model, body: await loadBody({ model: model.model, specs, weights: model.weights.buffer }) };
}

async function partsOf(source: ModelSource): Promise<readonly ModelPart[]> {
  if (source.kind === 'zip')
    return (await zipEntries(source.zip)).map((entry) => ({ ...entry, read: () => unpack(source.zip, entry) }));
  return source.files.map(({ path, file }) => ({
    path,
    bytes: file.size,
    read: async () => new Uint8Array(await file.arrayBuffer()),
  }));
}
