import { elementCount } from '../../models/shapes.ts';
import type { Placed } from '../outline.ts';
import type { Block } from './Arena.ts';
import type { Emitted, Emitter, LayerOf } from './Emitter.ts';

/** Writes down the layers within a block, over the block's own input. */
type Within = (layers: readonly Placed[]) => Emitted;

/**
 * y = s F(x) + c S(x), the branch F scaled by s and the shortcut S by c: dF = s dy, dS = c dy, and dx is the sum of what comes back
 * through both.
 */
export function emitResidual(placed: Placed<LayerOf<'residual'>>, x: Block, emitter: Emitter, within: Within): Emitted {
  const { run, arena, capacity } = emitter;
  const { branchScale: s = 1, shortcutScale: c = 1 } = placed.layer;
  const features = elementCount(placed.output);
  const end = within(placed.branch);
  const across = emitShortcut(placed, x, emitter, within);
  const y = emitter.activation(placed.name, features);
  const isScaled = s !== 1 || c !== 1;
  const add = placed.relu ? run.addRelu : run.add;
  emitter.forward.push(() => {
    const count = emitter.count * features;
    if (!isScaled) return add(end.output.at, across.output.at, y.at, count);
    run.addScaled(end.output.at, s, across.output.at, c, y.at, count);
    if (placed.relu) run.relu(y.at, y.at, count);
  });

  const backward: Emitted['backward'] = (dy, dx) => {
    const dSum = placed.relu ? arena.borrow(capacity * features) : dy;
    if (placed.relu) emitter.backward.push(() => run.reluGradient(dy.at, y.at, dSum.at, emitter.count * features));
    const dBranch = s === 1 ? dSum : arena.borrow(capacity * features);
    if (s !== 1) emitter.backward.push(() => run.scale(dSum.at, s, dBranch.at, emitter.count * features));
    end.backward(dBranch, dx);
    if (s !== 1) arena.giveBack(dBranch);
    across.backward(dSum, dx);
    if (placed.relu) arena.giveBack(dSum);
  };
  return { output: y, backward };
}

interface Shortcut {
  readonly output: Block;
  /** From the gradient of the block's sum to those of the shortcut's own parameters; adds what comes back through it to dx. */
  readonly backward: (dSum: Block, dx: Block | undefined) => void;
}

function emitShortcut(placed: Placed<LayerOf<'residual'>>, x: Block, emitter: Emitter, within: Within): Shortcut {
  const { input, output, layer, beside } = placed;
  const { run, arena, capacity } = emitter;
  const { shortcutScale: c = 1 } = layer;
  if (layer.shortcut === 'identity') {
    const features = elementCount(input);
    const backward: Shortcut['backward'] = (dSum, dx) => {
      if (dx === undefined) return;
      if (c === 1) emitter.backward.push(() => run.add(dx.at, dSum.at, dx.at, emitter.count * features));
      else emitter.backward.push(() => run.addScaled(dx.at, 1, dSum.at, c, dx.at, emitter.count * features));
    };
    return { output: x, backward };
  }

  /** Where the shortcut has a backward pass of its own, it takes the gradient scaled. */
  const scaled = (features: number, add: Shortcut['backward']): Shortcut['backward'] =>
    c === 1
      ? add
      : (dSum, dx) => {
          const dAcross = arena.borrow(capacity * features);
          emitter.backward.push(() => run.scale(dSum.at, c, dAcross.at, emitter.count * features));
          add(dAcross, dx);
          arena.giveBack(dAcross);
        };

  if (layer.shortcut === 'optionA') {
    const [h = 0, w = 0, channels = 0] = input;
    const wide = output[2] ?? 0;
    const half = arena.reserve(capacity * elementCount(output));
    emitter.forward.push(() => run.subsample(x.at, half.at, emitter.count, h, w, channels, wide));
    const backward: Shortcut['backward'] = (dSum, dx) => {
      if (dx === undefined) return;
      emitter.backward.push(() => run.addSubsampleGradient(dSum.at, dx.at, emitter.count, h, w, channels, wide));
    };
    return { output: half, backward: scaled(elementCount(output), backward) };
  }

  const end = within(beside);
  const features = elementCount(input);
  const backward: Shortcut['backward'] = (dSum, dx) => {
    const more = dx && arena.borrow(capacity * features);
    end.backward(dSum, more);
    if (dx === undefined || more === undefined) return;
    emitter.backward.push(() => run.add(dx.at, more.at, dx.at, emitter.count * features));
    arena.giveBack(more);
  };
  return { output: end.output, backward: scaled(elementCount(output), backward) };
}

/**
 * y = H T + x (1 - T): dH = dy T, dT = dy (H - x), and dx is what comes back through both, and dy (1 - T). Where the gate is on the
 * shortcut alone, y = H + x (1 - T): dH = dy, dT = -dy x.
 */
export function emitHighway(placed: Placed<LayerOf<'highway'>>, x: Block, emitter: Emitter, within: Within): Emitted {
  const { run, arena, capacity } = emitter;
  const features = elementCount(placed.output);
  const isOpen = placed.layer.gates === 'shortcut';
  const { output: h, backward: throughTransform } = within(placed.branch);
  const { output: t, backward: throughGate } = within(placed.beside);
  const y = emitter.activation(placed.name, features);
  emitter.forward.push(() => run.gate(h.at, t.at, x.at, y.at, emitter.count * features, isOpen));

  const backward: Emitted['backward'] = (dy, dx) => {
    const borrow = (): Block => arena.borrow(capacity * features);
    const [dh, dt] = [borrow(), borrow()];
    emitter.backward.push(() => run.gateGradient(dy.at, h.at, t.at, x.at, dh.at, dt.at, emitter.count * features, isOpen));
    throughTransform(dh, dx);
    arena.giveBack(dh);
    const dGate = dx && borrow();
    throughGate(dt, dGate);
    arena.giveBack(dt);
    if (dx === undefined || dGate === undefined) return;
    emitter.backward.push(() => run.addCarry(dy.at, t.at, dGate.at, dx.at, emitter.count * features));
    arena.giveBack(dGate);
  };
  return { output: y, backward };
}

/** y = [x, F(x)] along the last axis: dF is the rest of dy, and dx what comes back through F, and the beginning of dy. */
export function emitConcat(placed: Placed<LayerOf<'concat'>>, x: Block, emitter: Emitter, within: Within): Emitted {
  const { run, arena, capacity } = emitter;
  const c = placed.input.at(-1) ?? 0;
  const k = (placed.output.at(-1) ?? 0) - c;
  const places = elementCount(placed.input.slice(0, -1));
  const end = within(placed.branch);
  const y = emitter.activation(placed.name, elementCount(placed.output));
  emitter.forward.push(() => run.joinColumns(x.at, end.output.at, y.at, emitter.count * places, c, k));

  const backward: Emitted['backward'] = (dy, dx) => {
    const dBranch = arena.borrow(capacity * places * k);
    emitter.backward.push(() => run.lastColumns(dy.at, dBranch.at, emitter.count * places, c, k));
    end.backward(dBranch, dx);
    arena.giveBack(dBranch);
    if (dx !== undefined) emitter.backward.push(() => run.addFirstColumns(dy.at, dx.at, emitter.count * places, c, k));
  };
  return { output: y, backward };
}
