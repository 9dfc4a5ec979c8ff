/** Lets pausing be not asking: whoever passes waits while the gate is shut, and `letPass` lets each waiter through once. */
export class Gate {
  #open = true;
  #waiting: (() => void)[] = [];

  get isOpen(): boolean {
    return this.#open;
  }

  open(): void {
    this.#open = true;
    this.letPass();
  }

  shut(): void {
    this.#open = false;
  }

  /** Lets those who wait now through, and leaves the gate as it is. */
  letPass(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  async pass(): Promise<void> {
    if (!this.#open) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
