import { version } from '../../../package.json' with { type: 'json' };
import type { Backend } from '../experiments/frame.ts';
import type { TextValues } from '../experiments/params.ts';
import type { RememberedEngine } from '../worker/protocol.ts';

/** What the reader wants all examples to run on. */
export type EngineWish = Backend | 'auto';

const wishes: readonly EngineWish[] = ['auto', 'wasm', 'webgpu', 'webgl', 'cpu'];

type Store = Pick<Storage, 'getItem' | 'setItem'>;

const WISH = 'engine';

/**
 * What this device is known to run best, kept on it alone: the reader's wish, and for each example and its settings the engine that
 * won when they were timed. Times are taken anew with another version of the book or of the browser. Where a browser keeps nothing
 * (a private window), everything is timed each time, which is slower and no less right.
 */
export class EngineMemory {
  readonly #store: Store | undefined;
  readonly #browser: string;

  constructor(store: Store | undefined, browser: string) {
    this.#store = store;
    this.#browser = browser;
  }

  get wish(): EngineWish {
    const text = this.#read(WISH);
    return wishes.find((wish) => wish === text) ?? 'auto';
  }

  set wish(wish: EngineWish) {
    this.#write(WISH, wish);
  }

  recall(example: string, settings: TextValues): RememberedEngine | undefined {
    try {
      const kept: unknown = JSON.parse(this.#read(keyOf(example)) ?? 'null');
      if (!isKept(kept) || kept.stamp !== this.#stamp(settings)) return undefined;
      return { backend: kept.backend, reason: kept.reason };
    } catch (error) {
      // Written by something else: as good as nothing.
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  remember(example: string, settings: TextValues, { backend, reason }: RememberedEngine): void {
    this.#write(keyOf(example), JSON.stringify({ stamp: this.#stamp(settings), backend, reason }));
  }

  #stamp(settings: TextValues): string {
    return JSON.stringify([version, this.#browser, settings]);
  }

  #read(key: string): string | null {
    try {
      return this.#store?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  #write(key: string, text: string): void {
    try {
      this.#store?.setItem(key, text);
    } catch {
      // Full, or forbidden: see above.
    }
  }
}

const keyOf = (example: string): string => `engine of ${example}`;

interface Kept extends RememberedEngine {
  readonly stamp: string;
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  const { stamp, backend, reason } = value as Partial<Record<keyof Kept, unknown>>;
  return typeof stamp === 'string' && typeof reason === 'string' && wishes.some((wish) => wish !== 'auto' && wish === backend);
}

/** The memory of this browser. Even to look at `localStorage` is an error where it is forbidden. */
export function deviceMemory(): EngineMemory {
  try {
    return new EngineMemory(globalThis.localStorage, navigator.userAgent);
  } catch {
    return new EngineMemory(undefined, '');
  }
}
