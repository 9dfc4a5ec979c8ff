import type { Batch } from '../../../src/lib/core/batches.ts';
import type { Engine, Measured, Net, NetOptions, Place } from '../../../src/lib/core/net.ts';
import { batchOf, preparedNet, type Case } from '../../kernels/cases.ts';
import { conv, dense, norm, pool, relu } from '../../setup/layers.ts';
import { normals } from '../../setup/tensors.ts';

/** What a few steps of training gave. Plain arrays, since it leaves a page. */
export interface Trained {
  readonly measured: readonly Measured[];
  /** Of the first step, one a parameter. */
  readonly gradients: readonly (readonly number[])[];
  /** After the last step. */
  readonly weights: readonly (readonly number[])[];
  readonly velocities: readonly (readonly number[])[];
  readonly statistics: readonly (readonly number[])[];
  /** Of the last batch, with the running statistics. */
  readonly logits: readonly number[];
}

/** 99 rows of pixels, and 594 pixels: the lanes of a workgroup go round more than once, and not all of them equally often. */
export const manyRows: Case = {
  name: 'more rows than a workgroup has lanes',
  layers: [conv(9), norm, relu, conv(5, 2), norm, relu, pool, dense(3)],
  inputShape: [11, 6, 5],
  count: 9,
  loss: 'softmaxCrossEntropy',
};

/** Small enough that a difference in the last digits stays one. */
const optimizer: NetOptions['optimizer'] = { learningRate: 0.01, momentum: 0.9, weightDecay: 0.01 };

const plain = (arrays: readonly Float32Array[]): number[][] => arrays.map((values) => Array.from(values));

/** Steps on four batches in turn, read as rarely as the engine allows. */
export async function stepsOf(net: Net, test: Case, count: number): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (let step = 1; step <= count; step += 1) {
    net.step(batchOf(test, `batch ${step % 4}`), true);
    if (step % net.stepsPerRead === 0 || step === count) measured.push(...(await net.measured()));
  }
  return measured;
}

/** What a test asks of the optimiser besides. */
export type OptimizerChange = Partial<NetOptions['optimizer']>;

/** The first step is read by itself, and so is the state after it; after the last one, a batch is measured without an update. */
export async function train(engine: Engine, test: Case, steps: number, change: OptimizerChange = {}): Promise<Trained> {
  const net = await preparedNet(engine, test, { ...optimizer, ...change });
  try {
    const measured = await stepsOf(net, test, 1);
    const gradients = plain(await net.gradients());
    await net.state();
    measured.push(...(await stepsOf(net, test, steps - 1)));
    const last = batchOf(test, 'last batch');
    net.step(last, false);
    measured.push(...(await net.measured()));
    const { weights, velocities, statistics } = await net.state();
    return {
      measured,
      gradients,
      weights: plain(weights),
      velocities: plain(velocities),
      statistics: plain(statistics),
      logits: Array.from(await net.logits(last.images, last.count)),
    };
  } finally {
    net.dispose();
  }
}

/** A run that overflows. */
export interface Diverged {
  readonly losses: readonly number[];
  /** What the steps left. */
  readonly weights: readonly (readonly number[])[];
  /** Where the first step that is not finite went wrong. */
  readonly place: Place | undefined;
  /** Whether updates went on after the state of the beginning was loaded. */
  readonly recovers: boolean;
}

/** Steps with a learning rate that no net survives. */
export async function diverge(engine: Engine, test: Case, steps: number): Promise<Diverged> {
  const net = await preparedNet(engine, test, { learningRate: 1e30, momentum: 0.9, weightDecay: 0 });
  try {
    const start = await net.state();
    const measured = await stepsOf(net, test, steps);
    const weights = plain((await net.state()).weights);
    const bad = measured.findIndex(({ loss }) => !Number.isFinite(loss));
    const found = measured[bad];
    const place = found && (await net.locate(batchOf(test, `batch ${(bad + 1) % 4}`), found));
    net.load(start);
    await stepsOf(net, test, 1);
    const recovered = plain((await net.state()).weights);
    const recovers = recovered.some((values, i) => values.some((value, j) => value !== start.weights[i]?.[j]));
    return { losses: measured.map(({ loss }) => loss), weights, place, recovers };
  } finally {
    net.dispose();
  }
}

/** A normalisation over 32,768 rows that lie far from 0: sums in 32 bits would lose the digits of their variance. */
export const farRows = {
  options: {
    layers: [norm, pool, dense(3)],
    inputShape: [64, 64, 3],
    loss: 'softmaxCrossEntropy',
    optimizer,
    capacity: 8,
    seed: 0,
  },
  batch: {
    count: 8,
    images: normals('far rows', [8, 64, 64, 3]).map((value) => 100 + value),
    targets: Float32Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? 1 : 0)),
  },
} as const satisfies { options: NetOptions; batch: Batch };

/** Running mean and variance after one step. */
export async function farStatistics(engine: Engine): Promise<number[][]> {
  const net = await engine.createNet(farRows.options);
  try {
    net.step(farRows.batch, true);
    await net.measured();
    return plain((await net.state()).statistics);
  } finally {
    net.dispose();
  }
}
