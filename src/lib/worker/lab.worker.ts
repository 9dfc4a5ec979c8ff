/** The lab's worker: answers one request, with progress before the answer. Whoever asked ends it. */
import { httpShards, type ShardSource } from '../datasets/source.ts';
import { engineFiles } from './engineFiles.ts';
import type { LabReply, LabRequest } from './labProtocol.ts';
import { readSet } from './labReading.ts';
import { trainStrategy } from './labTraining.ts';
import { toWire } from './wireError.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (reply: LabReply): void => scope.postMessage(reply);
const onProgress = (done: number, total: number): void => post({ type: 'progress', done, total });

const folder = (name: string): ShardSource =>
  httpShards(new URL(`${import.meta.env.BASE_URL}/${name}/`.replace('//', '/'), scope.location.origin).href);

async function answer(request: LabRequest): Promise<void> {
  try {
    if (request.type === 'read') {
      post({ type: 'read', set: await readSet(request.source, folder('data'), onProgress) });
      return;
    }
    const place = { engine: engineFiles, weights: folder('weights'), now: () => performance.now() };
    post({ type: 'train', result: await trainStrategy(request.training, place, onProgress) });
  } catch (error) {
    post({ type: 'failed', error: toWire(error) });
  }
}

scope.addEventListener('message', ({ data }: MessageEvent<LabRequest>) => void answer(data), { once: true });
