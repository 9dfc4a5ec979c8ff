import type { Batch } from './batches.ts';
import type { Net } from './net.ts';

/** Lengths of the steps that are tried, in steps of plain gradient descent. */
const LENGTHS = [0.5, 1, 2, 4];

/**
 * How far apart the least and the greatest loss of this batch are along its gradient g: max L(W - s rate g) - min L(W - s rate g) over
 * s = 1/2, 1, 2 and 4, in the manner of Santurkar et al. 2018, Fig. 4a. Normalisations use the statistics of the batch, as in training.
 * The net is left as it was; nobody may be waiting for what its steps measured.
 */
export async function lossVariation(net: Net, batch: Batch, learningRate: number): Promise<number> {
  const before = await net.state();
  await lossOf(net, batch);
  const gradients = await net.gradients();
  const losses: number[] = [];
  for (const length of LENGTHS) {
    const weights = before.weights.map((values, i) => {
      const rate = length * learningRate * (net.parameters[i]?.learningRateScale ?? 1);
      return values.map((value, j) => value - rate * (gradients[i]?.[j] ?? Number.NaN));
    });
    net.load({ ...before, weights });
    losses.push(await lossOf(net, batch));
  }
  net.load(before);
  return Math.max(...losses) - Math.min(...losses);
}

/** As a step of training sees it; its gradients stay with the net. */
async function lossOf(net: Net, batch: Batch): Promise<number> {
  net.step(batch, false);
  const [measured] = await net.measured();
  return measured?.loss ?? Number.NaN;
}
