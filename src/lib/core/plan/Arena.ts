import { OutOfMemoryError } from '../net.ts';

/** A place for float32 numbers in a net's memory, at a byte offset that is a multiple of 16. */
export interface Block {
  readonly at: number;
  /** How many numbers. Those behind it, up to the next multiple of four, are zero and belong to the block. */
  readonly floats: number;
}

const PAGE = 65_536;
/** What 32-bit addresses reach. */
const MOST_PAGES = 65_536;
const upTo = (multiple: number, count: number): number => Math.ceil(count / multiple) * multiple;

/** The memory of one net: given out once, zeroed, while the net is built, and freed as a whole when nothing refers to the net. */
export class Arena {
  readonly memory: WebAssembly.Memory;
  /** The first bytes stay free: a pointer of 0 would be a mistake. */
  #top = 64;
  /** Blocks that were given back while building, for the next one that needs no more. */
  readonly #free: Block[] = [];

  /** @param isShared whether threads shall see it, which has to be said in advance. */
  constructor(isShared: boolean) {
    this.memory = isShared
      ? new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true })
      : new WebAssembly.Memory({ initial: 1 });
  }

  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  /** @throws OutOfMemoryError where the device, or WebAssembly's four gigabytes, has no more. */
  reserve(floats: number): Block {
    const at = this.#top;
    this.#top += 4 * upTo(4, floats);
    const missing = this.#top - this.bytes;
    if (missing > 0) this.#grow(missing);
    return { at, floats };
  }

  /** A block whose content is undefined: one that was given back, where one fits, or else a new one. */
  borrow(floats: number): Block {
    const fitting = this.#free.filter((block) => block.floats >= floats).toSorted((a, b) => a.floats - b.floats)[0];
    if (fitting === undefined) return this.reserve(floats);
    this.#free.splice(this.#free.indexOf(fitting), 1);
    return fitting;
  }

  giveBack(block: Block): void {
    this.#free.push(block);
  }

  /** The numbers of a block. The view ends where the memory grows: take it after the net was built. */
  view({ at, floats }: Block): Float32Array {
    return new Float32Array(this.memory.buffer, at, floats);
  }

  #grow(bytes: number): void {
    try {
      this.memory.grow(Math.ceil(bytes / PAGE));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new OutOfMemoryError('WebAssembly', `it needs more than ${Math.round(this.#top / 2 ** 20)} MB of memory`);
    }
  }
}
