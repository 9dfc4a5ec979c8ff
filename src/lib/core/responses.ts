import type { NetState, Parameter } from './net.ts';
import { inOrder, type Placed } from './outline.ts';
import { deviation } from './summaries.ts';

/** A layer with weights, and the normalisation right behind it. */
interface Response {
  readonly layer: Placed;
  readonly norm: Placed | undefined;
}

/** The layers with weights on the way from the input to the logits, which are left out, as are gates and projections. */
export const weightLayers = (layers: readonly Placed[]): readonly Response[] =>
  layers.flatMap((layer, i) => {
    const { type } = layer.layer;
    if ((type !== 'conv2d' && type !== 'dense') || layer.last) return weightLayers(layer.branch);
    const next = layers[i + 1];
    return [{ layer, norm: next?.layer.type === 'batchNorm' ? next : undefined }];
  });

/**
 * The standard deviation of a layer's responses over all examples, places and units: of what its normalisation makes of its outputs,
 * before the nonlinearity, or of the outputs themselves where there is none (He et al. 2016, Fig. 7). Where a normalisation takes a
 * ReLU over, nobody keeps what lies between the two, so it is computed again: gain (x - mean) / sqrt(variance + epsilon) + shift, with
 * the running statistics.
 *
 * @param values outputs of the layer, [..., units].
 */
export function responseDeviation({ norm }: Response, values: Float32Array, net: NormState): number {
  if (norm?.layer.type !== 'batchNorm') return deviation(values);
  const { epsilon } = norm.layer;
  const { gains, shifts, means, variances } = normOf(norm, net);
  const units = gains.length;
  const scales = Float64Array.from(gains, (gain, c) => gain / Math.sqrt((variances[c] ?? Number.NaN) + epsilon));
  const normalised = Float64Array.from(values, (x, i) => {
    const c = i % units;
    return (scales[c] ?? Number.NaN) * (x - (means[c] ?? Number.NaN)) + (shifts[c] ?? Number.NaN);
  });
  return deviation(normalised);
}

/** Where the numbers of a normalisation are found. */
export interface NormState {
  readonly outline: readonly Placed[];
  readonly parameters: readonly Parameter[];
  readonly state: NetState;
}

function normOf({ name }: Placed, { outline, parameters, state: { weights, statistics } }: NormState) {
  const norms = inOrder(outline).filter(({ layer }) => layer.type === 'batchNorm');
  const index = norms.findIndex((norm) => norm.name === name);
  const weight = (role: Parameter['role']): Float32Array =>
    weights[parameters.findIndex((parameter) => parameter.layer === name && parameter.role === role)] ?? new Float32Array();
  return {
    gains: weight('gains'),
    shifts: weight('shifts'),
    means: statistics[2 * index] ?? new Float32Array(),
    variances: statistics[2 * index + 1] ?? new Float32Array(),
  };
}
