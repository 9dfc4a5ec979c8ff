import { openEngine } from '../../../core/engines.ts';
import type { Backend } from '../../../worker/protocol.ts';
import { engineFiles } from '../../../worker/engineFiles.ts';
import type { Work } from '../works.ts';
import { inputsOf } from './inputs.ts';
import type { Stepper } from './Stepper.ts';

/** The training core of the book, as its own pages use it: with the norms of all gradients, and the batch as plain arrays. */
export async function prepareOurs(backend: Backend, work: Work): Promise<Stepper> {
  const engine = await openEngine(backend, engineFiles);
  const { layers, inputShape, loss, optimizer, count } = work;
  const net = await engine.createNet({ layers, inputShape, loss, optimizer, capacity: count, seed: 0 });
  const batches = inputsOf(work);
  let steps = 0;
  let unread = 0;
  let lastLoss = Number.NaN;

  const read = async (): Promise<void> => {
    lastLoss = (await net.measured()).at(-1)?.loss ?? lastLoss;
    unread = 0;
  };
  return {
    async step() {
      const batch = batches[steps % batches.length];
      if (batch === undefined) throw new Error('There are no batches.');
      net.step(batch, true);
      steps += 1;
      unread += 1;
      if (unread === net.stepsPerRead) await read();
    },
    async settle() {
      if (unread > 0) await read();
      return lastLoss;
    },
  };
}
