import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { isConvolution, type Body } from './body.ts';
import { graphOf } from './graph.ts';
import { halvesOf } from './halves.ts';
import { countOf, roleOf, type Leaf } from './leaves.ts';

/** What of a given model is trained, beside its new classifier: nothing, its last two stages, all, or all from new weights. */
export type Extent = 'frozen' | 'top' | 'all' | 'scratch';

/** What can be said of a model before it is trained. */
export interface BodyCard {
  readonly featureCount: number;
  /** Numbers in its weights, to the features. */
  readonly parameters: number;
  /** Sides of its stages' maps, from the first to the last. */
  readonly stages: readonly number[];
  /** Numbers that all layers together give for one image. */
  readonly activations: number;
  /** Of its last two stages: numbers that are stored of one image, and numbers that a step takes, those included. */
  readonly top: { readonly stored: number; readonly activations: number };
  /** Ways that are not offered, and why: the end of a sentence. */
  readonly missing: Readonly<Partial<Record<Extent, string>>>;
}

export function cardOf(body: Body): BodyCard {
  const { leaves, featureCount } = body;
  const stages = stagesOf(leaves);
  const strange = leaves.flatMap(({ layer }) => layer.weights).find((weight) => !isKnown(weight));
  return {
    featureCount,
    parameters: leaves.flatMap(({ layer }) => layer.weights).reduce((sum, { shape }) => sum + countOf(shape as number[]), 0),
    stages: stages.map(({ side }) => side),
    activations: leaves.reduce((sum, { output }) => sum + countOf(output), 0),
    top: topOf(body),
    missing: {
      ...(stages.length <= 2 && {
        top: `it has ${stages.length === 2 ? 'two stages' : 'one stage'} only, so that would be all of it`,
      }),
      ...(strange && { scratch: `nothing says how its weight "${strange.originalName}" is to be started` }),
    },
  };
}

function topOf(body: Body): BodyCard['top'] {
  const graph = graphOf(body.inputs, body.features);
  const trained = new Set([...trainedLeaves(body, 'top')].map(({ layer }) => layer));
  const { above, crossing } = halvesOf(graph, (layer) => trained.has(layer));
  const numbers = (places: readonly number[]): number =>
    places.reduce((sum, place) => sum + countOf(graph.sizes[place] ?? []), 0);
  const stored = numbers(crossing);
  return { stored, activations: stored + numbers(above.map(({ output }) => output)) };
}

interface Stage {
  readonly side: number;
  /** Its first layer's place. */
  readonly start: number;
}

/**
 * A stage is a run of convolutions whose maps have one side, with what lies between them. Those of one pixel make none: they weigh the
 * channels of a map.
 */
function stagesOf(leaves: readonly Leaf[]): readonly Stage[] {
  const stages: Stage[] = [];
  leaves.forEach(({ kind, output: [side = 0] }, start) => {
    if (isConvolution(kind) && side > 1 && side !== stages.at(-1)?.side) stages.push({ side, start });
  });
  return stages;
}

/** The layers that are trained. */
export function trainedLeaves({ leaves }: Body, extent: Extent): ReadonlySet<Leaf> {
  if (extent === 'frozen') return new Set();
  const start = extent === 'top' ? (stagesOf(leaves).at(-2)?.start ?? 0) : 0;
  return new Set(leaves.slice(start));
}

/** Matrices and kernels: what weight decay pulls at. */
export const isKernel = (weight: LayerVariable): boolean => /(^|_)kernel$/.test(roleOf(weight));

/** Running statistics follow the batches, and have no gradient. */
export const isStatistic = (weight: LayerVariable): boolean => /^moving_/.test(roleOf(weight));

const isKnown = (weight: LayerVariable): boolean =>
  isKernel(weight) || isStatistic(weight) || ['bias', 'beta', 'gamma', 'alpha'].includes(roleOf(weight));
