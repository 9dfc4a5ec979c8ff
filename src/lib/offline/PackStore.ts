import { bytesOf, manifestName, parseManifest, type PackFile, type PackManifest } from './manifest.ts';

/** A pack of which every file is there, or was when it was saved. */
export interface SavedPack {
  readonly manifest: PackManifest;
  readonly savedAt: Date;
}

const savedAtHeader = 'X-Saved-At';

/**
 * The packs on this device: one cache an edition of a chapter, in the storage that all sites of this host share, so their names
 * carry the base of ours. A pack counts as saved once its manifest lies in its cache; files without one are those of a download
 * that was stopped.
 */
export class PackStore {
  readonly #storage: CacheStorage;
  /** Absolute address of the site, with a slash at its end. */
  readonly #site: string;
  readonly #prefix: string;

  constructor(storage: CacheStorage, site: string) {
    this.#storage = storage;
    this.#site = site;
    this.#prefix = `book-pack ${new URL(site).pathname} `;
  }

  address(path: string): string {
    return new URL(path, this.#site).href;
  }

  /** All packs that were saved in full. */
  async saved(): Promise<readonly SavedPack[]> {
    const packs = await Promise.all((await this.#names()).map((name) => this.#read(name)));
    return packs.filter((pack) => pack !== undefined);
  }

  /** The pack of a chapter; of two editions the one saved last. */
  async find(chapter: string): Promise<SavedPack | undefined> {
    const ours = (await this.saved()).filter(({ manifest }) => manifest.chapter === chapter);
    return ours.sort((a, b) => b.savedAt.getTime() - a.savedAt.getTime())[0];
  }

  /** Files of the manifest that its cache lacks. */
  async missing(manifest: PackManifest): Promise<readonly PackFile[]> {
    const name = this.#nameOf(manifest);
    // Opening a cache would make it, and a reader who only looks shall have none.
    if (!(await this.#storage.has(name))) return manifest.files;
    const cache = await this.#storage.open(name);
    const there = new Set((await cache.keys()).map(({ url }) => url));
    return manifest.files.filter(({ path }) => !there.has(this.address(path)));
  }

  /** Bytes of a download that was stopped. */
  async arrived(manifest: PackManifest): Promise<number> {
    return bytesOf(manifest.files) - bytesOf(await this.missing(manifest));
  }

  async put(manifest: PackManifest, { path }: PackFile, response: Response): Promise<void> {
    const cache = await this.#storage.open(this.#nameOf(manifest));
    await cache.put(this.address(path), response);
  }

  /** Makes it a saved pack, and drops other editions of the chapter. All files must be there. */
  async complete(manifest: PackManifest, savedAt: Date): Promise<void> {
    const cache = await this.#storage.open(this.#nameOf(manifest));
    const headers = { 'Content-Type': 'application/json', [savedAtHeader]: savedAt.toISOString() };
    await cache.put(this.#marker(manifest.chapter), new Response(JSON.stringify(manifest), { headers }));
    await this.#deleteAll(manifest.chapter, this.#nameOf(manifest));
  }

  /** Drops what was begun of other editions; a pack that was saved stays until the new one is complete. */
  async dropStale(manifest: PackManifest): Promise<void> {
    for (const name of await this.#names(manifest.chapter)) {
      if (name !== this.#nameOf(manifest) && (await this.#read(name)) === undefined) await this.#storage.delete(name);
    }
  }

  async remove(chapter: string): Promise<void> {
    await this.#deleteAll(chapter);
  }

  /** Whether anything is kept, complete or not. */
  async isEmpty(): Promise<boolean> {
    return (await this.#names()).length === 0;
  }

  /** A kept answer to this address, whatever its query says, from a saved pack first. */
  async match(url: string): Promise<Response | undefined> {
    const { origin, pathname } = new URL(url);
    const found = await Promise.all(
      (await this.#names()).map(async (name) => {
        const cache = await this.#storage.open(name);
        // A page that saves asks for other types than one that shows, so what hosts say in Vary must not tell them apart.
        const response = await cache.match(origin + pathname, { ignoreVary: true });
        const isSaved = response !== undefined && (await cache.match(this.#markerIn(name))) !== undefined;
        return { response, isSaved };
      }),
    );
    return (found.find(({ isSaved }) => isSaved) ?? found.find(({ response }) => response))?.response;
  }

  async #read(name: string): Promise<SavedPack | undefined> {
    const marker = await (await this.#storage.open(name)).match(this.#markerIn(name));
    if (marker === undefined) return undefined;
    try {
      const savedAt = new Date(marker.headers.get(savedAtHeader) ?? NaN);
      return Number.isNaN(savedAt.getTime()) ? undefined : { manifest: parseManifest(await marker.json()), savedAt };
    } catch {
      // Whatever lies there was not written by this edition of the book: as good as not saved.
      return undefined;
    }
  }

  readonly #nameOf = ({ chapter, edition }: PackManifest): string => `${this.#prefix}${chapter} ${edition}`;

  readonly #marker = (chapter: string): string => this.address(`${chapter}/${manifestName}`);

  #markerIn(name: string): string {
    const [chapter = ''] = name.slice(this.#prefix.length).split(' ');
    return this.#marker(chapter);
  }

  async #names(chapter?: string): Promise<readonly string[]> {
    const start = chapter === undefined ? this.#prefix : `${this.#prefix}${chapter} `;
    return (await this.#storage.keys()).filter((name) => name.startsWith(start));
  }

  async #deleteAll(chapter: string, except?: string): Promise<void> {
    for (const name of await this.#names(chapter)) if (name !== except) await this.#storage.delete(name);
  }
}
