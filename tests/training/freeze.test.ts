import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import { batches } from '../../src/lib/core/batches.ts';
import { isFrozen, seenBatches } from '../../src/lib/core/freeze.ts';
import { createSession } from '../../src/lib/core/session.ts';
import { engineFiles } from '../setup/engine.ts';
import { residual, trainTo, trainToEnd, withPlan } from './settings.ts';

const engines = { wasm: await openEngine('wasm', engineFiles), cpu: await openEngine('cpu', engineFiles) };

const AFTER = 10;
const frozen = withPlan(residual, { freeze: { after: AFTER, images: 'inverted' } });

describe('a plan that freezes the weights', () => {
  it('does so after as many steps as it says, or never', () => {
    expect([9, 10, 11].map((steps) => isFrozen(frozen.plan, steps))).toEqual([false, true, true]);
    expect(isFrozen(residual.plan, 1e9)).toBe(false);
  });

  it('inverts the images of the steps from there on, and keeps their targets and their order', () => {
    const [seen, plain] = [
      seenBatches(frozen.dataset, frozen.plan, 0),
      batches(frozen.dataset, { batchSize: 8, augment: false, seed: 0 }),
    ];
    for (let step = 0; step < 20; step += 1) {
      const [found, given] = [seen.next().value, plain.next().value];
      expect(found.targets).toEqual(given.targets);
      expect(found.images).toEqual(step < AFTER ? given.images : given.images.map((pixel) => 1 - pixel));
    }
  });

  it.each(['wasm', 'cpu'] as const)(
    'leaves weights and velocities as they are on %s, while running statistics move',
    async (backend) => {
      const session = await createSession(engines[backend], frozen);
      await trainTo(session, AFTER);
      const { net: before } = await session.checkpoint();
      await trainTo(session, 20);
      const { step, net: after } = await session.checkpoint();
      session.dispose();
      expect(step).toBe(20);
      expect(after.weights).toEqual(before.weights);
      expect(after.velocities).toEqual(before.velocities);
      for (const [i, statistic] of after.statistics.entries()) expect(statistic).not.toEqual(before.statistics[i]);
    },
  );

  it('trains until then as without it, and goes on from a checkpoint bit for bit', async () => {
    const { frames } = await trainToEnd(await createSession(engines.wasm, frozen));
    const { frames: free } = await trainToEnd(await createSession(engines.wasm, residual));
    expect(frames.slice(0, AFTER)).toEqual(free.slice(0, AFTER));
    expect(frames.slice(AFTER)).not.toEqual(free.slice(AFTER));

    const session = await createSession(engines.wasm, frozen);
    await trainTo(session, 15);
    const checkpoint = await session.checkpoint();
    session.dispose();
    const { frames: resumed } = await trainToEnd(await createSession(engines.wasm, frozen, checkpoint));
    expect(resumed).toEqual(frames.slice(15));
  });
});
