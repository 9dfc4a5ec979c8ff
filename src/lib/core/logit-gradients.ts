import { learns, noLayer, type Parameter } from './net.ts';
import { inOrder, type Placed } from './outline.ts';

/** What the gradients of single logits are asked of. */
interface Asked {
  readonly outline: readonly Placed[];
  readonly parameters: readonly Parameter[];
  readonly layers: readonly string[];
  readonly logits: readonly number[];
}

/** @throws RangeError where a net does not have these gradients; see `Net.logitGradients`. */
export function checkLogitGradients({ outline, parameters, layers, logits }: Asked): void {
  const placed = inOrder(outline);
  const missing = layers.find((layer) => !placed.some(({ name }) => name === layer));
  if (missing !== undefined) throw noLayer(missing);
  const outputs = outline.at(-1)?.output[0] ?? 0;
  const wrong = logits.find((logit) => !Number.isInteger(logit) || logit < 0 || logit >= outputs);
  if (wrong !== undefined) throw new RangeError(`The net has logits 0 to ${outputs - 1}, and none of number ${wrong}.`);
  const frozen = parameters.find((parameter) => !learns(parameter));
  if (frozen !== undefined)
    throw new RangeError(
      `The ${frozen.role} of "${frozen.layer}" are frozen, and below them nobody takes a gradient: build the net without freezing.`,
    );
  const first = placed.findIndex(({ name }) => parameters.some(({ layer }) => layer === name || layer.startsWith(`${name}, `)));
  const low = layers.find((layer) => placed.findIndex(({ name }) => name === layer) < first);
  if (low !== undefined)
    throw new RangeError(`"${low}" lies below all that learns, and there nobody takes a gradient: ask for a later layer.`);
  const tied = placed.find(({ layer }) => layer.type === 'batchNorm' && layer.frozen !== true);
  if (tied !== undefined)
    throw new RangeError(
      `"${tied.name}" normalises with the statistics of each batch: build the net with its normalisations in evaluation mode.`,
    );
}

/** [logits.length, outputs], a 1 in each row. */
export function oneHot(logits: readonly number[], outputs: number): Float32Array {
  const rows = new Float32Array(logits.length * outputs);
  logits.forEach((logit, i) => (rows[i * outputs + logit] = 1));
  return rows;
}
