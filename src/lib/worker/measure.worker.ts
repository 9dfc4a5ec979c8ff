/** Measures the device, once, when it is told which suite: posts a row as soon as it is there, and ends. */
import { measureDevice } from '../core/measure.ts';
import { engineFiles } from './engineFiles.ts';
import type { MeasureReply, MeasureRequest } from './deviceRows.ts';
import { toWire } from './wireError.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (reply: MeasureReply): void => scope.postMessage(reply);

async function measure(suite: MeasureRequest['suite']): Promise<void> {
  const cores = navigator.hardwareConcurrency;
  const threads = engineFiles.threads === undefined || cores < 2 ? [1] : [1, Math.min(cores, 4)];
  try {
    for await (const row of measureDevice(suite, engineFiles, threads, () => performance.now())) post({ type: 'row', row });
    post({ type: 'done' });
  } catch (error) {
    post({ type: 'failed', error: toWire(error) });
  }
}

scope.addEventListener('message', ({ data }: MessageEvent<MeasureRequest>) => void measure(data.suite), { once: true });
