import type { Activation, Layer } from '../../models/layers.ts';
import { elementCount } from '../../models/shapes.ts';
import { parametersOf } from '../initial-parameters.ts';
import { learns } from '../net.ts';
import type { Placed } from '../outline.ts';
import type { Block } from './Arena.ts';
import { emitConcat, emitHighway, emitResidual } from './blocks.ts';
import { convolve, filterGradient, inputGradient, line, lines, scratchSizes, type Geometry } from './convolution.ts';
import type { Emitted, Emitter, LayerOf, Weight } from './Emitter.ts';
import type { WasmExports } from './exports.ts';
import { emitNorm } from './norm.ts';
import { emitGroupNorm, emitRmsNorm } from './example-norm.ts';
import { emitRecurrent, type FunctionPair } from './recurrent.ts';

type Emit<L extends Layer> = (placed: Placed<L>, input: Block, emitter: Emitter, seed: number) => Emitted;
type EmitTable = { readonly [T in Layer['type']]: Emit<LayerOf<T>> };

/** Writes down layers in a row. */
export function emitSequence(layers: readonly Placed[], input: Block, emitter: Emitter, seed: number): Emitted {
  const steps: { readonly name: string; readonly emitted: Emitted; readonly features: number; readonly learns: boolean }[] = [];
  let output = input;
  for (const placed of layers) {
    // Looked up by the layer's own type: TypeScript does not relate the two through the index.
    const emit = table[placed.layer.type] as Emit<Layer>;
    const before = emitter.weights.length;
    const emitted = emit(placed, output, emitter, seed);
    const learnsHere = emitter.weights.slice(before).some(learns);
    steps.push({ name: placed.name, emitted, features: elementCount(placed.input), learns: learnsHere });
    output = emitted.output;
  }
  const backward: Emitted['backward'] = (dOutput, dInput) => {
    // Below the first layer that learns, nobody asks for a gradient: layers frozen there cost a forward pass alone.
    const first = dInput === undefined ? steps.findIndex((step) => step.learns) : 0;
    if (first < 0) return;
    let gradient = dOutput;
    for (const [i, { name, emitted, features }] of [...steps.entries()].slice(first).toReversed()) {
      const dy = gradient;
      emitter.backward.push(() => emitter.watch?.(name, dy));
      const before = i > first ? emitter.arena.borrow(emitter.capacity * features) : dInput;
      emitted.backward(gradient, before);
      if (gradient !== dOutput) emitter.arena.giveBack(gradient);
      if (before === undefined) return;
      gradient = before;
    }
  };
  return { output, backward };
}

/** The parameters that a layer holds, in their places. */
const weightsOf = (placed: Placed, emitter: Emitter, seed: number): readonly Weight[] =>
  parametersOf(placed, seed).map((parameter) => emitter.weight(parameter));

const table: EmitTable = {
  dense: (placed, x, emitter, seed) => {
    const { run, scratch, capacity } = emitter;
    const [c = 0, co = 0] = [placed.input[0], placed.output[0]];
    const [weights, biases] = weightsOf(placed, emitter, seed) as [Weight, Weight];
    const z = emitter.activation(placed.name, co);
    const shape = { c, co };
    scratch.fit(scratchSizes(line(capacity, shape)));
    emitter.forward.push(() => {
      convolve(run, scratch, x.at, weights.value.at, z.at, line(emitter.count, shape));
      run.addBias(z.at, biases.value.at, emitter.count, co);
    });
    const backward: Emitted['backward'] = (dz, dx) => {
      emitter.backward.push(() => {
        const { count } = emitter;
        if (learns(weights)) filterGradient(run, scratch, x.at, dz.at, weights.gradient.at, lines(count, shape));
        if (learns(biases)) run.columnSums(dz.at, biases.gradient.at, count, co);
        if (dx !== undefined) inputGradient(run, scratch, dz.at, weights.value.at, dx.at, line(count, shape));
      });
    };
    return { output: z, backward };
  },

  conv2d: (placed, x, emitter, seed) => {
    const { run, scratch, capacity } = emitter;
    const [h = 0, w = 0, c = 0] = placed.input;
    const [oh = 0, ow = 0, co = 0] = placed.output;
    const { kernelSize: k, stride: s } = placed.layer;
    const [weights, biases] = weightsOf(placed, emitter, seed) as [Weight, Weight?];
    const y = emitter.activation(placed.name, oh * ow * co);
    // One margin on all sides, as in PyTorch: TensorFlow's "same" pads an even image only below and on the right at stride 2.
    const geometry = (n: number): Geometry => ({ n, h, w, c, k, co, oh, ow, s, margin: (k - 1) / 2 });
    scratch.fit(scratchSizes(geometry(capacity)));
    emitter.forward.push(() => {
      convolve(run, scratch, x.at, weights.value.at, y.at, geometry(emitter.count));
      if (biases !== undefined) run.addBias(y.at, biases.value.at, emitter.count * oh * ow, co);
    });
    const backward: Emitted['backward'] = (dy, dx) => {
      emitter.backward.push(() => {
        if (learns(weights)) filterGradient(run, scratch, x.at, dy.at, weights.gradient.at, geometry(emitter.count));
        if (biases !== undefined && learns(biases)) run.columnSums(dy.at, biases.gradient.at, emitter.count * oh * ow, co);
        if (dx !== undefined) inputGradient(run, scratch, dy.at, weights.value.at, dx.at, geometry(emitter.count));
      });
    };
    return { output: y, backward };
  },

  batchNorm: (placed, x, emitter, seed) => {
    const [gain, shift] = weightsOf(placed, emitter, seed) as [Weight, Weight];
    return emitNorm(placed, x, gain, shift, emitter);
  },

  groupNorm: (placed, x, emitter, seed) => {
    const [gain, shift] = weightsOf(placed, emitter, seed) as [Weight, Weight];
    return emitGroupNorm(placed, x, gain, shift, emitter);
  },

  rmsNorm: (placed, x, emitter, seed) => {
    const [gain] = weightsOf(placed, emitter, seed) as [Weight];
    return emitRmsNorm(placed, x, gain, emitter);
  },

  activation: ({ layer, name, output }, x, emitter) => {
    const features = elementCount(output);
    const y = emitter.activation(name, features);
    const { apply, gradient } = functions[layer.fn](emitter.run);
    emitter.forward.push(() => apply(x.at, y.at, emitter.count * features));
    const backward: Emitted['backward'] = (dy, dx) => {
      if (dx !== undefined) emitter.backward.push(() => gradient(dy.at, y.at, dx.at, emitter.count * features));
    };
    return { output: y, backward };
  },

  recurrent: (placed, x, emitter, seed) => {
    const [input, recurrence, biases] = weightsOf(placed, emitter, seed) as [Weight, Weight, Weight];
    const pair = functions[placed.layer.fn](emitter.run);
    return emitRecurrent(placed, x, { input, recurrence, biases }, pair, emitter);
  },

  residual: (placed, x, emitter, seed) => emitResidual(placed, x, emitter, (layers) => emitSequence(layers, x, emitter, seed)),

  highway: (placed, x, emitter, seed) => emitHighway(placed, x, emitter, (layers) => emitSequence(layers, x, emitter, seed)),

  concat: (placed, x, emitter, seed) => emitConcat(placed, x, emitter, (layers) => emitSequence(layers, x, emitter, seed)),

  averagePool: ({ layer: { size }, name, input, output }, x, emitter) => {
    const { run } = emitter;
    const [h = 0, w = 0, c = 0] = input;
    const y = emitter.activation(name, elementCount(output));
    emitter.forward.push(() => run.poolSquares(x.at, y.at, emitter.count, h, w, c, size));
    const backward: Emitted['backward'] = (dy, dx) => {
      if (dx !== undefined) emitter.backward.push(() => run.poolSquaresGradient(dy.at, dx.at, emitter.count, h, w, c, size));
    };
    return { output: y, backward };
  },

  globalAveragePool: ({ name, input }, x, emitter) => {
    const { run } = emitter;
    const [h = 0, w = 0, c = 0] = input;
    const y = emitter.activation(name, c);
    emitter.forward.push(() => run.averagePool(x.at, y.at, emitter.count, h * w, c));
    const backward: Emitted['backward'] = (dy, dx) => {
      if (dx !== undefined) emitter.backward.push(() => run.averagePoolGradient(dy.at, dx.at, emitter.count, h * w, c));
    };
    return { output: y, backward };
  },

  // The same numbers in the same order.
  flatten: ({ name, input }, x, emitter) => {
    emitter.activations.push({ layer: name, block: x, features: elementCount(input) });
    const backward: Emitted['backward'] = (dy, dx) => {
      if (dx !== undefined) emitter.copyBack(dy, dx, elementCount(input));
    };
    return { output: x, backward };
  },
};

const functions: { readonly [A in Activation]: (run: WasmExports) => FunctionPair } = {
  relu: (run) => ({ apply: run.relu, gradient: run.reluGradient }),
  sigmoid: (run) => ({ apply: run.sigmoid, gradient: run.sigmoidGradient }),
  tanh: (run) => ({ apply: run.tanh, gradient: run.tanhGradient }),
  softsign: (run) => ({ apply: run.softsign, gradient: run.softsignGradient }),
};
