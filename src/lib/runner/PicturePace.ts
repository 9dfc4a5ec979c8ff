/**
 * Milliseconds of waiting for each millisecond that changing the page took. Large, since what the browser then does to show the
 * change cannot be seen from here: without a GPU, laying out, painting and composing take some twenty times as long.
 */
const waitPerCost = 400;

/** Milliseconds between two pictures: no more than 15 a second, however fast the device, and one a second, however slow. */
const shortestWait = 67;
const longestWait = 1000;

/**
 * Says when a running example draws. Training needs the processor that drawing takes, so the next picture waits as long as the
 * last one was dear. Timers of a hidden tab hardly run; news that comes once the wait is over is drawn without one.
 */
export class PicturePace {
  readonly #draw: () => void;
  readonly #now: () => number;
  #dueAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `draw` returns when the page has been changed; `now` gives milliseconds on a clock that never goes back. */
  constructor(draw: () => void, now: () => number) {
    this.#draw = draw;
    this.#now = now;
  }

  /** There is something new: draws it now if the wait is over, and else as soon as it is, with all that comes until then. */
  news(): void {
    const wait = this.#dueAt - this.#now();
    if (wait <= 0) this.drawNow();
    else this.#timer ??= setTimeout(() => this.drawNow(), wait);
  }

  /** For what a reader waits for: the first picture, a pause, a single step. */
  drawNow(): void {
    this.stop();
    const start = this.#now();
    this.#draw();
    const end = this.#now();
    this.#dueAt = end + Math.min(Math.max((end - start) * waitPerCost, shortestWait), longestWait);
  }

  /** Nothing is drawn any more until there is news. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
