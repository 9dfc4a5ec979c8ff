/** Lets one piece of work at a time go on; those that come meanwhile wait, in the order in which they came. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Gives what `work` gives. What fails does not keep the next one. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
