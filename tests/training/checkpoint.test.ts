import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Engine } from '../../src/lib/core/net.ts';
import { createSession, type Checkpoint, type SessionOptions } from '../../src/lib/core/session.ts';
import { engineFiles } from '../setup/engine.ts';
import { losses, residual, sigmoid, trainTo, trainToEnd, withPlan } from './settings.ts';

const backends = ['wasm', 'cpu'] as const;
const engines = {} as Record<(typeof backends)[number], Engine>;
beforeAll(async () => {
  for (const backend of backends) engines[backend] = await openEngine(backend, engineFiles);
});

const AT = 10;

/** The state after some steps of a session that does not go on. */
async function checkpointOf(engine: Engine, options: SessionOptions): Promise<Checkpoint> {
  const session = await createSession(engine, options);
  await trainTo(session, AT);
  const checkpoint = await session.checkpoint();
  session.dispose();
  return checkpoint;
}

const settings = [
  { name: 'residual net, augmented', options: withPlan(residual, { augment: true }) },
  { name: 'sigmoid net on the whole set', options: sigmoid },
] as const;

describe.each(settings)('a session from a checkpoint: $name', ({ options }) => {
  it.each(backends)('goes on bit for bit on %s', async (backend) => {
    const checkpoint = await checkpointOf(engines[backend], options);
    expect(checkpoint.step).toBe(AT);
    const session = await createSession(engines[backend], options, checkpoint);
    expect(session.step).toBe(AT);
    const { frames } = await trainToEnd(session);
    const { frames: undisturbed } = await trainToEnd(await createSession(engines[backend], options));
    expect(frames).toEqual(undisturbed.slice(AT));
  });

  it.each([
    ['cpu', 'wasm'],
    ['wasm', 'cpu'],
  ] as const)('goes on from %s on %s, to 1 in 1,000', async (from, to) => {
    const session = await createSession(engines[to], options, await checkpointOf(engines[from], options));
    const found = losses((await trainToEnd(session)).frames);
    const expected = losses((await trainToEnd(await createSession(engines[to], options))).frames.slice(AT));
    expect(found).toHaveLength(options.plan.steps - AT + 1);
    found.forEach((loss, i) => expect(Math.abs(loss / (expected[i] ?? Number.NaN) - 1)).toBeLessThan(1e-3));
  });

  it('is not changed by the session that goes on from it', async () => {
    const checkpoint = await checkpointOf(engines.wasm, options);
    const copy = structuredClone(checkpoint);
    await trainToEnd(await createSession(engines.wasm, options, checkpoint));
    expect(checkpoint).toEqual(copy);
  });
});
