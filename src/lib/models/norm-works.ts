import { convNet } from './conv-net.ts';
import type { Layer } from './layers.ts';
import { normLayers, type NormKind } from './norms.ts';
import type { Work } from './works.ts';

/** Those that are timed against each other. */
type Timed = Extract<NormKind, 'none' | 'batch' | 'layer' | 'rms'>;

const names: Readonly<Record<Timed, string>> = {
  none: 'none',
  batch: 'batch',
  layer: 'layer',
  rms: 'RMS',
};

/** 64 vectors: three layers of 256 units, each with its normalisation and a ReLU, on 256 numbers. */
function vectors(norm: Timed): Work {
  const dense = (units: number): Layer => ({
    type: 'dense',
    units,
    init: { type: 'fanIn', gain: 2 },
    biasInit: { type: 'zeros' },
  });
  const hidden = Array.from({ length: 3 }, () => [
    dense(256),
    ...normLayers(norm, { groups: 1 }),
    { type: 'activation', fn: 'relu' } as const,
  ]);
  return {
    title: `Vectors, ${names[norm]}`,
    layers: [{ type: 'flatten' }, ...hidden.flat(), dense(10)],
    inputShape: [16, 16, 1],
    loss: 'softmaxCrossEntropy',
    count: 64,
  };
}

/** 32 images of 16 x 16 pixels: four convolutions, each with its normalisation and a ReLU. */
const images = (norm: Timed): Work => ({
  title: `Images, ${names[norm]}`,
  layers: convNet({ widths: [16, 16, 32, 32], norm, groups: 1, outputs: 10 }),
  inputShape: [16, 16, 3],
  loss: 'softmaxCrossEntropy',
  count: 32,
});

/** Steps of one net of vectors and one of images, which differ in their normalisation alone. */
export const normWorks = {
  'vectors-none': vectors('none'),
  'vectors-batch': vectors('batch'),
  'vectors-layer': vectors('layer'),
  'vectors-rms': vectors('rms'),
  'images-none': images('none'),
  'images-batch': images('batch'),
  'images-layer': images('layer'),
  'images-rms': images('rms'),
} as const satisfies Record<string, Work>;
