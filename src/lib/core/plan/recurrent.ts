import type { Placed } from '../outline.ts';
import type { Block } from './Arena.ts';
import {
  convolve,
  convolvePacked,
  filterGradient,
  inputGradient,
  inputGradientPacked,
  line,
  lines,
  pack,
  packFlipped,
  scratchSizes,
} from './convolution.ts';
import type { Emitted, Emitter, LayerOf, Weight } from './Emitter.ts';
import type { WasmExports } from './exports.ts';

/** An activation function, and dx = dy f'(x) from y = f(x). */
export interface FunctionPair {
  readonly apply: WasmExports['relu'];
  readonly gradient: WasmExports['reluGradient'];
}

/** U, W and b of h_t = f(x_t U + h_(t-1) W + b). */
export interface RecurrentWeights {
  readonly input: Weight;
  readonly recurrence: Weight;
  readonly biases: Weight;
}

/**
 * A recurrent layer over x [n, T, features], and back-propagation through time (Werbos 1990). What belongs to the steps is kept
 * time-major, so that x U, and the gradients of U and of W over all steps, are one matrix product each.
 *
 * With dz_t = f'(h_t) dh_t and dh_(t-1) = dz_t W^T: dU = sum x_t^T dz_t over t = 1 to T, dW = sum h_(t-1)^T dz_t over t = 2 to T, since
 * h_0 = 0, and db = sum dz_t.
 */
export function emitRecurrent(
  { input: [steps = 0, , features = 0], name, layer }: Placed<LayerOf<'recurrent'>>,
  x: Block,
  { input, recurrence, biases }: RecurrentWeights,
  { apply, gradient }: FunctionPair,
  emitter: Emitter,
): Emitted {
  const { run, arena, scratch, capacity } = emitter;
  const { units } = layer;
  const [across, along] = [
    { c: features, co: units },
    { c: units, co: units },
  ];
  scratch.fit(scratchSizes(line(steps * capacity, across)));
  scratch.fit(scratchSizes(line(steps * capacity, along)));
  const xs = arena.reserve(steps * capacity * features); // [T, n, features]
  const states = arena.reserve(steps * capacity * units); // [T, n, units]; the last one lies in the output instead
  const product = arena.reserve(capacity * units);
  const last = emitter.activation(name, units);
  /** Where what belongs to step t, counted from 0, begins. */
  const at = (block: Block, t: number): number => block.at + 4 * t * emitter.count * units;
  const stateAt = (t: number): number => (t === steps - 1 ? last.at : at(states, t));

  emitter.forward.push(() => {
    const { count } = emitter;
    run.swapRows(x.at, xs.at, count, steps, features);
    convolve(run, scratch, xs.at, input.value.at, states.at, line(steps * count, across));
    run.addBias(states.at, biases.value.at, steps * count, units);
    pack(run, scratch, recurrence.value.at, line(count, along));
    for (let t = 0; t < steps; t += 1) {
      const z = at(states, t);
      if (t > 0) {
        convolvePacked(run, scratch, stateAt(t - 1), product.at, line(count, along));
        run.add(z, product.at, z, count * units);
      }
      apply(z, stateAt(t), count * units);
    }
  });

  const backward: Emitted['backward'] = (dLast, dx) => {
    const dz = arena.borrow(steps * capacity * units); // [T, n, units]
    const dh = arena.borrow(capacity * units);
    const dxs = dx && arena.borrow(steps * capacity * features);
    emitter.backward.push(() => {
      const { count } = emitter;
      packFlipped(run, scratch, recurrence.value.at, line(count, along));
      for (let t = steps - 1; t >= 0; t -= 1) {
        gradient(t === steps - 1 ? dLast.at : dh.at, stateAt(t), at(dz, t), count * units);
        if (t > 0) inputGradientPacked(run, scratch, at(dz, t), dh.at, line(count, along));
      }
      filterGradient(run, scratch, xs.at, dz.at, input.gradient.at, lines(steps * count, across));
      filterGradient(run, scratch, states.at, at(dz, 1), recurrence.gradient.at, lines((steps - 1) * count, along));
      run.columnSums(dz.at, biases.gradient.at, steps * count, units);
      if (dx === undefined || dxs === undefined) return;
      inputGradient(run, scratch, dz.at, input.value.at, dxs.at, line(steps * count, across));
      run.swapRows(dxs.at, dx.at, steps, count, features);
    });
    if (dxs !== undefined) arena.giveBack(dxs);
    arena.giveBack(dh);
    arena.giveBack(dz);
  };
  return { output: last, backward };
}
