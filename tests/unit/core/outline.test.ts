import { describe, expect, it } from 'vitest';
import { parametersOf, type Initialised } from '../../../src/lib/core/initial-parameters.ts';
import { activated, inOrder, outline } from '../../../src/lib/core/outline.ts';
import { cifarNet } from '../../../src/lib/models/cifar-net.ts';
import { parameterCount } from '../../../src/lib/models/count.ts';
import type { Layer } from '../../../src/lib/models/layers.ts';
import { sigmoidMlp } from '../../../src/lib/models/mlp.ts';
import {
  biasedConv,
  concat,
  conv,
  dense,
  flatten,
  groupNorm,
  halve,
  highway,
  norm,
  pool,
  recurrent,
  relu,
  residual,
  rmsNorm,
  tanh,
} from '../../setup/layers.ts';

const image = [8, 8, 3] as const;
const paper = cifarNet({ depth: 8, width: 4, shortcuts: true });
const mlp = sigmoidMlp([5, 4], 10);

const names = (layers: readonly Layer[], input: readonly number[]): string[] =>
  inOrder(outline(layers, input)).map(({ name }) => name);

const parameters = (layers: readonly Layer[], input: readonly number[], seed = 0): Initialised[] =>
  inOrder(outline(layers, input)).flatMap((placed) => parametersOf(placed, seed));

describe('the outline of a model', () => {
  it('names its layers as a reader counts them', () => {
    expect(names(paper, image)).toEqual([
      'conv 1',
      'norm 1',
      'block 1, conv 1',
      'block 1, norm 1',
      'block 1, conv 2',
      'block 1, norm 2',
      'block 1',
      'block 2, conv 1',
      'block 2, norm 1',
      'block 2, conv 2',
      'block 2, norm 2',
      'block 2',
      'block 3, conv 1',
      'block 3, norm 1',
      'block 3, conv 2',
      'block 3, norm 2',
      'block 3',
      'average pool',
      'dense',
    ]);
    expect(names(mlp, [3, 3, 1])).toEqual(['flatten', 'hidden 1', 'activation 1', 'hidden 2', 'activation 2', 'output']);
  });

  it('lets a normalisation and a block take over the ReLU behind them, and nothing else', () => {
    const layers = [
      conv(4),
      relu,
      conv(3),
      norm,
      relu,
      conv(3),
      norm,
      tanh,
      residual('identity', conv(3)),
      relu,
      pool,
      dense(3),
      relu,
    ];
    const placed = outline(layers, image);
    expect(placed.map(({ name, relu: taken }) => (taken ? `${name} + ReLU` : name))).toEqual([
      'conv 1',
      'activation 1',
      'conv 2',
      'norm 1 + ReLU',
      'conv 3',
      'norm 2',
      'activation 2',
      'block 1 + ReLU',
      'average pool',
      'dense',
      'activation 3',
    ]);
  });

  it('counts normalisations of all kinds together, and all of them take a ReLU over', () => {
    const layers = [
      conv(4),
      groupNorm(2),
      relu,
      norm,
      rmsNorm,
      relu,
      residual([conv(4), groupNorm(1)], rmsNorm, groupNorm(4), relu),
    ];
    const names = inOrder(outline([...layers, pool, dense(3)], image)).map(({ name, relu: taken }) =>
      taken ? `${name} + ReLU` : name,
    );
    expect(names).toEqual([
      'conv 1',
      'norm 1 + ReLU',
      'norm 2',
      'norm 3 + ReLU',
      'block 1, norm 1',
      'block 1, norm 2 + ReLU',
      'block 1, shortcut conv',
      'block 1, shortcut norm',
      'block 1',
      'average pool',
      'dense',
    ]);
  });

  it('gives each layer its shapes, within branches too', () => {
    const placed = inOrder(outline([conv(4, 2), residual('optionA', conv(7, 2), norm), flatten, dense(3)], [9, 5, 3]));
    expect(placed.map(({ input, output }) => [input, output])).toEqual([
      [[9, 5, 3], [5, 3, 4]],
      [[5, 3, 4], [3, 2, 7]],
      [[3, 2, 7], [3, 2, 7]],
      [[5, 3, 4], [3, 2, 7]],
      [[3, 2, 7], [42]],
      [[42], [3]],
    ]); // prettier-ignore
  });

  it('marks the last dense layer as the one of the logits', () => {
    const last = (layers: readonly Layer[], input: readonly number[]): string[] =>
      inOrder(outline(layers, input)).filter((placed) => placed.last).map(({ name }) => name); // prettier-ignore
    expect(last(paper, image)).toEqual(['dense']);
    expect(last(mlp, [3, 3, 1])).toEqual(['output']);
  });

  it('names what is within a block after it, and what is beside its branch by what it is', () => {
    const blocks = [
      flatten,
      dense(7),
      residual([dense(7), norm], dense(3), relu, dense(7)),
      highway([dense(7), tanh], [dense(5), tanh, dense(7)]),
      highway([dense(7)], [dense(7)]),
      dense(3),
    ];
    expect(names(blocks, image)).toEqual([
      'flatten',
      'hidden 1',
      'block 1, dense 1',
      'block 1, activation 1',
      'block 1, dense 2',
      'block 1, shortcut dense',
      'block 1, shortcut norm',
      'block 1',
      'block 2, dense 1',
      'block 2, activation 1',
      'block 2, gate dense 1',
      'block 2, gate activation',
      'block 2, gate dense 2',
      'block 2, gate',
      'block 2',
      'block 3, dense 1',
      'block 3, gate dense',
      'block 3, gate',
      'block 3',
      'output',
    ]);
    const beside = inOrder(outline(blocks, image)).filter(({ isBeside }) => isBeside);
    expect(beside.map(({ name }) => name).every((name) => /shortcut|gate/.test(name))).toBe(true);
    expect(beside).toHaveLength(8);
  });

  it('calls a row of concat layers a block, and counts the layers in it', () => {
    const layers = [concat(conv(2)), concat(norm, relu, conv(2)), conv(4), halve, concat(conv(2)), pool, dense(3)];
    expect(names(layers, image)).toEqual([
      'block 1, layer 1, conv 1',
      'block 1, layer 1',
      'block 1, layer 2, norm 1',
      'block 1, layer 2, conv 1',
      'block 1, layer 2',
      'conv 1',
      'pool 1',
      'block 2, layer 1, conv 1',
      'block 2, layer 1',
      'average pool',
      'dense',
    ]);
    const nested = [concat(concat(conv(2)), conv(2)), concat(conv(2)), pool, dense(3)];
    expect(names(nested, image).slice(0, 6)).toEqual([
      'block 1, layer 1, block 2, layer 1, conv 1',
      'block 1, layer 1, block 2, layer 1',
      'block 1, layer 1, conv 1',
      'block 1, layer 1',
      'block 1, layer 2, conv 1',
      'block 1, layer 2',
    ]);
  });

  it('knows which layers feed activation functions, gates left out', () => {
    const layers = [
      flatten,
      dense(7),
      tanh,
      highway([norm, relu, dense(7), tanh], [dense(7)]),
      relu,
      concat(dense(2)),
      relu,
      dense(3),
    ];
    expect([...activated(outline(layers, image))]).toEqual([
      ['activation 1', 'hidden 1'],
      ['block 1, norm 1', 'hidden 1'],
      ['block 1, activation 1', 'block 1, dense 1'],
      ['activation 2', 'block 1'],
      ['activation 3', 'block 2, layer 1'],
    ]);
  });

  it('must end with logits', () => {
    expect(() => outline(paper.slice(0, -2), image)).toThrow(
      new RangeError('A model must end with one vector of logits an example, but ends with [2,2,16].'),
    );
  });
});

describe('its parameters', () => {
  it('are as many as the architecture counts', () => {
    for (const [layers, input] of [
      [paper, image],
      [mlp, [3, 3, 1]],
    ] as const) {
      // prettier-ignore
      const count = parameters(layers, input).reduce((sum, { values }) => sum + values.length, 0);
      expect(count).toBe(parameterCount(layers, input));
    }
  });

  it('have the shapes of the book, and as many values', () => {
    const found = parameters([conv(4, 2), norm, flatten, dense(3)], [5, 3, 2]);
    expect(found.map(({ layer, role, shape }) => [layer, role, shape])).toEqual([
      ['conv 1', 'weights', [3, 3, 2, 4]],
      ['norm 1', 'gains', [4]],
      ['norm 1', 'shifts', [4]],
      ['dense', 'weights', [24, 3]],
      ['dense', 'biases', [3]],
    ]);
    for (const { shape, values } of found) expect(values.length).toBe(shape.reduce((product, size) => product * size, 1));
  });

  it('of a normalisation are gains and shifts, and of one by the root mean square gains alone', () => {
    const found = parameters([flatten, groupNorm(5), dense(4), rmsNorm, dense(3)], [5, 3, 2]);
    expect(found.map(({ layer, role, shape }) => [layer, role, shape])).toEqual([
      ['norm 1', 'gains', [30]],
      ['norm 1', 'shifts', [30]],
      ['hidden 1', 'weights', [30, 4]],
      ['hidden 1', 'biases', [4]],
      ['norm 2', 'gains', [4]],
      ['output', 'weights', [4, 3]],
      ['output', 'biases', [3]],
    ]);
    expect(found.flatMap(({ role, values }) => (role === 'gains' ? [...values] : []))).toEqual(Array(34).fill(1));
    expect(found.flatMap(({ role, values }) => (role === 'shifts' ? [...values] : []))).toEqual(Array(30).fill(0));
  });

  it('of a convolution have biases where it says how they start', () => {
    const found = parameters(
      [biasedConv(4, 3), { ...conv(4), biasInit: { type: 'constant', value: -6 } } as Layer, pool, dense(3)],
      image,
    );
    expect(found.map(({ layer, role, shape }) => [layer, role, shape]).slice(0, 4)).toEqual([
      ['conv 1', 'weights', [3, 3, 3, 4]],
      ['conv 1', 'biases', [4]],
      ['conv 2', 'weights', [3, 3, 4, 4]],
      ['conv 2', 'biases', [4]],
    ]);
    expect([...(found[3]?.values ?? [])]).toEqual([-6, -6, -6, -6]);
  });

  it('say whether they lie beside the others, in a projection or a gate', () => {
    const layers = [flatten, dense(7), residual([dense(7)], dense(7)), highway([dense(7)], [dense(7)]), dense(3)];
    const found = parameters(layers, image).filter(({ role }) => role === 'biases');
    expect(found.map(({ layer, isBeside }) => [layer, isBeside])).toEqual([
      ['hidden 1', false],
      ['block 1, dense 1', false],
      ['block 1, shortcut dense', true],
      ['block 2, dense 1', false],
      ['block 2, gate dense', true],
      ['output', false],
    ]);
    expect(found.filter(({ last }) => last)).toHaveLength(1);
  });

  it('of a recurrent layer are its two matrices, by names of their own, and its biases', () => {
    const found = parameters([recurrent(4, 'tanh'), dense(2)], [7, 1, 3]);
    expect(found.map(({ layer, role, shape }) => [layer, role, shape])).toEqual([
      ['recurrent 1, input', 'weights', [3, 4]],
      ['recurrent 1, recurrence', 'weights', [4, 4]],
      ['recurrent 1', 'biases', [4]],
      ['dense', 'weights', [4, 2]],
      ['dense', 'biases', [2]],
    ]);
  });

  it('of a recurrent layer are drawn as wide as what each matrix sums over, from streams of their own', () => {
    const inits = { inputInit: { type: 'fanIn', gain: 1 }, recurrentInit: { type: 'fanIn', gain: 1 } } as const;
    const layer: Layer = { type: 'recurrent', units: 64, fn: 'tanh', ...inits, biasInit: { type: 'uniformFanIn', bound: 1 } };
    const [input, recurrence, biases] = parameters([layer, dense(2)], [7, 1, 16]);
    const deviation = ({ values }: Initialised): number =>
      Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    expect(input && deviation(input) / Math.sqrt(1 / 16)).toBeCloseTo(1, 1);
    expect(recurrence && deviation(recurrence) / Math.sqrt(1 / 64)).toBeCloseTo(1, 1);
    expect(recurrence?.values.subarray(0, 5)).not.toEqual(input?.values.map((value) => value / 2).subarray(0, 5));
    expect(Math.max(...(biases?.values ?? []))).toBeLessThanOrEqual(1 / 8);
  });

  it('start from gains of 1 and shifts of 0, and from weights as wide as their inputs say', () => {
    const found = parameters([conv(32), norm, conv(32), norm, pool, dense(10)], [4, 4, 16]);
    const deviation = (values: Float32Array): number =>
      Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    const of = (layer: string, role: string): Float32Array =>
      found.find((parameter) => parameter.layer === layer && parameter.role === role)?.values ?? new Float32Array();
    expect(new Set(of('norm 1', 'gains'))).toEqual(new Set([1]));
    expect(new Set(of('norm 1', 'shifts'))).toEqual(new Set([0]));
    // He et al.: sqrt(2 / fanIn), with fanIn 9 taps of 16 or 32 channels.
    expect(deviation(of('conv 1', 'weights')) / Math.sqrt(2 / (9 * 16))).toBeCloseTo(1, 1);
    expect(deviation(of('conv 2', 'weights')) / Math.sqrt(2 / (9 * 32))).toBeCloseTo(1, 1);
  });

  it('draw each from a stream of its own, so that more layers change no other weights', () => {
    const weightsOf = (depth: number, layer: string): Float32Array | undefined =>
      parameters(cifarNet({ depth, width: 4, shortcuts: false }), image, 3).find((parameter) => parameter.layer === layer)
        ?.values;
    expect(weightsOf(8, 'conv 3')).toHaveLength(3 * 3 * 4 * 4);
    expect(weightsOf(14, 'conv 3')).toEqual(weightsOf(8, 'conv 3'));
    expect(weightsOf(8, 'conv 3')).not.toEqual(weightsOf(8, 'conv 2'));
  });

  it('depend on the seed', () => {
    const [first, second] = [parameters(mlp, [3, 3, 1], 0), parameters(mlp, [3, 3, 1], 1)];
    first.forEach(({ values }, i) => expect(second[i]?.values).not.toEqual(values));
  });
});
