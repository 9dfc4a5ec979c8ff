import type { Fetch } from '../../lib/offline/download.ts';
import { bytesOf, type PackManifest } from '../../lib/offline/manifest.ts';
import type { PackStore } from '../../lib/offline/PackStore.ts';
import { savePack } from '../../lib/offline/save.ts';
import { siteManifest } from '../../lib/offline/siteManifest.ts';
import { closed } from '../../lib/offline/support.ts';

/** What the device offers, given from outside so that tests can stand in for it. */
export interface Surroundings {
  readonly store: PackStore;
  readonly fetch: Fetch;
  readonly register: () => Promise<void>;
  readonly unregister: () => Promise<void>;
  /** Asks the browser not to clear the storage by itself. */
  readonly persist: () => Promise<unknown>;
  readonly free: () => Promise<number | undefined>;
  readonly now: () => Date;
}

/**
 * `absent`: nothing is kept. `stopped`: some files are. `ready`: all files are there. `outdated`: all are, of an edition that is not
 * the site's. `broken`: it was saved, and files are gone. `unknown`: nothing is kept and the site cannot be asked.
 */
export type Stage = 'looking' | 'unknown' | 'absent' | 'saving' | 'stopped' | 'ready' | 'outdated' | 'broken';

/** The state of one chapter's pack, on its page. */
export class SavedChapter {
  stage = $state<Stage>('looking');
  /** Bytes that are there, and bytes of the whole. */
  done = $state(0);
  total = $state(0);
  savedAt = $state<Date>();
  /** Why something did not work, in the reader's words. */
  problem = $state<string>();

  readonly #chapter: string;
  readonly #listUrl: string;
  readonly #with: Surroundings;
  #manifest: PackManifest | undefined;
  #stopping: AbortController | undefined;

  constructor(chapter: string, listUrl: string, surroundings: Surroundings) {
    this.#chapter = chapter;
    this.#listUrl = listUrl;
    this.#with = surroundings;
  }

  /** Finds out what is kept, and what the site has. */
  async look(): Promise<void> {
    this.problem = undefined;
    try {
      const asked = siteManifest(this.#listUrl, this.#with.fetch);
      // It is heard below, after the storage was asked.
      asked.catch(() => undefined);
      const saved = await this.#find();
      if (saved === undefined) {
        this.stage = 'unknown';
        this.#manifest = await asked;
        this.#measure(await this.#with.store.arrived(this.#manifest));
        this.stage = this.done > 0 ? 'stopped' : 'absent';
        return;
      }
      const missing = await this.#with.store.missing(saved.manifest);
      this.savedAt = saved.savedAt;
      // Without a network the site cannot tell of another edition, and need not.
      const current = await asked.catch(() => undefined);
      this.#manifest = current ?? saved.manifest;
      this.#measure(bytesOf(saved.manifest.files) - bytesOf(missing));
      const isCurrent = this.#manifest.edition === saved.manifest.edition;
      this.stage = missing.length > 0 ? 'broken' : isCurrent ? 'ready' : 'outdated';
      // Where the browser forgot the worker, the pack would be of no use.
      await this.#with.register().catch(() => undefined);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Saves, resumes and renews: what is there of this edition is not fetched again. */
  async save(): Promise<void> {
    const before = this.stage;
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.problem = undefined;
    this.stage = 'saving';
    try {
      await this.#with.register();
      await this.#with.persist().catch(() => undefined);
      const manifest = await siteManifest(this.#listUrl, this.#with.fetch);
      this.#manifest = manifest;
      this.#measure(0);
      await savePack({ ...this.#with, manifest }, (done) => (this.done = Math.min(done, this.total)), stopping.signal);
      this.done = this.total;
      this.savedAt = this.#with.now();
      this.stage = 'ready';
    } catch (error) {
      if (!stopping.signal.aborted) this.#tell(error);
      // The edition that was saved before still answers.
      this.stage = before === 'outdated' || before === 'broken' ? before : 'stopped';
    }
  }

  /** Ends a download; what has arrived stays. */
  stop(): void {
    this.#stopping?.abort();
  }

  async remove(): Promise<void> {
    try {
      await this.#with.store.remove(this.#chapter);
      if (await this.#with.store.isEmpty()) await this.#with.unregister();
      this.savedAt = undefined;
      this.#measure(0);
      this.stage = 'absent';
      this.problem = undefined;
    } catch (error) {
      this.#tell(error);
    }
  }

  async #find(): ReturnType<PackStore['find']> {
    try {
      return await this.#with.store.find(this.#chapter);
    } catch (error) {
      throw closed(error);
    }
  }

  #measure(done: number): void {
    this.done = done;
    this.total = this.#manifest === undefined ? 0 : bytesOf(this.#manifest.files);
  }

  #tell(error: unknown): void {
    this.problem = error instanceof Error ? error.message : String(error);
  }
}
