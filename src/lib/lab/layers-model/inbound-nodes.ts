import { LabError } from '../errors.ts';
import { isObject, listOf, type Json } from './json.ts';
import { configOf, kindOf, models, nameOf } from './layers.ts';

/** A layer's output as Keras 2 writes it: of which layer, of which time that it was applied, and which of its outputs. */
type Reference = readonly [layer: unknown, node: unknown, output: unknown, kwargs?: Json];

/**
 * What a layer is applied to, once or more often, in the words of Keras 2: [[[layer, node, output, {}], ...], ...]. Keras 3 writes
 * {args: [tensor or tensors], kwargs}, where a tensor says in its "keras_history" where it comes from.
 *
 * @throws {LabError} where it is applied to something else than outputs of layers.
 */
export const inboundNodes = (
  nodes: readonly unknown[],
  siblings: readonly Json[],
  layer: string | undefined,
): readonly unknown[] =>
  nodes.map((node) => {
    if (!isObject(node)) return node;
    const [inputs, ...more] = listOf(node['args']);
    const tensors = Array.isArray(inputs) ? (inputs as unknown[]) : [inputs];
    const histories = tensors.map(historyOf);
    if (more.length > 0 || histories.length === 0 || histories.some((history) => history.length !== 3))
      throw new LabError(
        `The layer "${layer ?? 'without a name'}" is applied to something else than outputs of layers, which TensorFlow.js has no words ` +
          'for. Save the model with layers in the place of operations.',
      );
    return histories.map(([name, index, output]): Reference => [name, nodeIn(siblings, name, index), output, {}]);
  });

/** The inputs or outputs of a model; Keras 3 writes a single one without the list around it. */
export function ends(value: unknown, siblings: readonly Json[]): readonly unknown[] {
  const all = listOf(value);
  const references = all.every(Array.isArray) ? (all as readonly unknown[][]) : [all];
  return references.map(([name, index, output]) => [name, nodeIn(siblings, name, index), output]);
}

const historyOf = (tensor: unknown): readonly unknown[] =>
  isObject(tensor) && tensor['class_name'] === '__keras_tensor__' ? listOf(configOf(tensor)['keras_history']) : [];

/**
 * Of a model in a model, the first node is its own, from when it was built. Keras 2 and TensorFlow.js count it; Keras 3 sometimes does, and
 * sometimes does not.
 *
 * @throws {LabError} where such a model is applied more than once, so that it cannot be known which time is meant.
 */
function nodeIn(siblings: readonly Json[], name: unknown, index: unknown): unknown {
  const inner = siblings.find((layer) => nameOf(layer) === name && models.has(kindOf(layer)));
  const nodes = listOf(inner?.['inbound_nodes']);
  if (!nodes.some(isObject)) return index;
  if (nodes.length > 1)
    throw new LabError(
      `The model "${String(name)}" within the model is applied ${nodes.length} times, which Keras 3 does not write clearly enough to be ` +
        'read here. Save it with Keras 2, the package tf_keras.',
    );
  return 1;
}
