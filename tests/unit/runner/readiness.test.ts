import { describe, expect, it } from 'vitest';
import { Readiness, type Preparation } from '../../../src/lib/runner/Readiness.svelte.ts';

/** Prepares until it is let go, or aborted. */
function held(): { work: Preparation; finish: () => void; fail: (error: unknown) => void } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const work: Preparation = (listen, signal) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    listen({ type: 'progress', progress: { phase: 'download', done: 10, total: 40 } });
    return promise;
  };
  return { work, finish: resolve, fail: reject };
}

describe('readiness', () => {
  it('is cold, then warming with its progress, then ready for what was asked', async () => {
    const readiness = new Readiness();
    expect(readiness.status).toBe('cold');
    const { work, finish } = held();
    const done = readiness.prepare('cifar', work);
    await Promise.resolve();
    expect([readiness.status, readiness.phase, readiness.bytes]).toEqual(['warming', 'download', { done: 10, total: 40 }]);
    finish();
    await done;
    expect([readiness.status, readiness.key]).toEqual(['ready', 'cifar']);
  });

  it('says why it failed, and can be tried again', async () => {
    const readiness = new Readiness();
    await readiness.prepare('cifar', () => Promise.reject(new Error('no network')));
    expect([readiness.status, readiness.error]).toEqual(['failed', 'no network']);
    await readiness.prepare('cifar', () => Promise.resolve());
    expect([readiness.status, readiness.error]).toEqual(['ready', '']);
  });

  it('is given up for a run, which waits until the trainers are free', async () => {
    const readiness = new Readiness();
    const { work } = held();
    const done = readiness.prepare('cifar', work);
    await Promise.resolve();
    await readiness.cancel();
    expect(readiness.status).toBe('cold');
    await done;
    readiness.warm('cifar');
    expect(readiness.status).toBe('ready');
  });

  it('prepares the last of several wishes, and none before the one before is over', async () => {
    const readiness = new Readiness();
    const began: string[] = [];
    const noted = (key: string, work: Preparation): Promise<void> =>
      readiness.prepare(key, (listen, signal) => {
        began.push(key);
        return work(listen, signal);
      });
    const first = noted('a', held().work);
    await Promise.resolve();
    const second = noted('b', () => Promise.resolve());
    const third = noted('c', () => Promise.resolve());
    await Promise.all([first, second, third]);
    expect(began).toEqual(['a', 'c']);
    expect([readiness.status, readiness.key]).toEqual(['ready', 'c']);
  });

  it('is cold again when the trainers are gone', async () => {
    const readiness = new Readiness();
    await readiness.prepare('cifar', () => Promise.resolve());
    readiness.chill();
    expect([readiness.status, readiness.key]).toEqual(['cold', '']);
  });
});
