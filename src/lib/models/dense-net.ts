import { conv, relu, tenLogits } from './conv-layers.ts';
import type { Layer } from './layers.ts';
import { batchNorm } from './norms.ts';

export interface DenseNet {
  /** Number of weight layers: 3n + 4 for n layers a block, with bottlenecks 6n + 4. */
  readonly depth: number;
  /** Feature maps that each layer of a block adds, k. */
  readonly growthRate: number;
  /** The B: before each 3x3 convolution one of 1x1 to 4k maps. */
  readonly bottlenecks?: boolean;
  /** The C: the share of the maps that a transition leaves, theta; 1 where absent. The paper's BC nets have 0.5. */
  readonly compression?: number;
  /** Maps of the first convolution; where absent the paper's, 16, or 2k with bottlenecks and compression. */
  readonly firstFilters?: number;
}

/**
 * The CIFAR-10 networks of Huang et al. 2017, section 3: a 3x3 convolution and three dense blocks, in which each layer reads from all
 * before it: normalisation, ReLU, convolution. Between them normalisation, ReLU, a 1x1 convolution and 2x2 average pooling; at the end
 * normalisation, ReLU, global average pooling and ten logits. A ReLU comes before each 1x1 convolution of a transition as in the
 * authors' code.
 *
 * @throws RangeError where depth is not 3n + 4, or with bottlenecks 6n + 4, or compression is not in (0, 1].
 */
export function denseNet({ depth, growthRate, bottlenecks = false, compression = 1, firstFilters }: DenseNet): readonly Layer[] {
  const n = (depth - 4) / (bottlenecks ? 6 : 3);
  if (!Number.isInteger(n) || n < 1) {
    const [form, examples] = bottlenecks ? ['6n + 4', '10, 16, 22'] : ['3n + 4', '7, 10, 13'];
    throw new RangeError(`depth must be ${form} (${examples}, ...), got ${depth}`);
  }
  if (!(compression > 0 && compression <= 1))
    throw new RangeError(`compression must be above 0 and at most 1, got ${compression}`);
  const isBC = bottlenecks && compression < 1;
  let maps = firstFilters ?? (isBC ? 2 * growthRate : 16);
  const layers: Layer[] = [conv(3, maps)];
  for (const block of [1, 2, 3]) {
    for (let i = 0; i < n; i += 1) layers.push({ type: 'concat', branch: newMaps(growthRate, bottlenecks) });
    layers.push(batchNorm, relu);
    maps = Math.floor(compression * (maps + n * growthRate));
    if (block < 3) layers.push(conv(1, maps), { type: 'averagePool', size: 2 });
  }
  return [...layers, { type: 'globalAveragePool' }, tenLogits];
}

const newMaps = (growthRate: number, bottlenecks: boolean): readonly Layer[] => [
  ...(bottlenecks ? [batchNorm, relu, conv(1, 4 * growthRate)] : []),
  batchNorm,
  relu,
  conv(3, growthRate),
];
