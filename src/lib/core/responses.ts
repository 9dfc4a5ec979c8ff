import type { Layer } from '../models/layers.ts';
import type { NetState, Parameter } from './net.ts';
import { normalisedByExample } from './normalised-by-example.ts';
import { inOrder, type Placed } from './outline.ts';
import { deviation } from './summaries.ts';

/** A layer with weights, and the normalisation right behind it. */
interface Response {
  readonly layer: Placed;
  readonly norm: Norm | undefined;
}

/** The layers with weights on the way from the input to the logits, which are left out, as are gates and projections. */
export const weightLayers = (layers: readonly Placed[]): readonly Response[] =>
  layers.flatMap((layer, i) => {
    const { type } = layer.layer;
    if ((type !== 'conv2d' && type !== 'dense') || layer.last) return weightLayers(layer.branch);
    const next = layers[i + 1];
    return [{ layer, norm: next !== undefined && isNorm(next) ? next : undefined }];
  });

/**
 * The standard deviation of a layer's responses over all examples, places and units: of what its normalisation makes of its outputs,
 * before the nonlinearity, or of the outputs themselves where there is none (He et al. 2016, Fig. 7). Where a normalisation takes a
 * ReLU over, nobody keeps what lies between the two, so it is computed again: gain (x - mean) / sqrt(variance + epsilon) + shift, with
 * the running statistics of batch normalisation, or those of each example.
 *
 * @param values outputs of the layer, [..., units].
 */
export function responseDeviation({ norm }: Response, values: Float32Array, net: NormState): number {
  if (norm === undefined) return deviation(values);
  const { layer, input } = norm;
  const units = input.at(-1) ?? 0;
  if (layer.type === 'batchNorm') {
    const { gains, shifts, means, variances } = normOf(norm, net);
    const scales = Float64Array.from(gains, (gain, c) => gain / Math.sqrt((variances[c] ?? Number.NaN) + layer.epsilon));
    const normalised = Float64Array.from(values, (x, i) => {
      const c = i % units;
      return (scales[c] ?? Number.NaN) * (x - (means[c] ?? Number.NaN)) + (shifts[c] ?? Number.NaN);
    });
    return deviation(normalised);
  }
  const gains = weightsOf(norm, 'gains', net);
  const shifts = layer.type === 'groupNorm' ? weightsOf(norm, 'shifts', net) : new Float32Array(units);
  const normalised = normalisedByExample(layer, input, values).map(
    (h, i) => (gains[i % units] ?? Number.NaN) * h + (shifts[i % units] ?? Number.NaN),
  );
  return deviation(normalised);
}

/** Where the numbers of a normalisation are found. */
export interface NormState {
  readonly outline: readonly Placed[];
  readonly parameters: readonly Parameter[];
  readonly state: NetState;
}

type Norm = Placed<Extract<Layer, { readonly type: 'batchNorm' | 'groupNorm' | 'rmsNorm' }>>;

const isNorm = (placed: Placed): placed is Norm => ['batchNorm', 'groupNorm', 'rmsNorm'].includes(placed.layer.type);

const weightsOf = ({ name }: Placed, role: Parameter['role'], { parameters, state: { weights } }: NormState): Float32Array =>
  weights[parameters.findIndex((parameter) => parameter.layer === name && parameter.role === role)] ?? new Float32Array();

function normOf(norm: Norm, net: NormState) {
  const { statistics } = net.state;
  const norms = inOrder(net.outline).filter(({ layer }) => layer.type === 'batchNorm');
  const index = norms.findIndex(({ name }) => name === norm.name);
  return {
    gains: weightsOf(norm, 'gains', net),
    shifts: weightsOf(norm, 'shifts', net),
    means: statistics[2 * index] ?? new Float32Array(),
    variances: statistics[2 * index + 1] ?? new Float32Array(),
  };
}
