import { describe, expect, it } from 'vitest';
import { prepareTrainers } from '../../../src/lib/worker/prepareTrainers.ts';
import type { Backend, RunRequest, Trainer, TrainerEvents } from '../../../src/lib/worker/protocol.ts';

/** Gets ready, and notes what it was asked and how far it was let go. */
class FakeTrainer implements Trainer {
  readonly requests: RunRequest[] = [];
  readonly said: string[];
  trained = false;
  ended = 0;
  readonly #backend: Backend | Error;

  constructor(backend: Backend | Error = 'wasm', said: string[] = []) {
    this.#backend = backend;
    this.said = said;
  }

  async *train(request: RunRequest, signal: AbortSignal): TrainerEvents {
    this.requests.push(request);
    this.said.push(`begins ${request.arm}`);
    try {
      yield { type: 'progress', progress: { phase: 'download', done: 1, total: 2 } };
      signal.throwIfAborted();
      if (this.#backend instanceof Error) throw this.#backend;
      this.said.push(`has ${request.arm}`);
      yield { type: 'started', backend: this.#backend, reason: 'timed', isTimed: true, layers: {}, inputs: [], totalSteps: 1 };
      this.trained = true;
    } finally {
      this.ended += 1;
    }
  }
}

const request = (...arms: readonly string[]) =>
  ({ experiment: 'degradation', arms, params: { width: '4' }, seed: 3, backend: 'auto', threads: 2 }) as const;
const never = new AbortController().signal;

describe('preparing trainers', () => {
  it('lets each go up to its first step, and no further, and frees what it built', async () => {
    const trainers = [new FakeTrainer(), new FakeTrainer()];
    const phases: string[] = [];
    await prepareTrainers(
      trainers,
      request('a', 'b', 'c'),
      (event) => phases.push(event.type === 'progress' ? event.progress.phase : event.type),
      never,
    );
    expect(trainers.map(({ trained, ended }) => [trained, ended])).toEqual([[false, 1], [false, 1]]); // prettier-ignore
    expect(trainers.flatMap(({ requests }) => requests.map(({ arm }) => arm))).toEqual(['a', 'b']);
    expect(trainers[0]?.requests[0]).toMatchObject({ params: { width: '4' }, seed: 3, threads: 2, backend: 'auto' });
    expect(phases).toEqual(['download', 'started', 'download', 'started']);
  });

  it('lets the first settle the engine before the others begin', async () => {
    const said: string[] = [];
    const trainers = [new FakeTrainer('wasm', said), new FakeTrainer('wasm', said)];
    await prepareTrainers(trainers, request('a', 'b'), () => undefined, never);
    expect(said).toEqual(['begins a', 'has a', 'begins b', 'has b']);
    expect(trainers.map(({ requests }) => requests[0]?.remembered)).toEqual([undefined, { backend: 'wasm', reason: 'timed' }]);
  });

  it('prepares no more trainers than share a graphics card', async () => {
    const trainers = [1, 2, 3, 4].map(() => new FakeTrainer('webgpu'));
    await prepareTrainers(trainers, request('a', 'b', 'c', 'd'), () => undefined, never);
    expect(trainers.map(({ requests }) => requests.length)).toEqual([1, 1, 0, 0]);
  });

  it('fails with the error of a trainer', async () => {
    const trainers = [new FakeTrainer(), new FakeTrainer(new Error('no network'))];
    await expect(prepareTrainers(trainers, request('a', 'b'), () => undefined, never)).rejects.toThrow('no network');
  });

  it('ends where it is aborted', async () => {
    const abort = new AbortController();
    const trainer = new FakeTrainer();
    const reason = new Error('a run begins');
    await expect(prepareTrainers([trainer], request('a'), () => abort.abort(reason), abort.signal)).rejects.toBe(reason);
    expect(trainer.ended).toBe(1);
  });
});
