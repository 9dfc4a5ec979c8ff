import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../../src/lib/core/engines.ts';
import type { NetState } from '../../../src/lib/core/net.ts';
import { namedTensors, startedFrom } from '../../../src/lib/core/stored-weights.ts';
import { WeightsError } from '../../../src/lib/datasets/errors.ts';
import { cifarNet } from '../../../src/lib/models/cifar-net.ts';
import { engineFiles } from '../../setup/engine.ts';

const shape = [8, 8, 3] as const;
const layersOf = (classes: number) => cifarNet({ depth: 8, width: 4, shortcuts: 'optionB', classes });

const stateOf = async (classes: number, seed: number): Promise<NetState> => {
  const engine = await openEngine('wasm', engineFiles);
  const net = await engine.createNet({
    layers: layersOf(classes),
    inputShape: shape,
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate: 0.1, momentum: 0, weightDecay: 0 },
    capacity: 1,
    seed,
  });
  const { statistics, ...state } = await net.state();
  net.dispose();
  // Each statistic has numbers of its own, so that none can be taken for another.
  return { ...state, statistics: statistics.map((values, i) => values.map((_, j) => 1 + i + j / 100)) };
};

let source: NetState;
let drawn: NetState;
beforeAll(async () => {
  [source, drawn] = [await stateOf(6, 0), await stateOf(4, 1)];
});

const stored = () => namedTensors(layersOf(6), shape, source);
const empty = (state: NetState): NetState => ({ ...state, statistics: state.statistics.map((values) => values.map(() => 0)) });

describe('the tensors of a net', () => {
  it('go by the names of the outline and their roles', () => {
    const names = stored().map(({ name }) => name);
    expect(names).toHaveLength(source.weights.length + source.statistics.length);
    expect(new Set(names).size).toBe(names.length);
    expect(names.slice(0, 5)).toEqual([
      'conv 1.weights',
      'norm 1.gains',
      'norm 1.shifts',
      'block 1, conv 1.weights',
      'block 1, norm 1.gains',
    ]);
    expect(names).toEqual(expect.arrayContaining(['block 2, shortcut conv.weights', 'block 3, norm 2.variance', 'dense.biases']));
    expect(stored()[0]).toEqual({ name: 'conv 1.weights', shape: [3, 3, 3, 4], values: source.weights[0] });
  });
});

describe('a net that starts from stored weights', () => {
  it('takes all but the logits, running statistics too, and draws these', () => {
    const state = startedFrom(layersOf(4), shape, empty(drawn), { tensors: stored() });
    expect(state.weights.slice(0, -2)).toEqual(source.weights.slice(0, -2));
    expect(state.weights.slice(-2)).toEqual(drawn.weights.slice(-2));
    expect(state.statistics).toEqual(source.statistics);
    expect(state.velocities).toEqual(drawn.velocities);
  });

  it('takes the first blocks alone', () => {
    const state = startedFrom(layersOf(4), shape, empty(drawn), { tensors: stored(), upTo: 'block 1' });
    // The first layer and its normalisation, and two of each in the block.
    expect(state.weights.slice(0, 9)).toEqual(source.weights.slice(0, 9));
    expect(state.weights.slice(9)).toEqual(drawn.weights.slice(9));
    expect(state.statistics.slice(0, 6)).toEqual(source.statistics.slice(0, 6));
    expect(state.statistics.slice(6)).toEqual(empty(drawn).statistics.slice(6));
  });

  it('takes the logits too where they are asked for and fit', () => {
    const state = startedFrom(layersOf(6), shape, drawn, { tensors: stored(), upTo: 'dense' });
    expect(state.weights).toEqual(source.weights);
    expect(() => startedFrom(layersOf(4), shape, drawn, { tensors: stored(), upTo: 'dense' })).toThrow(
      new WeightsError('The stored weights do not fit this model: "dense.weights" is [16, 6] there, and [16, 4] here.'),
    );
  });

  it('is refused where a tensor is missing, or a layer', () => {
    const rest = stored().filter(({ name }) => name !== 'block 1, norm 1.mean');
    expect(() => startedFrom(layersOf(4), shape, drawn, { tensors: rest })).toThrow(
      new WeightsError(
        'The stored weights have no "block 1, norm 1.mean", which this model takes from them: they are those of another model.',
      ),
    );
    expect(() => startedFrom(layersOf(4), shape, drawn, { tensors: stored(), upTo: 'block 4' })).toThrow(
      new RangeError(
        'The net has no layer "block 4" to take weights up to; it has conv 1, norm 1, block 1, block 2, block 3, average pool, dense.',
      ),
    );
  });
});
