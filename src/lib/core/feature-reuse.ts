import type { Parameter } from './net.ts';
import type { Placed } from './outline.ts';

/** A layer's weights [..., inputs, outputs], whose inputs are the features of several sources, one after the other. */
export interface Reader {
  /** For example "block 1, layer 3", or "block 1, transition". */
  readonly name: string;
  /** Of the layer whose weights they are. */
  readonly layer: string;
  readonly sources: readonly Source[];
}

interface Source {
  /** "input" is what entered the block. */
  readonly name: string;
  readonly features: number;
}

/**
 * The layers that read from the sources of a dense block: the first weights within each of its layers, and those that follow the block,
 * of the transition or the classifier. A layer that reads something else than the sources themselves is left out.
 */
export function readers(outline: readonly Placed[]): readonly Reader[] {
  const found: Reader[] = [];
  let block = '';
  let sources: Source[] = [];
  outline.forEach((placed, i) => {
    const { layer, name, input, output } = placed;
    if (layer.type !== 'concat') return;
    const features = input.at(-1) ?? 0;
    if (outline[i - 1]?.layer.type !== 'concat') sources = [{ name: 'input', features }];
    block = name.slice(0, name.lastIndexOf(', '));
    const within = firstWeights(placed.branch);
    if (within !== undefined) found.push({ name, layer: within.name, sources });
    sources = [...sources, { name: `layer ${sources.length}`, features: (output.at(-1) ?? 0) - features }];
    if (outline[i + 1]?.layer.type === 'concat') return;
    const behind = firstWeights(outline.slice(i + 1));
    if (behind === undefined) return;
    const kind = behind.layer.type === 'conv2d' ? 'transition' : 'classifier';
    found.push({ name: `${block}, ${kind}`, layer: behind.name, sources });
  });
  return found;
}

/** The first layer with weights, where those before it keep features apart. */
function firstWeights(layers: readonly Placed[]): Placed | undefined {
  const first = layers.find(({ layer }) => !keepsFeatures.includes(layer.type));
  return first?.layer.type === 'conv2d' || first?.layer.type === 'dense' ? first : undefined;
}

const keepsFeatures: readonly Placed['layer']['type'][] = [
  'batchNorm',
  'groupNorm',
  'rmsNorm',
  'activation',
  'averagePool',
  'globalAveragePool',
];

/** "block 1, layer 3, from layer 2", one a reader and source. */
export const reuseNames = (found: readonly Reader[]): readonly string[] =>
  found.flatMap(({ name, sources }) => sources.map((source) => `${name}, from ${source.name}`));

/** The mean absolute weight of each reader's connections from each source (Huang et al. 2017, Fig. 5). */
export function featureReuse(
  found: readonly Reader[],
  parameters: readonly Parameter[],
  weights: readonly Float32Array[],
): readonly number[] {
  return found.flatMap(({ layer, sources }) => {
    const index = parameters.findIndex((parameter) => parameter.layer === layer && parameter.role === 'weights');
    const outputs = parameters[index]?.shape.at(-1) ?? 0;
    return meanSizes(weights[index] ?? new Float32Array(), outputs, sources);
  });
}

function meanSizes(weights: Float32Array, outputs: number, sources: readonly Source[]): number[] {
  const inputs = sources.reduce((sum, { features }) => sum + features, 0);
  const ends = sources.map((_, i) => sources.slice(0, i + 1).reduce((sum, { features }) => sum + features, 0));
  const sums = sources.map(() => 0);
  weights.forEach((weight, i) => {
    const input = Math.floor(i / outputs) % inputs;
    const source = ends.findIndex((end) => input < end);
    sums[source] = (sums[source] ?? 0) + Math.abs(weight);
  });
  const perFeature = weights.length / inputs;
  return sums.map((sum, i) => sum / (perFeature * (sources[i]?.features ?? 0)));
}
