/** A round of steps shorter than this is doubled, one longer than `LONG` is halved (milliseconds). */
const SHORT = 25;
const LONG = 100;

/** How many steps to ask a GPU for before reading: many where they are short, since each read waits, few where they are long, since pictures wait. */
export class Pace {
  #steps = 1;

  get steps(): number {
    return this.#steps;
  }

  took(milliseconds: number): void {
    if (milliseconds < SHORT) this.#steps *= 2;
    else if (milliseconds > LONG) this.#steps = Math.max(1, this.#steps >> 1);
    this.#steps = Math.min(this.#steps, 1024);
  }
}
