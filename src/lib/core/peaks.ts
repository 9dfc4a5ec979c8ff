/** What a step measured that may jump: its loss, and the norm of its gradient before clipping. */
export interface Jumping {
  readonly loss: number;
  readonly norm: number;
}

const none: Jumping = { loss: -Infinity, norm: -Infinity };

/** The largest of each since they were last taken: between two measurements a jump would not be seen. */
export class Peaks {
  #largest: Jumping;

  constructor(largest = none) {
    this.#largest = largest;
  }

  /** For a checkpoint. */
  get largest(): Jumping {
    return this.#largest;
  }

  see({ loss, norm }: Jumping): void {
    this.#largest = { loss: Math.max(this.#largest.loss, loss), norm: Math.max(this.#largest.norm, norm) };
  }

  take(): Jumping {
    const taken = this.#largest;
    this.#largest = none;
    return taken;
  }
}
