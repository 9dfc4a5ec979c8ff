/** The lab's worker: answers one request, with progress before the answer. Whoever asked ends it. */
import { httpShards, type ShardSource } from '../datasets/source.ts';
import type { GivenCard } from '../lab/layers-model/card.ts';
import type { StrategyResult } from '../lab/results.ts';
import { engineFiles } from './engineFiles.ts';
import { pixelsOf, seenImage } from './labLooking.ts';
import type { GivenModelSource, LabReply, LabRequest, LabTraining, ModelSource } from './labProtocol.ts';
import { readSet } from './labReading.ts';
import { trainStrategy } from './labTraining.ts';
import { toWire } from './wireError.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (reply: LabReply): void => scope.postMessage(reply);
const onProgress = (done: number, total: number): void => post({ type: 'progress', done, total });

const folder = (name: string): ShardSource =>
  httpShards(new URL(`${import.meta.env.BASE_URL}/${name}/`.replace('//', '/'), scope.location.origin).href);

const now = (): number => performance.now();

async function replyTo(request: LabRequest): Promise<LabReply> {
  const place = { engine: engineFiles, weights: folder('weights'), now };
  switch (request.type) {
    case 'read':
      return { type: 'read', set: await readSet(request.source, request.side, folder('data'), onProgress) };
    case 'look':
      return { type: 'look', seen: await seenImage(await pixelsOf(request.file), place) };
    case 'model':
      return { type: 'model', card: await cardOf(request.source) };
    case 'train': {
      const { training } = request;
      const { given } = training;
      return {
        type: 'train',
        result: await (given === undefined ? trainStrategy(training, place, onProgress) : trainOn(given, training)),
      };
    }
    default:
      throw request satisfies never;
  }
}

// TensorFlow.js, and its layers, are loaded for a reader's model alone.

async function cardOf(source: ModelSource): Promise<GivenCard> {
  const { backendFiles } = await import('../core/layers-model/browser-files.ts');
  const { readModel } = await import('./labModel.ts');
  return readModel(source, backendFiles);
}

async function trainOn(given: GivenModelSource, training: LabTraining): Promise<StrategyResult> {
  const { backendFiles } = await import('../core/layers-model/browser-files.ts');
  const { trainGivenStrategy } = await import('./labGivenTraining.ts');
  return trainGivenStrategy(training, given, { backend: backendFiles, now }, onProgress);
}

async function answer(request: LabRequest): Promise<void> {
  try {
    post(await replyTo(request));
  } catch (error) {
    post({ type: 'failed', error: toWire(error) });
  }
}

scope.addEventListener('message', ({ data }: MessageEvent<LabRequest>) => void answer(data), { once: true });
