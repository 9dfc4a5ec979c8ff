import type { Placed } from './outline.ts';

/** What a layer hands on to the next one. */
export interface Signal {
  /** The layer of the outline that gives it. */
  readonly layer: string;
  /** The layer with weights, or the block, that it is known by. */
  readonly name: string;
}

/**
 * Of each layer with weights but that of the logits, and of each block, what it hands on to the next one: a layer with weights together
 * with the normalisation and the activation function behind it; a block as it is, but for a ReLU that it took over. In order, and
 * nothing from inside of blocks: along these the signal goes from the input to the logits.
 */
export function signals(outline: readonly Placed[]): readonly Signal[] {
  const found: Signal[] = [];
  /** Whether what comes next still belongs to the last one found. */
  let isOpen = false;
  for (const { layer, name, last } of outline) {
    const kind = kinds[layer.type];
    if (kind === 'function' && isOpen) found.push({ layer: name, name: found.pop()?.name ?? name });
    else if (kind === 'weights' || kind === 'block') {
      if (!last) found.push({ layer: name, name });
      isOpen = kind === 'weights';
    }
  }
  return found;
}

const kinds: Readonly<Record<Placed['layer']['type'], 'weights' | 'block' | 'function' | 'other'>> = {
  dense: 'weights',
  conv2d: 'weights',
  recurrent: 'weights',
  residual: 'block',
  highway: 'block',
  concat: 'block',
  batchNorm: 'function',
  groupNorm: 'function',
  rmsNorm: 'function',
  activation: 'function',
  averagePool: 'other',
  globalAveragePool: 'other',
  flatten: 'other',
};
