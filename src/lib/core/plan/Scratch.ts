import type { Arena } from './Arena.ts';

type Purpose = 'input' | 'filter' | 'output' | 'sums';
const purposes: readonly Purpose[] = ['input', 'filter', 'output', 'sums'];

/** Working memory that all convolutions of a net share: as much of each kind as the largest of them needs. */
export class Scratch {
  readonly #sizes: Record<Purpose, number> = { input: 0, filter: 0, output: 0, sums: 0 };
  #at: Readonly<Record<Purpose, number>> | undefined;

  fit(sizes: Readonly<Record<Purpose, number>>): void {
    for (const purpose of purposes) this.#sizes[purpose] = Math.max(this.#sizes[purpose], sizes[purpose]);
  }

  /** Reserves what was asked for; before this, there is no scratch. */
  seal(arena: Arena): void {
    const place = (purpose: Purpose): number => arena.reserve(this.#sizes[purpose]).at;
    this.#at = { input: place('input'), filter: place('filter'), output: place('output'), sums: place('sums') };
  }

  get at(): Readonly<Record<Purpose, number>> {
    if (this.#at === undefined) throw new Error('The scratch of a net was used before the net was built.');
    return this.#at;
  }
}
