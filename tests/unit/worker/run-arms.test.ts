import { describe, expect, it } from 'vitest';
import { Gate } from '../../../src/lib/worker/Gate.ts';
import { runArms, type ArmsListener } from '../../../src/lib/worker/runArms.ts';
import type { Advance, Backend, RunRequest, Trainer, TrainerEvent, TrainerEvents } from '../../../src/lib/worker/protocol.ts';

/** Makes `steps` frames of one step each, and notes what it was asked. */
class FakeTrainer implements Trainer {
  readonly requests: RunRequest[] = [];
  readonly advances: (Advance | undefined)[] = [];
  ended = 0;
  readonly #steps: number;
  readonly #failAt: number;
  readonly #fastest: Backend;

  constructor(steps: number, failAt = Number.POSITIVE_INFINITY, fastest: Backend = 'wasm') {
    this.#steps = steps;
    this.#failAt = failAt;
    this.#fastest = fastest;
  }

  async *train(request: RunRequest, signal: AbortSignal): TrainerEvents {
    this.requests.push(request);
    const backend = request.backend === 'auto' ? (request.remembered?.backend ?? this.#fastest) : request.backend;
    try {
      let advance = yield {
        type: 'started',
        backend,
        reason: 'tried',
        isTimed: true,
        layers: {},
        inputs: [],
        totalSteps: this.#steps,
      };
      for (let step = 0; step < this.#steps; step++) {
        signal.throwIfAborted();
        this.advances.push(advance);
        if (step === this.#failAt) throw new Error(`${request.arm} failed`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        advance = yield { type: 'frames', frames: [{ step, values: { trainLoss: 1 } }] };
      }
    } finally {
      this.ended += 1;
    }
  }
}

class Listener implements ArmsListener {
  readonly events: [string, TrainerEvent['type']][] = [];
  readonly done: string[] = [];
  readonly onEvent = (arm: string, event: TrainerEvent): void => void this.events.push([arm, event.type]);
  readonly onArmDone = (arm: string): void => void this.done.push(arm);
}

const request = (...arms: readonly string[]) =>
  ({ experiment: 'degradation', arms, params: {}, seed: 0, backend: 'auto' }) as const;

const never = new AbortController().signal;

describe('running the arms of an example', () => {
  it('trains every arm, in order, on as many trainers as there are', async () => {
    const trainers = [new FakeTrainer(3), new FakeTrainer(3)];
    const listener = new Listener();
    await runArms(trainers, request('a', 'b', 'c', 'd'), listener, new Gate(), never);
    expect(listener.done.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(trainers.map(({ requests }) => requests.length)).toEqual([2, 2]);
  });

  /** The remembered backends that the trainers were asked to use, by arm. */
  const rememberedOf = (...trainers: readonly FakeTrainer[]): Record<string, string> =>
    Object.fromEntries(
      trainers.flatMap(({ requests }) => requests.map(({ arm, remembered }) => [arm, remembered?.backend ?? 'none'])),
    );

  it('lets the first trainer choose the engine and gives its choice to all that follow', async () => {
    const [first, second] = [new FakeTrainer(2), new FakeTrainer(2)];
    await runArms([first, second], request('a', 'b', 'c'), new Listener(), new Gate(), never);
    expect(rememberedOf(first, second)).toEqual({ a: 'none', b: 'wasm', c: 'wasm' });
    for (const { backend } of [...first.requests, ...second.requests]) expect(backend).toBe('auto');
    expect(second.requests[0]?.remembered).toEqual({ backend: 'wasm', reason: 'tried' });
  });

  it('gives the first trainer what the device remembers', async () => {
    const trainer = new FakeTrainer(2);
    const remembered = { backend: 'webgl', reason: 'it was the fastest last time' } as const;
    await runArms([trainer], { ...request('a'), remembered }, new Listener(), new Gate(), never);
    expect(trainer.requests[0]?.remembered).toEqual(remembered);
  });

  it('keeps to the engine that was asked for', async () => {
    const trainer = new FakeTrainer(2);
    await runArms([trainer], { ...request('a', 'b'), backend: 'webgl' }, new Listener(), new Gate(), never);
    expect(trainer.requests.map(({ backend, remembered }) => [backend, remembered])).toEqual([
      ['webgl', undefined],
      ['webgl', undefined],
    ]);
  });

  it('starts the arms that follow a lost GPU on the engine that came in its place', async () => {
    const losing: Trainer = {
      async *train(given) {
        asked.push(given);
        const { remembered } = given;
        yield {
          type: 'started',
          backend: remembered?.backend ?? 'webgpu',
          reason: '',
          isTimed: true,
          layers: {},
          inputs: [],
          totalSteps: 1,
        };
        if (remembered === undefined) yield { type: 'resumed', backend: 'wasm', reason: 'the GPU was lost', step: 0 };
      },
    };
    const asked: RunRequest[] = [];
    await runArms([losing], request('a', 'b'), new Listener(), new Gate(), never);
    expect(asked.map(({ remembered }) => remembered)).toEqual([undefined, { backend: 'wasm', reason: 'the GPU was lost' }]);
  });

  it.each([
    { backend: 'webgpu', busy: 2 },
    { backend: 'webgl', busy: 2 },
    { backend: 'wasm', busy: 4 },
  ] as const)('keeps $busy of four trainers busy on $backend', async ({ backend, busy }) => {
    const trainers = Array.from({ length: 4 }, () => new FakeTrainer(3, undefined, backend));
    const listener = new Listener();
    await runArms(trainers, request('a', 'b', 'c', 'd'), listener, new Gate(), never);
    expect(listener.done.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(trainers.filter(({ requests }) => requests.length > 0)).toHaveLength(busy);
  });

  it('asks for one step at a time while the gate is shut', async () => {
    const trainer = new FakeTrainer(3);
    const gate = new Gate();
    gate.shut();
    const listener = new Listener();
    const ended = runArms([trainer], request('a'), listener, gate, never);
    const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
    await wait();
    expect(listener.events).toEqual([['a', 'started']]);
    gate.letPass();
    await wait();
    expect(listener.events).toHaveLength(2);
    expect(trainer.advances).toEqual([{ steps: 1, milliseconds: 0 }]);
    gate.open();
    await ended;
    expect(listener.done).toEqual(['a']);
  });

  it('stops the other arms when one fails, and rejects with its error', async () => {
    const trainers = [new FakeTrainer(50), new FakeTrainer(50, 2)];
    await expect(runArms(trainers, request('a', 'b', 'c'), new Listener(), new Gate(), never)).rejects.toThrow('b failed');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(trainers.map(({ ended }) => ended)).toEqual([1, 1]);
  });

  it('ends at once when aborted while paused, and ends the generators', async () => {
    const trainer = new FakeTrainer(10);
    const gate = new Gate();
    gate.shut();
    const abort = new AbortController();
    const ended = runArms([trainer], request('a'), new Listener(), gate, abort.signal);
    await new Promise((resolve) => setTimeout(resolve, 10));
    abort.abort(new Error('stopped'));
    await expect(ended).rejects.toThrow('stopped');
    expect(trainer.ended).toBe(1);
  });
});
