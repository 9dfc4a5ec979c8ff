import { WeightsError } from '../datasets/errors.ts';
import type { NamedTensor } from '../datasets/weights/safetensors.ts';
import type { Layer, Shape } from '../models/layers.ts';
import { parametersOf } from './initial-parameters.ts';
import type { NetState } from './net.ts';
import { inOrder, outline, type Placed } from './outline.ts';

/** One tensor of a net's state. */
interface Place {
  /** The layer of the outline that it belongs to, within a block too, and its role: "block 1, conv 2.weights", "norm 1.mean". */
  readonly name: string;
  readonly shape: readonly number[];
}

interface Places {
  readonly weights: readonly Place[];
  readonly statistics: readonly Place[];
}

/** What a net learned, each tensor by its name: all that is worth storing of it. */
export function namedTensors(layers: readonly Layer[], inputShape: Shape, state: NetState): readonly NamedTensor[] {
  const { weights, statistics } = placesOf(outline(layers, inputShape));
  const named = (places: readonly Place[], values: readonly Float32Array[]): readonly NamedTensor[] =>
    places.map((place, i) => ({ ...place, values: values[i] ?? new Float32Array() }));
  return [...named(weights, state.weights), ...named(statistics, state.statistics)];
}

export interface StoredStart {
  readonly tensors: readonly NamedTensor[];
  /** The last layer, or block, of the net itself that takes stored values; where absent, the last one before the logits. */
  readonly upTo?: string;
}

/**
 * The state of a net that starts from stored weights: all layers up to one take theirs, weights and running statistics, and those behind
 * it keep what they drew.
 *
 * @param drawn the state that the net has from its seed.
 * @throws {WeightsError} where a tensor is missing, or has another shape.
 * @throws RangeError where there is no layer of the name.
 */
export function startedFrom(
  layers: readonly Layer[],
  inputShape: Shape,
  drawn: NetState,
  { tensors, upTo }: StoredStart,
): NetState {
  const placed = outline(layers, inputShape);
  const end = upTo === undefined ? placed.findIndex(({ last }) => last) : placed.findIndex(({ name }) => name === upTo) + 1;
  if (upTo !== undefined && end === 0)
    throw new RangeError(
      `The net has no layer "${upTo}" to take weights up to; it has ${placed.map(({ name }) => name).join(', ')}.`,
    );
  const [taken, all] = [placesOf(placed.slice(0, end)), placesOf(placed)];
  const filled = (places: readonly Place[], from: readonly Place[], values: readonly Float32Array[]): Float32Array[] =>
    places.map((place, i) => (i < from.length ? storedValues(place, tensors) : (values[i] ?? new Float32Array())));
  return {
    ...drawn,
    weights: filled(all.weights, taken.weights, drawn.weights),
    statistics: filled(all.statistics, taken.statistics, drawn.statistics),
  };
}

function storedValues({ name, shape }: Place, tensors: readonly NamedTensor[]): Float32Array {
  const stored = tensors.find((tensor) => tensor.name === name);
  if (stored === undefined)
    throw new WeightsError(
      `The stored weights have no "${name}", which this model takes from them: they are those of another model.`,
    );
  if (stored.shape.join() !== shape.join())
    throw new WeightsError(
      `The stored weights do not fit this model: "${name}" is [${stored.shape.join(', ')}] there, and [${shape.join(', ')}] here.`,
    );
  return stored.values;
}

/** In the order of a net's state. */
function placesOf(placed: readonly Placed[]): Places {
  const ordered = inOrder(placed);
  // The values do not matter here, nor so the seed.
  const weights = ordered.flatMap((layer) => parametersOf(layer, 0));
  const statistics = ordered.flatMap(({ layer, name, input }): readonly Place[] => {
    const shape = [input.at(-1) ?? 0];
    return layer.type === 'batchNorm' ? [`${name}.mean`, `${name}.variance`].map((place) => ({ name: place, shape })) : [];
  });
  return { weights: weights.map(({ layer, role, shape }) => ({ name: `${layer}.${role}`, shape })), statistics };
}
