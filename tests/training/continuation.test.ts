import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { NetState } from '../../src/lib/core/net.ts';
import { createSession, type SessionOptions } from '../../src/lib/core/session.ts';
import { namedTensors } from '../../src/lib/core/stored-weights.ts';
import { freeze } from '../../src/lib/models/freezing.ts';
import { engineFiles } from '../setup/engine.ts';
import { losses, residual, trainTo, trainToEnd, withPlan } from './settings.ts';

const engines = { wasm: await openEngine('wasm', engineFiles), cpu: await openEngine('cpu', engineFiles) };

const AFTER = 10;
/** The first convolution with its normalisation and activation function, and a block with its own: up to "block 1". */
const KEPT = 5;
const first: SessionOptions = withPlan(residual, {
  optimizer: { ...residual.plan.optimizer, schedule: { kind: 'oneCycle', steps: AFTER, rise: 0.3 } },
});
const model = [...freeze(first.layers.slice(0, KEPT), 'evaluation'), ...first.layers.slice(KEPT)];
const cut: SessionOptions = { ...first, continuation: { after: AFTER, model, upTo: 'block 1' } };

/** The state after so many updates, by the names of its tensors: those of what is kept, and of the rest. */
async function stateAt(options: SessionOptions, step: number, backend: 'wasm' | 'cpu' = 'wasm') {
  const session = await createSession(engines[backend], options);
  await trainTo(session, step);
  const { net } = await session.checkpoint();
  session.dispose();
  return { ...divided(net), updates: net.updates };
}

function divided(state: NetState): { readonly kept: Readonly<Record<string, Float32Array>>; readonly rest: typeof kept } {
  const tensors = namedTensors(first.layers, first.dataset.inputShape, state);
  const those = (isKept: boolean): Record<string, Float32Array> =>
    Object.fromEntries(
      tensors.flatMap(({ name, values }) => (/^(conv 1|norm 1|block 1)/.test(name) === isKept ? [[name, values]] : [])),
    );
  const kept = those(true);
  return { kept, rest: those(false) };
}

describe('a run in which another net goes on', () => {
  it('trains the first one as if there were no other', async () => {
    const { frames } = await trainToEnd(await createSession(engines.wasm, cut));
    const { frames: alone } = await trainToEnd(await createSession(engines.wasm, first));
    expect(frames.map(({ step }) => step)).toEqual(alone.map(({ step }) => step));
    expect(frames.slice(0, AFTER)).toEqual(alone.slice(0, AFTER));
    expect(losses(frames)[AFTER]).not.toBeCloseTo(Number(losses(alone)[AFTER]), 2);
  });

  it.each(['wasm', 'cpu'] as const)(
    'keeps on %s what it takes over, statistics too, while the rest learns, from the first rate on',
    async (backend) => {
      const before = await stateAt(cut, AFTER, backend);
      const [one, later] = [await stateAt(cut, AFTER + 1, backend), await stateAt(cut, 20, backend)];
      expect(Object.keys(before.kept)).toContain('block 1, norm 2.variance');
      expect(one.kept).toEqual(before.kept);
      expect(later.kept).toEqual(before.kept);
      for (const [name, values] of Object.entries(later.rest)) expect(values, name).not.toEqual(one.rest[name]);
      expect(later.updates).toBe(20 - AFTER);
    },
  );

  it('draws the rest anew, and not as the first net was drawn', async () => {
    const session = await createSession(engines.wasm, {
      ...cut,
      plan: { ...cut.plan, optimizer: { ...cut.plan.optimizer, learningRate: 0 } },
    });
    const { net: drawn } = await session.checkpoint();
    await trainTo(session, AFTER + 1);
    const { net: again } = await session.checkpoint();
    session.dispose();
    const [before, after] = [divided(drawn).rest, divided(again).rest];
    const drawnAtRandom = Object.keys(before).filter((name) => /(conv \d|dense)\.weights$/.test(name));
    expect(drawnAtRandom.length).toBeGreaterThan(3);
    for (const name of drawnAtRandom) {
      const [was, is] = [before[name] ?? [], after[name] ?? []];
      expect(is.length).toBe(was.length);
      expect(is.filter((value, i) => value === was[i]).length, name).toBe(0);
    }
  });

  it.each([4, AFTER, 15])('goes on from a checkpoint after %d updates bit for bit', async (step) => {
    const { frames } = await trainToEnd(await createSession(engines.wasm, cut));
    const session = await createSession(engines.wasm, cut);
    await trainTo(session, step);
    const checkpoint = await session.checkpoint();
    session.dispose();
    const { frames: resumed } = await trainToEnd(await createSession(engines.wasm, cut, checkpoint));
    expect(resumed).toEqual(frames.slice(step));
  });

  it('takes the same steps on either engine', async () => {
    const [plan, tape] = [
      await trainToEnd(await createSession(engines.wasm, cut)),
      await trainToEnd(await createSession(engines.cpu, cut)),
    ];
    losses(plan.frames).forEach((loss, step) => expect(loss, `step ${step}`).toBeCloseTo(Number(losses(tape.frames)[step]), 2));
  });

  it('says which layers there are where it is to take over up to one that there is not', async () => {
    const session = await createSession(engines.wasm, { ...cut, continuation: { after: AFTER, model, upTo: 'block 9' } });
    await expect(trainTo(session, AFTER + 1)).rejects.toThrow(
      'The net has no layer "block 9" to take weights up to; it has conv 1,',
    );
    session.dispose();
  });
});
