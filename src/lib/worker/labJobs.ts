import type { StrategyResult } from '../lab/results.ts';
import type { LabSet } from '../lab/set.ts';
import type { LabReply, LabRequest, LabSource, LabTraining } from './labProtocol.ts';
import { fromWire } from './wireError.ts';

/** Hears how much is done. */
export type OnLabProgress = (done: number, total: number) => void;

/** @throws Error as `readSet` does, or the signal's reason; either way the worker ends, and what it held is free. */
export const readLabSet = async (source: LabSource, onProgress: OnLabProgress, signal: AbortSignal): Promise<LabSet> =>
  (await inWorker({ type: 'read', source }, onProgress, signal)) as LabSet;

/** @throws Error as `trainStrategy` does, or the signal's reason. */
export const trainLabStrategy = async (
  training: LabTraining,
  onProgress: OnLabProgress,
  signal: AbortSignal,
): Promise<StrategyResult> => (await inWorker({ type: 'train', training }, onProgress, signal)) as StrategyResult;

async function inWorker(request: LabRequest, onProgress: OnLabProgress, signal: AbortSignal): Promise<LabSet | StrategyResult> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module' });
  const { promise, resolve, reject } = Promise.withResolvers<LabSet | StrategyResult>();
  worker.addEventListener('message', ({ data }: MessageEvent<LabReply>) => {
    if (data.type === 'progress') onProgress(data.done, data.total);
    else if (data.type === 'read') resolve(data.set);
    else if (data.type === 'train') resolve(data.result);
    else reject(fromWire(data.error));
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
