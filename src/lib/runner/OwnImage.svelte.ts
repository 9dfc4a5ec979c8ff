import type { SeenImage } from '../lab/own-image.ts';
import { lookAtImage } from '../worker/labJobs.ts';

/** An image of the reader's, and what the source model makes of it. Kept in this page's memory alone. */
export class OwnImage {
  status = $state<'idle' | 'looking' | 'done' | 'failed'>('idle');
  name = $state('');
  error = $state('');
  seen = $state.raw<SeenImage | undefined>();
  #abort = new AbortController();

  /** Looks at a file in place of the one before. */
  async look(file: File): Promise<void> {
    this.dispose();
    const { signal } = (this.#abort = new AbortController());
    this.name = file.name;
    this.status = 'looking';
    this.seen = undefined;
    try {
      const seen = await lookAtImage(file, signal);
      if (signal.aborted) return;
      this.seen = seen;
      this.status = 'done';
    } catch (error) {
      // Another file has taken its place, or the reader has left.
      if (signal.aborted) return;
      this.error = error instanceof Error ? error.message : String(error);
      this.status = 'failed';
    }
  }

  dispose(): void {
    this.#abort.abort();
  }
}
