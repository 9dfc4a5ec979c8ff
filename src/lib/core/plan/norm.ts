import type { Placed } from '../outline.ts';
import type { Block } from './Arena.ts';
import type { Emitted, Emitter, LayerOf, Weight } from './Emitter.ts';

/** The kernels go over four channels at a time: other counts are filled up with channels of zeros. */
const padded = (channels: number): number => 4 * Math.ceil(channels / 4);

/** Batch normalisation over x [rows, channels], with the ReLU behind it where there is one. */
export function emitNorm(placed: Placed<LayerOf<'batchNorm'>>, x: Block, gain: Weight, shift: Weight, emitter: Emitter): Emitted {
  const { run, arena, capacity } = emitter;
  const { input, name, relu, layer } = placed;
  const { epsilon, momentum, frozen = false } = layer;
  const channels = input.at(-1) ?? 0;
  const places = input.slice(0, -1).reduce((product, size) => product * size, 1);
  const rowsOf = (count: number): number => count * places;
  const c = padded(channels);
  const isPadded = c !== channels;
  const wide = (): Block => arena.borrow(rowsOf(capacity) * c);
  const widen = (from: Block, to: Block, rows: number): void =>
    run.spread(from.at, to.at, 1, 1, rows, channels, 1, rows, c, 0, 1);
  const narrow = (from: Block, to: Block, rows: number): void => run.trimFilter(from.at, to.at, 1, rows, rows, channels, c);

  // Of their own: the backward pass needs the input and the output as the kernels saw them.
  const [xs, ys] = isPadded ? [arena.reserve(rowsOf(capacity) * c), arena.reserve(rowsOf(capacity) * c)] : [x, undefined];
  const mean = arena.reserve(c);
  const variance = arena.reserve(c);
  const runningMean = emitter.statistic(channels, 0);
  const runningVariance = emitter.statistic(channels, 1);
  const y = emitter.activation(name, places * channels);
  const out = ys ?? y;

  emitter.forward.push((mode) => {
    const rows = rowsOf(emitter.count);
    if (isPadded) widen(x, xs, rows);
    const usesBatch = mode !== 'evaluate' && !frozen;
    if (usesBatch) run.moments(xs.at, rows, c, mean.at, variance.at);
    if (mode === 'train' && !frozen) {
      run.follow(runningMean.at, mean.at, channels, momentum, 1);
      // The running variance follows the unbiased estimate, as in PyTorch; the normalisation uses the biased one.
      run.follow(runningVariance.at, variance.at, channels, momentum, rows / Math.max(1, rows - 1));
    }
    const [atMean, atVariance] = usesBatch ? [mean.at, variance.at] : [runningMean.at, runningVariance.at];
    run.normalize(xs.at, out.at, rows, c, atMean, atVariance, gain.value.at, shift.value.at, epsilon, relu);
    if (isPadded) narrow(out, y, rows);
  });

  const backward: Emitted['backward'] = (dy, dx) => {
    // A first layer has no use for dx; the kernel writes it all the same.
    const dys = isPadded ? wide() : dy;
    const dxs = isPadded || dx === undefined ? wide() : dx;
    emitter.backward.push(() => {
      const rows = rowsOf(emitter.count);
      if (isPadded) widen(dy, dys, rows);
      const [dGain, dShift] = [gain.gradient.at, shift.gradient.at];
      const [atMean, atVariance] = frozen ? [runningMean.at, runningVariance.at] : [mean.at, variance.at];
      const given = [atMean, atVariance, gain.value.at] as const;
      run.normalizeGradient(dys.at, xs.at, out.at, dxs.at, dGain, dShift, rows, c, ...given, epsilon, relu, frozen);
      if (isPadded && dx !== undefined) narrow(dxs, dx, rows);
    });
    if (isPadded) arena.giveBack(dys);
    if (dxs !== dx) arena.giveBack(dxs);
  };
  return { output: y, backward };
}
