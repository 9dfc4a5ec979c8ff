/**
 * The worker's entry: answers requests by driving a LocalTrainer. One run at a time; a new `start` ends the one before.
 */
import { engineFiles } from './engineFiles.ts';
import { httpShards, type ShardSource } from '../datasets/source.ts';
import { LocalTrainer } from './LocalTrainer.ts';
import type { Advance, Handlers, Reply, Request, TrainerEvents } from './protocol.ts';
import { toWire } from './wireError.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (reply: Reply): void => scope.postMessage(reply);

/** A folder of the site. */
const folder = (name: string): ShardSource =>
  httpShards(new URL(`${import.meta.env.BASE_URL}/${name}/`.replace('//', '/'), scope.location.origin).href);

const trainer = new LocalTrainer({
  engine: engineFiles,
  shards: folder('data'),
  weights: folder('weights'),
  now: () => performance.now(),
});

let current: { readonly run: number; readonly events: TrainerEvents; readonly abort: AbortController } | undefined;

/** Posts what the trainer yields until it waits to be asked for more, or ends. */
async function pull(run: number, advance: Advance | undefined): Promise<void> {
  if (current?.run !== run) return;
  const { events } = current;
  try {
    let next = await events.next(advance);
    while (!next.done) {
      post({ type: 'event', run, event: next.value });
      if (next.value.type === 'started' || next.value.type === 'frames') return;
      next = await events.next(undefined);
    }
    post({ type: 'done', run });
  } catch (error) {
    post({ type: 'failed', run, error: toWire(error) });
  }
}

const handlers: Handlers = {
  async hello({ lock }) {
    if (!('locks' in navigator)) {
      post({ type: 'ready', locked: false });
      return;
    }
    void navigator.locks.request(lock, () => {
      post({ type: 'ready', locked: true });
      return new Promise<never>(() => undefined);
    });
  },
  async start({ run, request }) {
    current?.abort.abort();
    const abort = new AbortController();
    current = { run, abort, events: trainer.train(request, abort.signal) };
    await pull(run, undefined);
  },
  async advance({ run, advance }) {
    await pull(run, advance);
  },
  async stop({ run }) {
    if (current?.run !== run) return;
    const { abort, events } = current;
    current = undefined;
    abort.abort();
    await events.return();
  },
};

scope.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  // The handler is looked up by the request's own type; TypeScript does not relate the two through the index.
  const handle = handlers[data.type] as (request: Request) => Promise<void>;
  void handle(data);
});
