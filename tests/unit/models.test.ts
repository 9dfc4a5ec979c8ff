import { describe, expect, it } from 'vitest';
import { sparseAutoencoder } from '../../src/lib/models/autoencoder.ts';
import { cifarNet } from '../../src/lib/models/cifar-net.ts';
import { forwardFlops, parameterCount } from '../../src/lib/models/count.ts';
import { deepMlp } from '../../src/lib/models/deep-mlp.ts';
import { batchNorm } from '../../src/lib/models/norms.ts';
import type { Layer } from '../../src/lib/models/layers.ts';
import { sigmoidMlp } from '../../src/lib/models/mlp.ts';
import { reluMlp } from '../../src/lib/models/relu-mlp.ts';
import { outputShape, shapeAfter } from '../../src/lib/models/shapes.ts';
import { standardMlp } from '../../src/lib/models/standard-mlp.ts';
import { recurrent } from '../setup/layers.ts';

const image = [32, 32, 3];

describe('the CIFAR-10 nets of He et al.', () => {
  // Computed from the paper's section 4.2: 3x3 convolutions without bias, batch normalisation with gain and shift, 64 -> 10.
  // The paper prints them rounded: 0.27M, 0.46M, 0.66M, 0.85M, 1.7M, 19.4M.
  it.each([
    [20, 269_722],
    [32, 464_154],
    [44, 658_586],
    [56, 853_018],
    [110, 1_727_962],
    [1202, 19_421_274],
  ])('of depth %i have %i parameters, plain and residual alike', (depth, parameters) => {
    expect(parameterCount(cifarNet({ depth, width: 16, shortcuts: false }), image)).toBe(parameters);
    expect(parameterCount(cifarNet({ depth, width: 16, shortcuts: true }), image)).toBe(parameters);
  });

  it.each([20, 56])('of depth %i end in ten logits, on 32 and on 16 pixels', (depth) => {
    for (const shortcuts of [false, true]) {
      const net = cifarNet({ depth, width: 8, shortcuts });
      expect(shapeAfter(net, image)).toEqual([10]);
      expect(shapeAfter(net, [16, 16, 3])).toEqual([10]);
    }
  });

  it.each([19, 2, 21.5, -4])('do not come in depth %d', (depth) => {
    expect(() => cifarNet({ depth, width: 16, shortcuts: true })).toThrow(
      new RangeError(`depth must be 6n + 2 (8, 14, 20, ...), got ${depth}`),
    );
  });
});

describe('the sigmoid nets of Nielsen', () => {
  it('[784, 30, 30, 10] has 784*30+30 + 30*30+30 + 30*10+10 parameters', () => {
    expect(parameterCount(sigmoidMlp([30, 30], 10), [28, 28, 1])).toBe(23_550 + 930 + 310);
  });

  it('leaves the last sigmoid to the loss', () => {
    expect(sigmoidMlp([30], 10).at(-1)?.type).toBe('dense');
  });
});

describe('the nets of Glorot and Bengio', () => {
  it('have their nonlinearity after every hidden layer and logits at the end', () => {
    const types = standardMlp('softsign', [64, 64], 10).map((layer) => (layer.type === 'activation' ? layer.fn : layer.type));
    expect(types).toEqual(['flatten', 'dense', 'softsign', 'dense', 'softsign', 'dense']);
  });

  it('draw every weight from [-1/sqrt(fanIn), 1/sqrt(fanIn)] and no bias', () => {
    const dense = standardMlp('tanh', [64, 64], 10).filter((layer) => layer.type === 'dense');
    expect(dense.map(({ init }) => init)).toEqual(dense.map(() => ({ type: 'uniformFanIn', bound: 1 })));
    expect(dense.map(({ biasInit }) => biasInit)).toEqual(dense.map(() => ({ type: 'zeros' })));
  });
});

describe('the nets of rectified linear units', () => {
  const denseLayers = (bias: number) => reluMlp([20, 30], 10, bias).filter((layer) => layer.type === 'dense');

  it('draw hidden weights with twice the variance of those that give the logits', () => {
    expect(denseLayers(0).map(({ init }) => init)).toEqual([2, 2, 1].map((gain) => ({ type: 'fanIn', gain })));
    expect(denseLayers(0).map(({ biasInit }) => biasInit)).toEqual([{ type: 'zeros' }, { type: 'zeros' }, { type: 'zeros' }]);
  });

  it('give hidden units alone a bias', () => {
    const constant = { type: 'constant', value: -1 };
    expect(denseLayers(-1).map(({ biasInit }) => biasInit)).toEqual([constant, constant, { type: 'zeros' }]);
  });
});

describe('a deep net of equally wide layers', () => {
  const init = { type: 'orthogonal', gain: 1 } as const;
  const types = (layers: readonly Layer[]): string[] =>
    layers.map((layer) => (layer.type === 'activation' ? layer.fn : layer.type));

  it('has a nonlinearity after every layer but the last, or none at all', () => {
    const nets = { layers: 3, width: 16, outputs: 10, init };
    expect(types(deepMlp({ ...nets, fn: 'relu' }))).toEqual(['flatten', 'dense', 'relu', 'dense', 'relu', 'dense']);
    expect(types(deepMlp(nets))).toEqual(['flatten', 'dense', 'dense', 'dense']);
  });

  it('normalises between each hidden layer and its nonlinearity, where it is given a normalisation', () => {
    const layers = deepMlp({ layers: 3, width: 16, outputs: 10, init, fn: 'relu', norm: [batchNorm] });
    expect(types(layers)).toEqual(['flatten', 'dense', 'batchNorm', 'relu', 'dense', 'batchNorm', 'relu', 'dense']);
  });

  it('starts all weights alike, the last too, and all biases at zero', () => {
    const dense = deepMlp({ layers: 3, width: 16, outputs: 10, init }).filter((layer) => layer.type === 'dense');
    expect(dense.map(({ units }) => units)).toEqual([16, 16, 10]);
    expect(dense.map((layer) => layer.init)).toEqual([init, init, init]);
    expect(dense.map(({ biasInit }) => biasInit.type)).toEqual(['zeros', 'zeros', 'zeros']);
  });
});

describe('the sparse autoencoder', () => {
  const layers = sparseAutoencoder({ inputs: 784, encoder: [64, 32, 16], scale: 2 });

  it('goes back through the widths of its encoder to as many outputs as inputs', () => {
    const widths = layers.flatMap((layer) => (layer.type === 'dense' ? [layer.units] : []));
    expect(widths).toEqual([64, 32, 16, 32, 64, 784]);
    expect(shapeAfter(layers, [28, 28, 1])).toEqual([784]);
    expect(layers.at(-1)?.type).toBe('dense');
  });

  it('scales the weights of every layer', () => {
    const dense = layers.filter((layer) => layer.type === 'dense');
    expect(dense.map(({ init }) => init)).toEqual(dense.map(() => ({ type: 'sparse', connections: 15, std: 2 })));
  });
});

describe('shapes', () => {
  const conv = (stride: 1 | 2): Layer => ({
    type: 'conv2d',
    filters: 8,
    kernelSize: 3,
    stride,
    init: { type: 'fanIn', gain: 2 },
  });
  const dense: Layer = { type: 'dense', units: 10, init: { type: 'zeros' }, biasInit: { type: 'zeros' } };
  const norm: Layer = { type: 'batchNorm', epsilon: 1e-5, momentum: 0.1 };

  it('a convolution keeps the side, or halves it rounding up', () => {
    expect(outputShape(conv(1), [5, 7, 3])).toEqual([5, 7, 8]);
    expect(outputShape(conv(2), [5, 7, 3])).toEqual([3, 4, 8]);
  });

  it('a dense layer wants a vector and says how to get one', () => {
    expect(() => outputShape(dense, [4, 4, 3])).toThrow(
      new RangeError(
        'A dense layer needs an input of shape [features]; put a flatten or globalAveragePool before it, got [4,4,3].',
      ),
    );
  });

  it('image layers want an image', () => {
    for (const layer of [conv(1), { type: 'globalAveragePool' } as const]) {
      expect(() => outputShape(layer, [12])).toThrow(
        `A ${layer.type} layer needs an input of shape [height, width, channels], got [12].`,
      );
    }
  });

  it('a recurrent layer wants a sequence and ends in its last state', () => {
    const layer = recurrent(5, 'tanh');
    expect(outputShape(layer, [50, 1, 2])).toEqual([5]);
    for (const input of [
      [50, 2],
      [50, 2, 1],
    ]) {
      expect(() => outputShape(layer, input)).toThrow(
        new RangeError(`A recurrent layer needs an input of shape [steps, 1, features], got [${input}].`),
      );
    }
  });

  it('a normalisation takes images and vectors as they are', () => {
    expect(outputShape(norm, [4, 5, 3])).toEqual([4, 5, 3]);
    expect(outputShape(norm, [12])).toEqual([12]);
  });

  it('flatten and pooling end in vectors', () => {
    expect(outputShape({ type: 'flatten' }, [4, 4, 3])).toEqual([48]);
    expect(outputShape({ type: 'globalAveragePool' }, [4, 4, 3])).toEqual([3]);
  });

  it('an identity shortcut refuses a branch that changes the shape, and option A one that does not halve it', () => {
    expect(() => outputShape({ type: 'residual', branch: [conv(2)], shortcut: 'identity' }, [8, 8, 8])).toThrow(
      new RangeError('The identity shortcut over [8,8,8] gives [8,8,8], but its branch gives [4,4,8].'),
    );
    expect(() => outputShape({ type: 'residual', branch: [conv(1)], shortcut: 'optionA' }, [8, 8, 8])).toThrow(
      new RangeError('The optionA shortcut over [8,8,8] gives [4,4,8], but its branch gives [8,8,8].'),
    );
  });

  it('option A pads channels, and never drops any', () => {
    expect(outputShape({ type: 'residual', branch: [conv(2)], shortcut: 'optionA' }, [8, 8, 4])).toEqual([4, 4, 8]);
    expect(() => outputShape({ type: 'residual', branch: [conv(2)], shortcut: 'optionA' }, [8, 8, 16])).toThrow(RangeError);
  });
});

describe('the cost of a forward pass', () => {
  it('of one convolution is two operations a weight and output pixel', () => {
    const conv: Layer = { type: 'conv2d', filters: 8, kernelSize: 3, stride: 2, init: { type: 'fanIn', gain: 2 } };
    expect(forwardFlops([conv], [16, 16, 3])).toBe(2 * 9 * 3 * 8 * 8 * 8);
  });

  it('of the 20-layer net of width 16 is the 41 million multiply-adds of its convolutions, twice, and some', () => {
    const flops = forwardFlops(cifarNet({ depth: 20, width: 16, shortcuts: false }), image);
    expect(flops / 2 / 1e6).toBeGreaterThan(40.5);
    expect(flops / 2 / 1e6).toBeLessThan(42);
  });

  it('of a recurrent layer is that of its two matrices and its activation function, at each step', () => {
    // 50 steps of (2 + 30) 30 multiplications and as many additions, and 30 units.
    expect(forwardFlops([recurrent(30, 'tanh')], [50, 1, 2])).toBe(50 * (2 * 32 * 30 + 30));
    expect(parameterCount([recurrent(30, 'tanh')], [50, 1, 2])).toBe(2 * 30 + 30 * 30 + 30);
  });

  it('counts the additions of shortcuts', () => {
    const [plain, residual] = [false, true].map((shortcuts) =>
      forwardFlops(cifarNet({ depth: 8, width: 8, shortcuts }), [16, 16, 3]),
    );
    expect((residual ?? 0) - (plain ?? 0)).toBe(16 * 16 * 8 + 8 * 8 * 16 + 4 * 4 * 32);
  });
});
