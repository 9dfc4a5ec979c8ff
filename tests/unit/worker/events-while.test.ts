import { describe, expect, it } from 'vitest';
import { eventsWhile } from '../../../src/lib/worker/eventsWhile.ts';
import type { TrainerEvent } from '../../../src/lib/worker/protocol.ts';

const progress = (done: number): TrainerEvent => ({ type: 'progress', progress: { phase: 'download', done, total: 3 } });

async function drain<T>(events: AsyncGenerator<TrainerEvent, T, unknown>): Promise<{ events: TrainerEvent[]; value: T }> {
  const seen: TrainerEvent[] = [];
  for (;;) {
    const next = await events.next();
    if (next.done) return { events: seen, value: next.value };
    seen.push(next.value);
  }
}

describe('the events of a piece of work', () => {
  it('come before its value', async () => {
    const work = async (report: (event: TrainerEvent) => void): Promise<string> => {
      report(progress(1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      report(progress(2));
      return 'data';
    };
    expect(await drain(eventsWhile(new AbortController().signal, work))).toEqual({
      events: [progress(1), progress(2)],
      value: 'data',
    });
  });

  it('keep only the latest where they come faster than they are read', async () => {
    const work = (report: (event: TrainerEvent) => void): Promise<void> => {
      for (const done of [1, 2, 3]) report(progress(done));
      return Promise.resolve();
    };
    expect((await drain(eventsWhile(new AbortController().signal, work))).events).toEqual([progress(3)]);
  });

  it('end with the error of the work', async () => {
    const work = (): Promise<never> => Promise.reject(new Error('no data'));
    await expect(drain(eventsWhile(new AbortController().signal, work))).rejects.toThrow('no data');
  });

  it('end at once when the signal aborts, though the work never does', async () => {
    const abort = new AbortController();
    const drained = drain(eventsWhile(abort.signal, () => new Promise<never>(() => undefined)));
    abort.abort(new Error('stopped'));
    await expect(drained).rejects.toThrow('stopped');
  });
});
