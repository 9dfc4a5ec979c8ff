import { describe, expect, it } from 'vitest';
import { cifarNet } from '../../../src/lib/models/cifar-net.ts';
import { denseNet } from '../../../src/lib/models/dense-net.ts';
import { highwayMlp } from '../../../src/lib/models/shortcut-mlp.ts';
import { storedNumbers } from '../../../src/lib/models/stored.ts';

describe('the numbers that a training step keeps', () => {
  it('are, in a dense block, (2n + 1) c + n (n + 1) k copied and normalised maps, and nk new ones', () => {
    const [n, c, k] = [4, 16, 3];
    // One pixel: a number is a map. The transition has 28 maps, before and after its pool.
    const block = denseNet({ depth: 3 * n + 4, growthRate: k }).slice(1, n + 3);
    expect(storedNumbers(block, [1, 1, c])).toEqual({ repeated: (2 * n + 1) * c + n * (n + 1) * k, made: n * k });
  });

  it('count the narrow maps of a bottleneck too, as convolved and as normalised', () => {
    const [concat] = denseNet({ depth: 10, growthRate: 3, bottlenecks: true }).slice(1, 2);
    if (concat === undefined) throw new Error('The net begins otherwise.');
    expect(storedNumbers([concat], [1, 1, 5])).toEqual({ made: 12 + 3, repeated: 5 + 12 + 8 });
  });

  it('are, in a residual block, two convolutions, their normalisations and the sum', () => {
    const [block] = cifarNet({ depth: 8, width: 4, shortcuts: true }).slice(3, 4);
    if (block === undefined) throw new Error('The net begins otherwise.');
    expect(storedNumbers([block], [2, 2, 4])).toEqual({ made: 3 * 16, repeated: 2 * 16 });
  });

  it('count what a projection makes, and the gate of a highway layer with its opening', () => {
    const projected = cifarNet({ depth: 8, width: 4, shortcuts: 'optionC' }).slice(3, 4);
    expect(storedNumbers(projected, [2, 2, 4])).toEqual({ made: 4 * 16, repeated: 3 * 16 });
    const highway = highwayMlp({ depth: 2, width: 10, fn: 'tanh', outputs: 3, gateBias: -1 });
    const types = highway.map(({ type }) => type);
    const layer = highway[types.indexOf('highway')];
    if (layer === undefined) throw new Error('There is no highway layer.');
    expect(storedNumbers([layer], [10])).toEqual({ made: 40, repeated: 0 });
  });
});
