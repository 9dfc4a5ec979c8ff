import type { SuiteName } from '../models/suites.ts';
import type { DeviceRow } from '../worker/deviceRows.ts';

type Timed = Extract<DeviceRow, { readonly work: string }>;
type Unusable = Extract<DeviceRow, { readonly fault: string }>;

export type MeasurementStatus = 'idle' | 'measuring' | 'done' | 'failed';

/** What the reader's own device does, measured when asked. */
export class DeviceMeasurement {
  status = $state<MeasurementStatus>('idle');
  rows = $state.raw<readonly DeviceRow[]>([]);
  error = $state('');
  #abort: AbortController | undefined;

  readonly timed: readonly Timed[] = $derived(this.rows.filter((row): row is Timed => 'work' in row));
  readonly unusable: readonly Unusable[] = $derived(this.rows.filter((row): row is Unusable => 'fault' in row));

  readonly #suite: SuiteName;

  constructor(suite: SuiteName) {
    this.#suite = suite;
  }

  async measure(): Promise<void> {
    if (this.status === 'measuring') return;
    const abort = new AbortController();
    this.#abort = abort;
    this.rows = [];
    this.error = '';
    this.status = 'measuring';
    try {
      const { measureThisDevice } = await import('../worker/deviceRows.ts');
      await measureThisDevice(this.#suite, (row) => (this.rows = [...this.rows, row]), abort.signal);
      this.status = abort.signal.aborted ? 'idle' : 'done';
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
      this.status = 'failed';
    }
  }

  /** What was measured so far stays. */
  stop(): void {
    this.#abort?.abort();
  }
}
