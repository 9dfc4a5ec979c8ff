import type { Batch } from '../../src/lib/core/batches.ts';
import type { Engine, Net, NetOptions, NetState } from '../../src/lib/core/net.ts';
import { outline, type Placed } from '../../src/lib/core/outline.ts';
import type { ReferenceState } from '../setup/reference.ts';
import { normals } from '../setup/tensors.ts';
import type { Case } from './cases/case.ts';
import { frozen } from './cases/frozen.ts';
import { images } from './cases/images.ts';
import { squared } from './cases/losses.ts';
import { normalisations } from './cases/normalisations.ts';
import { shortcuts } from './cases/shortcuts.ts';
import { vectors } from './cases/vectors.ts';

export type { Case };

/** What every backend must compute alike: each kind of layer, in shapes and neighbourhoods where kernels go wrong. */
export const cases: readonly Case[] = [...images, ...shortcuts, ...normalisations, ...frozen, ...vectors];

export const outlineOf = ({ layers, inputShape }: Case): readonly Placed[] => outline(layers, inputShape);

export const classesOf = (test: Case): number => outlineOf(test).at(-1)?.output[0] ?? 0;

/** A batch of random images; `name` gives another one. */
export function batchOf(test: Case, name = 'images'): Batch {
  const { count, inputShape } = test;
  const classes = classesOf(test);
  const targets = new Float32Array(count * classes);
  for (let i = 0; i < count; i += 1) {
    if (test.loss === squared) targets.set(normals(`target ${i}`, [classes]), i * classes);
    else if (classes > 1) targets[i * classes + ((3 * i + 1) % classes)] = 1;
    else targets[i] = i % 2;
  }
  return { count, images: normals(name, [count, ...inputShape]), targets };
}

/** Gains and shifts that differ from 1 and 0, running statistics that differ from 0 and 1, so that none can be left out unseen. */
export async function preparedNet(
  engine: Engine,
  test: Case,
  optimizer: NetOptions['optimizer'] = { learningRate: 0, momentum: 0, weightDecay: 0 },
): Promise<Net> {
  const { layers, inputShape, count, loss } = test;
  const net = await engine.createNet({ layers, inputShape, loss, optimizer, capacity: count, seed: 0 });
  const { updates, weights, velocities, statistics } = await net.state();
  net.load({
    updates,
    velocities,
    weights: weights.map((values, i) => {
      const { role = 'weights', layer = '' } = net.parameters[i] ?? {};
      if (role !== 'gains' && role !== 'shifts') return values;
      const noise = normals(`${role} of ${layer}`, [values.length]);
      return values.map((value, j) => value + 0.3 * (noise[j] ?? 0));
    }),
    statistics: statistics.map((values, i) => {
      const noise = normals(`statistic ${i}`, [values.length]);
      return values.map((value, j) => value + 0.3 * Math.abs(noise[j] ?? 0));
    }),
  });
  return net;
}

/** The state of a net, for the reference. */
export function referenceState({ weights, statistics }: NetState): ReferenceState {
  return {
    parameters: weights.map((values) => Float64Array.from(values)),
    statistics: statistics.map((values) => Float64Array.from(values)),
  };
}
