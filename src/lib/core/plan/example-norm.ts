import { elementCount, groupCount } from '../../models/shapes.ts';
import type { Placed } from '../outline.ts';
import type { Block } from './Arena.ts';
import type { Emitted, Emitter, LayerOf, Weight } from './Emitter.ts';

/** Normalisations of each example by itself, with the ReLU behind them where there is one: the same in training and evaluation. */

interface Sizes {
  readonly features: number;
  readonly channels: number;
  readonly pixels: number;
}

function sizesOf({ input }: Placed): Sizes {
  const [features, channels] = [elementCount(input), input.at(-1) ?? 0];
  return { features, channels, pixels: features / channels };
}

/** A first layer has no use for dx; the kernels write it all the same. */
function withRoom(emitter: Emitter, features: number, dx: Block | undefined, write: (dx: Block) => void): void {
  const room = dx ?? emitter.arena.borrow(emitter.capacity * features);
  write(room);
  if (dx === undefined) emitter.arena.giveBack(room);
}

export function emitGroupNorm(
  placed: Placed<LayerOf<'groupNorm'>>,
  x: Block,
  gain: Weight,
  shift: Weight,
  emitter: Emitter,
): Emitted {
  const { run, arena, capacity } = emitter;
  const { layer, input, name, relu } = placed;
  const { features, channels, pixels } = sizesOf(placed);
  const groups = groupCount(layer, input);
  const [mean, inverse] = [arena.reserve(capacity * channels), arena.reserve(capacity * channels)];
  const work = arena.reserve(4 * channels);
  const y = emitter.activation(name, features);

  emitter.forward.push(() => {
    const { count } = emitter;
    run.groupMoments(x.at, count, pixels, channels, groups, layer.epsilon, mean.at, inverse.at);
    run.groupNormalize(x.at, y.at, count, pixels, channels, mean.at, inverse.at, gain.value.at, shift.value.at, relu);
  });

  const backward: Emitted['backward'] = (dy, dx) => {
    withRoom(emitter, features, dx, ({ at }) => {
      emitter.backward.push(() => {
        const sizes = [emitter.count, pixels, channels, groups] as const;
        const given = [mean.at, inverse.at, gain.value.at] as const;
        const [dGain, dShift] = [gain.gradient.at, shift.gradient.at];
        run.groupNormalizeGradient(dy.at, x.at, y.at, at, dGain, dShift, work.at, ...sizes, ...given, relu);
      });
    });
  };
  return { output: y, backward };
}

export function emitRmsNorm(placed: Placed<LayerOf<'rmsNorm'>>, x: Block, gain: Weight, emitter: Emitter): Emitted {
  const { run, arena, capacity } = emitter;
  const { layer, name, relu } = placed;
  const { features, channels, pixels } = sizesOf(placed);
  const inverse = arena.reserve(capacity);
  const work = arena.reserve(channels);
  const y = emitter.activation(name, features);

  emitter.forward.push(() => {
    const { count } = emitter;
    run.rootMeanSquares(x.at, count, features, layer.epsilon, inverse.at);
    run.rmsNormalize(x.at, y.at, count, pixels, channels, inverse.at, gain.value.at, relu);
  });

  const backward: Emitted['backward'] = (dy, dx) => {
    withRoom(emitter, features, dx, ({ at }) => {
      emitter.backward.push(() => {
        const given = [inverse.at, gain.value.at] as const;
        const { count } = emitter;
        run.rmsNormalizeGradient(dy.at, x.at, y.at, at, gain.gradient.at, work.at, count, pixels, channels, ...given, relu);
      });
    });
  };
  return { output: y, backward };
}
