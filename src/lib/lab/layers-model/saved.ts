import { zipOf } from '../zip-writing.ts';
import type { GivenSource } from './card.ts';
import type { ModelDescription } from './description.ts';
import type { Json } from './json.ts';
import { configOf, kindOf, layersOf } from './layers.ts';
import { pixelScalings, scalings, type PixelScaling } from './pixels.ts';

/** A model as TensorFlow.js stores it. */
export interface Stored {
  readonly topology: object;
  readonly specs: readonly unknown[];
  readonly weights: ArrayBuffer;
}

export interface SavedFor {
  readonly source: GivenSource;
  readonly strategy: string;
  readonly classes: readonly string[];
}

/** A trained model as a ZIP file of model.json and its weights: of the same format as it was given in, to be unpacked or given again. */
export function savedModel(
  { topology, specs, weights }: Stored,
  { source, strategy, classes }: SavedFor,
): Uint8Array<ArrayBuffer> {
  const description = {
    format: 'layers-model',
    generatedBy: 'Deep, and Trainable: the transfer lab',
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
    userDefinedMetadata: {
      classes,
      pixels: scalings[source.scaling].label,
      strategy,
      source: source.card.name,
    },
  };
  return zipOf([
    { path: 'model.json', bytes: new TextEncoder().encode(JSON.stringify(description)) },
    { path: 'weights.bin', bytes: new Uint8Array(weights) },
  ]);
}

/** How a model has its pixels, where its file says it: where this lab saved it, or where a layer of it scales bytes. */
export const statedScaling = ({ metadata, model }: Pick<ModelDescription, 'metadata' | 'model'>): PixelScaling | undefined =>
  pixelScalings.find((id) => scalings[id].label === metadata?.['pixels']) ??
  (layersOf(model).some(scalesBytes) ? 'bytes' : undefined);

/** Whether a layer makes small numbers of bytes: 255 of them become at most 10. */
function scalesBytes(layer: Json): boolean {
  const scales = [configOf(layer)['scale']].flat();
  return kindOf(layer) === 'Rescaling' && scales.every((scale) => typeof scale === 'number' && 255 * Math.abs(scale) <= 10);
}
