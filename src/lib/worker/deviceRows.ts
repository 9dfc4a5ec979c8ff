import type { DeviceRow } from '../core/measure.ts';
import type { SuiteName } from '../models/suites.ts';
import type { WireError } from './protocol.ts';
import { fromWire } from './wireError.ts';

export type { DeviceRow };

export interface MeasureRequest {
  readonly suite: SuiteName;
}

export type MeasureReply =
  | { readonly type: 'row'; readonly row: DeviceRow }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly error: WireError };

/**
 * Measures a suite on this device in a worker of its own and hands each row to `onRow`. Resolves when all is measured, and at once when the
 * signal aborts.
 *
 * @throws Error where the worker cannot run, or fails.
 */
export async function measureThisDevice(suite: SuiteName, onRow: (row: DeviceRow) => void, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const worker = new Worker(new URL('./measure.worker.ts', import.meta.url), { type: 'module' });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.addEventListener('message', ({ data }: MessageEvent<MeasureReply>) => {
    if (data.type === 'row') onRow(data.row);
    else if (data.type === 'done') resolve();
    else reject(fromWire(data.error));
  });
  worker.addEventListener('error', ({ message }) => {
    reject(new Error(`The measurement could not run: ${message || 'its script did not load'}. Reload the page and try again.`));
  });
  worker.postMessage({ suite } satisfies MeasureRequest);
  signal.addEventListener('abort', () => resolve());
  try {
    await promise;
  } finally {
    worker.terminate();
  }
}
