/** As much of a browser's storage as the packs use, in memory; `room` is how many bytes fit. */
export class FakeCaches {
  readonly caches = new Map<string, Map<string, Response>>();
  room = Infinity;

  readonly storage = {
    keys: async () => [...this.caches.keys()],
    has: async (name: string) => this.caches.has(name),
    delete: async (name: string) => this.caches.delete(name),
    open: async (name: string) => {
      const entries = this.caches.get(name) ?? new Map<string, Response>();
      this.caches.set(name, entries);
      return {
        keys: async () => [...entries.keys()].map((url) => ({ url })),
        match: async (url: string) => entries.get(url)?.clone(),
        put: async (url: string, response: Response) => {
          this.room -= (await response.clone().arrayBuffer()).byteLength;
          if (this.room < 0) throw new DOMException('Quota exceeded.', 'QuotaExceededError');
          entries.set(url, response);
        },
      };
    },
  } as unknown as CacheStorage;
}
