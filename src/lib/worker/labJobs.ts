import type { GivenCard } from '../lab/layers-model/card.ts';
import type { SeenImage } from '../lab/own-image.ts';
import type { StrategyResult } from '../lab/results.ts';
import type { LabSet } from '../lab/set.ts';
import type { LabReply, LabRequest, LabSource, LabTraining, ModelSource } from './labProtocol.ts';
import { fromWire } from './wireError.ts';

/** Hears how much is done. */
export type OnLabProgress = (done: number, total: number) => void;

/** @throws Error as `readSet` does, or the signal's reason; either way the worker ends, and what it held is free. */
export const readLabSet = (source: LabSource, side: number, onProgress: OnLabProgress, signal: AbortSignal): Promise<LabSet> =>
  inWorker({ type: 'read', source, side }, (reply) => (reply.type === 'read' ? reply.set : undefined), onProgress, signal);

/** @throws Error as `readModel` does, or the signal's reason. */
export const readLabModel = (source: ModelSource, onProgress: OnLabProgress, signal: AbortSignal): Promise<GivenCard> =>
  inWorker({ type: 'model', source }, (reply) => (reply.type === 'model' ? reply.card : undefined), onProgress, signal);

/** @throws Error as `trainStrategy` does, or the signal's reason. */
export const trainLabStrategy = (
  training: LabTraining,
  onProgress: OnLabProgress,
  signal: AbortSignal,
): Promise<StrategyResult> =>
  inWorker({ type: 'train', training }, (reply) => (reply.type === 'train' ? reply.result : undefined), onProgress, signal);

/** @throws Error as `seenImage` does, or the signal's reason. */
export const lookAtImage = (file: File, signal: AbortSignal): Promise<SeenImage> =>
  inWorker(
    { type: 'look', file },
    (reply) => (reply.type === 'look' ? reply.seen : undefined),
    () => undefined,
    signal,
  );

/** @param answerIn what a reply holds, where it is the answer. */
async function inWorker<Answer>(
  request: LabRequest,
  answerIn: (reply: LabReply) => Answer | undefined,
  onProgress: OnLabProgress,
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module' });
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  worker.addEventListener('message', ({ data }: MessageEvent<LabReply>) => {
    if (data.type === 'progress') {
      onProgress(data.done, data.total);
      return;
    }
    if (data.type === 'failed') {
      reject(fromWire(data.error));
      return;
    }
    const answer = answerIn(data);
    if (answer === undefined) reject(new Error(`The lab's worker answered "${data.type}" to "${request.type}".`));
    else resolve(answer);
  });
  worker.addEventListener('error', ({ message }) => {
    reject(new Error(`The lab's worker could not run: ${message || 'its script did not load'}. Reload the page and try again.`));
  });
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  worker.postMessage(request);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    worker.terminate();
  }
}
