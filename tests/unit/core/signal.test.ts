import { describe, expect, it } from 'vitest';
import { outline } from '../../../src/lib/core/outline.ts';
import { signals } from '../../../src/lib/core/signal.ts';
import { rootMeanSquare } from '../../../src/lib/core/summaries.ts';
import type { Layer } from '../../../src/lib/models/layers.ts';
import { conv, dense, flatten, highway, norm, pool, relu, residual, sigmoid, tanh } from '../../setup/layers.ts';

const signalsOf = (...layers: readonly Layer[]): string[] =>
  signals(outline(layers, [4, 4, 1])).map(({ layer, name }) => `${name}: ${layer}`);

describe('the signal of a net', () => {
  it('is taken behind the activation function of each layer with weights, and not from the logits', () => {
    expect(signalsOf(flatten, dense(5), sigmoid, dense(5), norm, tanh, dense(5), dense(3))).toEqual([
      'hidden 1: activation 1',
      'hidden 2: activation 2',
      'hidden 3: hidden 3',
    ]);
  });

  it('is taken behind a normalisation that took its ReLU over', () => {
    expect(signalsOf(conv(4), norm, relu, pool, dense(3))).toEqual(['conv 1: norm 1']);
  });

  it('is that of blocks as they are, not of what is inside of them, nor of what an activation function makes of it', () => {
    const block = residual('identity', tanh, dense(5));
    expect(signalsOf(flatten, dense(5), block, block, norm, tanh, dense(3))).toEqual([
      'hidden 1: hidden 1',
      'block 1: block 1',
      'block 2: block 2',
    ]);
    expect(signalsOf(flatten, dense(5), tanh, highway([dense(5), tanh], [dense(5)]), dense(3))).toEqual([
      'hidden 1: activation 1',
      'block 1: block 1',
    ]);
  });

  it('has a size: its root mean square, in float64', () => {
    expect(rootMeanSquare(Float32Array.of(3, -4, 0, 0))).toBe(2.5);
    expect(rootMeanSquare(Float32Array.of(3e38, -3e38)) / 3e38).toBeCloseTo(1, 6);
    expect(rootMeanSquare(Float32Array.of(1, Infinity))).toBe(Infinity);
  });
});
