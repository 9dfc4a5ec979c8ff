import { openEngine, type EngineFiles } from '../core/engines.ts';
import { coloursOf, evidenceMaps } from '../core/evidence.ts';
import { outline } from '../core/outline.ts';
import { startedFrom } from '../core/stored-weights.ts';
import { applyScaling, scalingTable } from '../datasets/scaling.ts';
import type { ShardSource } from '../datasets/source.ts';
import { loadWeights } from '../datasets/weights/load.ts';
import { evidenceLayers } from '../experiments/evidence/stages.ts';
import { modelCards } from '../experiments/source-models/cards.ts';
import { sourceClasses, sourceNet, sourcePlan } from '../experiments/source-models/recipe.ts';
import { weights as sourceModel } from '../experiments/source-models/ways.ts';
import { LabError } from '../lab/errors.ts';
import { limits, megabytes } from '../lab/limits.ts';
import type { SeenImage } from '../lab/own-image.ts';
import { inEvaluationMode } from '../models/freezing.ts';
import { decodedSquare } from './decodedSquare.ts';

const card = modelCards[sourceModel];

/**
 * The square in the middle of a reader's image, averaged down to the side of the source model.
 *
 * @throws {LabError} with the file's name, where it is no image, too large, or damaged.
 */
export async function pixelsOf(file: File): Promise<Uint8Array> {
  try {
    if (file.size > limits.fileBytes)
      throw new LabError(`it has ${megabytes(file.size)}; ${megabytes(limits.fileBytes)} are the most of one image`);
    return await decodedSquare(new Uint8Array(await file.arrayBuffer()), card.side);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`"${file.name}" cannot be looked at: ${reason}. Choose another file.`, { cause: error });
  }
}

/**
 * What the source model takes pixels [side, side, 3] for, and where each of its stages sees what speaks for each class. Computes on
 * WebAssembly, so that the same pixels give the same numbers everywhere.
 *
 * @throws as {@link loadWeights} does.
 */
export async function seenImage(
  pixels: Uint8Array,
  place: { readonly engine: EngineFiles; readonly weights: ShardSource },
): Promise<SeenImage> {
  const { side, scaling } = card;
  const tensors = await loadWeights(card, place.weights, () => undefined, new AbortController().signal);
  const image = applyScaling(scalingTable(scaling, pixels, 3), pixels);
  const layers = inEvaluationMode(sourceNet(sourceClasses.length));
  const inputShape = [side, side, 3] as const;
  const { loss, optimizer } = sourcePlan;
  const engine = await openEngine('wasm', place.engine);
  const net = await engine.createNet({ layers, inputShape, loss, optimizer, capacity: 1, seed: 0, threads: 1 });
  try {
    net.load(startedFrom(layers, inputShape, await net.state(), { tensors, upTo: 'dense' }));
    const evidence: (readonly number[])[] = [];
    for (const output of sourceClasses.keys())
      evidence.push(await evidenceMaps({ net, outline: outline(layers, inputShape) }, evidenceLayers, image, output));
    return { image: coloursOf(image, scaling), logits: [...(await net.logits(image, 1))], evidence };
  } finally {
    net.dispose();
  }
}
