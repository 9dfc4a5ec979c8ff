import type { Phase, TrainerEvent } from '../worker/protocol.ts';

export type ReadyStatus = 'cold' | 'warming' | 'ready' | 'failed';

/** What preparing does, with a place to tell how far it is. */
export type Preparation = (listen: (event: TrainerEvent) => void, signal: AbortSignal) => Promise<void>;

/**
 * Whether a run could start at once: engine and data are here and checked, and nothing was trained. Chapters never ask for it; a
 * lecture does on opening, so that nobody waits in the hall.
 */
export class Readiness {
  status = $state<ReadyStatus>('cold');
  phase = $state<Phase>();
  /** Of the download, while there is one. */
  bytes = $state.raw<{ readonly done: number; readonly total: number }>();
  error = $state('');
  /** What it is ready for, or failed for: another key is another download. */
  key = $state('');

  #abort: AbortController | undefined;
  #settled: Promise<void> = Promise.resolve();

  async prepare(key: string, work: Preparation): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    await this.#settled;
    // Of several who waited, the last one prepares.
    if (abort.signal.aborted) return;
    this.#set('warming', key);
    this.#settled = this.#work(work, abort.signal);
    await this.#settled;
  }

  /** Ends what is being prepared, and returns when the trainers are free. */
  async cancel(): Promise<void> {
    this.#abort?.abort();
    await this.#settled;
  }

  /** A run that came to its end has left everything in place. */
  warm(key: string): void {
    this.#set('ready', key);
  }

  /** The trainers are gone, with all that they had. */
  chill(): void {
    this.#abort?.abort();
    this.#set('cold', '');
  }

  async #work(work: Preparation, signal: AbortSignal): Promise<void> {
    try {
      await work((event) => {
        if (event.type === 'progress' && !signal.aborted) this.#tell(event.progress);
      }, signal);
      if (!signal.aborted) this.status = 'ready';
    } catch (error) {
      if (signal.aborted) return;
      this.error = error instanceof Error ? error.message : String(error);
      this.status = 'failed';
    } finally {
      if (signal.aborted && this.status === 'warming') this.status = 'cold';
    }
  }

  #tell({ phase, done, total }: Extract<TrainerEvent, { type: 'progress' }>['progress']): void {
    this.phase = phase;
    this.bytes = phase === 'download' && total > 0 ? { done, total } : undefined;
  }

  #set(status: ReadyStatus, key: string): void {
    this.status = status;
    this.key = key;
    this.phase = undefined;
    this.bytes = undefined;
    this.error = '';
  }
}
