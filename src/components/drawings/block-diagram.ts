import type { Layer, ResidualLayer, Shape } from '../../lib/models/layers.ts';
import { outputShape } from '../../lib/models/shapes.ts';

/** A residual block of a net, ready to draw from top to bottom. */
export interface Block {
  /** Shapes of what comes in and of what leaves: "16 × 16 × 32". */
  readonly input: string;
  readonly output: string;
  readonly branch: readonly string[];
  /** What stands on the shortcut; nothing on an identity. */
  readonly shortcut: readonly string[];
  /** The activation function behind the addition, if there is one. */
  readonly after: string | undefined;
}

/**
 * The first block of a net that keeps the shape of its input, behind one that does too, or the first that halves the map.
 *
 * @param input [height, width, channels] of an image.
 * @throws RangeError where the net has no such block.
 */
export function blockOf(layers: readonly Layer[], input: Shape, kind: 'keeps' | 'halves'): Block {
  let shape = input;
  let seen = 0;
  for (const [i, layer] of layers.entries()) {
    const after = outputShape(layer, shape);
    if (layer.type === 'residual') {
      const keeps = after[0] === shape[0];
      seen += 1;
      // The first block of a pre-activated net leaves normalisation and relu to what stands before it.
      if (kind === 'halves' ? !keeps : keeps && seen > 1) return described(layer, shape, after, layers[i + 1]);
    }
    shape = after;
  }
  throw new RangeError(
    `The net has no residual block that ${kind === 'halves' ? 'halves the map' : 'keeps the shape of its input'}.`,
  );
}

function described(layer: ResidualLayer, input: Shape, output: Shape, next: Layer | undefined): Block {
  const { branch, shortcut } = layer;
  return {
    input: input.join(' × '),
    output: output.join(' × '),
    branch: branch.map(nameOf),
    shortcut:
      typeof shortcut !== 'string' ? shortcut.map(nameOf) : shortcut === 'optionA' ? ['every 2nd pixel', 'zero channels'] : [],
    after: next?.type === 'activation' ? next.fn : undefined,
  };
}

function nameOf(layer: Layer): string {
  switch (layer.type) {
    case 'conv2d':
      return `${layer.kernelSize}×${layer.kernelSize} conv, ${layer.filters}${layer.stride === 2 ? ', /2' : ''}`;
    case 'batchNorm':
      return 'batch norm';
    case 'groupNorm':
      return layer.groups === 1 ? 'layer norm' : layer.groups === 'channels' ? 'instance norm' : `group norm, ${layer.groups}`;
    case 'rmsNorm':
      return 'RMS norm';
    case 'activation':
      return layer.fn;
    default:
      return layer.type;
  }
}

/** The block in words. */
export function blockInWords({ input, output, branch, shortcut, after }: Block): string {
  const way = shortcut.length === 0 ? 'unchanged' : `through ${shortcut.join(', ')}`;
  return (
    `An input of ${input} goes down a branch of ${branch.join('; ')}, and beside it ${way} to an addition; ` +
    `${after === undefined ? 'nothing follows it' : `${after} follows it`}, and ${output} leaves the block.`
  );
}
