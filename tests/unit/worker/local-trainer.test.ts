import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LocalTrainer, type Environment } from '../../../src/lib/worker/LocalTrainer.ts';
import type { RunRequest, TrainerEvent } from '../../../src/lib/worker/protocol.ts';
import { fileShards } from '../../../src/lib/tools/data/file-shards.ts';
import { engineFiles } from '../../setup/engine.ts';

const folder = 'public/data';

/** The shortest run that the sliders of this example allow. */
const request: RunRequest = {
  experiment: 'degradation',
  arm: 'plain20',
  params: { steps: '10', batchSize: '8', width: '4', trainImages: '1000' },
  seed: 0,
  backend: 'auto',
};
const never = new AbortController().signal;

/** Needs no files: its data are generated. */
const generated: RunRequest = {
  experiment: 'clipping-rnn',
  arm: 'clipped',
  params: { learningRate: '0.05', threshold: '1', length: '5', steps: '100' },
  seed: 0,
  backend: 'auto',
};

const environment: Environment = {
  engine: engineFiles,
  shards: fileShards(folder),
  weights: fileShards('public/weights'),
  now: () => 0,
};
const trainer = (): LocalTrainer => new LocalTrainer(environment);

async function eventsOf(wanted: Partial<RunRequest>, signal = never): Promise<TrainerEvent[]> {
  const events: TrainerEvent[] = [];
  const source = trainer().train({ ...request, ...wanted }, signal);
  const advance = { steps: 4, milliseconds: 1e9 };
  for (let next = await source.next(); !next.done; next = await source.next(advance)) events.push(next.value);
  return events;
}

afterEach(() => vi.unstubAllGlobals());

describe('training in this thread', () => {
  it('refuses an example that trains nothing, and an arm that there is not', async () => {
    await expect(eventsOf({ experiment: 'linear-product' })).rejects.toThrow(
      '"linear-product" computes; there is nothing to train.',
    );
    await expect(eventsOf({ arm: 'plain21' })).rejects.toThrow(
      '"degradation" has no arm "plain21"; it has plain20, plain56, residual20, residual56.',
    );
  });

  it('leaves the choice of an engine to one run at a time, also where the one before was aborted in it', async () => {
    const began = Promise.withResolvers<void>();
    const held = Promise.withResolvers<null>();
    const requestAdapter = vi.fn(() => {
      began.resolve();
      return held.promise;
    });
    vi.stubGlobal('navigator', { gpu: { requestAdapter } });
    const shared = trainer();
    const started = async (signal: AbortSignal): Promise<TrainerEvent | undefined> => {
      for await (const event of shared.train(generated, signal)) if (event.type === 'started') return event;
      return undefined;
    };

    const abort = new AbortController();
    const first = started(abort.signal);
    await began.promise;
    abort.abort(new Error('a run begins'));
    await expect(first).rejects.toThrow('a run begins');
    const second = started(never);
    // Long enough for a choice of its own to come to the graphics card.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(requestAdapter).toHaveBeenCalledOnce();
    held.resolve(null);
    expect(await second).toMatchObject({ type: 'started', backend: 'wasm' });
  });

  it('ends at once where it was aborted before', async () => {
    const reason = new Error('the reader left');
    await expect(eventsOf({}, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe.skipIf(!existsSync(`${folder}/mnist-28-train-00.bin`))('training in this thread, with the real data', () => {
  it('downloads, chooses an engine, and trains the arm with its own model and parameters', async () => {
    const events = await eventsOf({});
    const phases = events.flatMap((event) => (event.type === 'progress' ? [event.progress.phase] : []));
    expect([...new Set(phases)]).toEqual(['download', 'engine', 'compile', 'evaluate']);
    const started = events.find((event) => event.type === 'started');
    expect(started).toMatchObject({ backend: 'wasm', isTimed: false, totalSteps: 10 });
    expect(started?.reason).toMatch(/^WebAssembly\. Not used are WebGPU: /);
    // The weight layers of a plain net of depth 20.
    expect(started?.layers.gradientNorm).toHaveLength(20);
    const frames = events.flatMap((event) => (event.type === 'frames' ? event.frames : []));
    expect(frames.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(Object.keys(frames[0]?.values ?? {}).toSorted()).toEqual(['gradientNorm', 'testError', 'trainLoss']);
  });

  it('uses the engine that was asked for', async () => {
    const events = await eventsOf({ backend: 'wasm' });
    expect(events.find((event) => event.type === 'started')).toMatchObject({
      backend: 'wasm',
      reason: 'WebAssembly, as asked for; a training step of it was checked.',
    });
  });
});
