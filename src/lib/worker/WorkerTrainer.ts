import { fromWire } from './wireError.ts';
import type { Reply, Request, RunRequest, Trainer, TrainerEvents } from './protocol.ts';

/** The worker went away in the middle of a run: killed by the browser or the device, or crashed. */
export class WorkerLostError extends Error {
  override name = 'WorkerLostError';
  constructor(reason: string) {
    super(
      `The worker that was training ${reason}. Press Run to start again; with less memory in use, or a smaller setting, it may survive.`,
    );
  }
}

/** How long a worker may say nothing where the browser cannot tell us that it died. */
const silenceLimit = 120_000;

/** Trains in a worker of its own, which lives until `dispose`. Imports nothing of TensorFlow.js: the worker does, when it starts. */
export class WorkerTrainer implements Trainer {
  readonly #worker: Worker;
  #run = 0;
  #receive: (reply: Reply | WorkerLostError) => void = () => undefined;
  #lost: WorkerLostError | undefined;
  #locked = false;
  readonly #unlock = new AbortController();

  constructor() {
    this.#worker = new Worker(new URL('./trainer.worker.ts', import.meta.url), { type: 'module' });
    const lock = `trainer-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      if (data.type === 'ready') this.#watch(lock, data.locked);
      else this.#receive(data);
    });
    this.#worker.addEventListener('error', (event) => {
      this.#lose(`could not run: ${event.message || 'its script did not load'}`);
    });
    this.#post({ type: 'hello', lock });
  }

  async *train(request: RunRequest, signal: AbortSignal): TrainerEvents {
    signal.throwIfAborted();
    const run = ++this.#run;
    const inbox = this.#openInbox(run, signal);
    try {
      this.#post({ type: 'start', run, request });
      for (;;) {
        const reply = await inbox.next();
        if (reply.type === 'done') return;
        if (reply.type === 'failed') throw fromWire(reply.error);
        if (reply.type === 'ready') continue;
        const advance = yield reply.event;
        const waits = reply.event.type === 'started' || reply.event.type === 'frames';
        if (waits) this.#post({ type: 'advance', run, advance: advance ?? { steps: 1, milliseconds: 0 } });
      }
    } finally {
      inbox.close();
      this.#post({ type: 'stop', run });
    }
  }

  dispose(): void {
    this.#unlock.abort();
    this.#worker.terminate();
  }

  /** Replies to this run in order; rejects at once when the signal aborts or the worker is lost. Stale replies are dropped. */
  #openInbox(run: number, signal: AbortSignal): { next: () => Promise<Reply>; close: () => void } {
    const queue: Reply[] = [];
    let wake = (): void => undefined;
    this.#receive = (reply) => {
      if (!(reply instanceof Error) && reply.type !== 'ready' && reply.run === run) queue.push(reply);
      wake();
    };
    const onAbort = (): void => wake();
    signal.addEventListener('abort', onAbort);
    return {
      next: async () => {
        for (;;) {
          signal.throwIfAborted();
          const reply = queue.shift();
          if (reply !== undefined) return reply;
          if (this.#lost !== undefined) throw this.#lost;
          const watchdog = this.#locked
            ? undefined
            : setTimeout(() => this.#lose('has not answered for two minutes'), silenceLimit);
          await new Promise<void>((resolve) => (wake = resolve));
          clearTimeout(watchdog);
        }
      },
      close: () => {
        signal.removeEventListener('abort', onAbort);
        this.#receive = () => undefined;
      },
    };
  }

  /** The worker holds this lock while it lives; getting it ourselves means that the worker is gone. */
  #watch(lock: string, locked: boolean): void {
    this.#locked = locked;
    if (!locked) return;
    navigator.locks
      .request(lock, { signal: this.#unlock.signal }, () => this.#lose('was ended by the browser'))
      .catch((error: unknown) => {
        if (!this.#unlock.signal.aborted) this.#lose(`cannot be watched: ${String(error)}`);
      });
  }

  #lose(reason: string): void {
    this.#lost ??= new WorkerLostError(reason);
    this.#receive(this.#lost);
  }

  #post(request: Request): void {
    this.#worker.postMessage(request);
  }
}
