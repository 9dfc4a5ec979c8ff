import { kernelsOver, type WasmExports } from './exports.ts';
import { isWorthSharing, sharedKernels, shares, type SharedKernel } from './shares.ts';

/**
 * Threads that share out the large kernels of a step. All of them see one memory. The thread that trains writes a task down, wakes
 * the helpers, does its own part, and waits until theirs are done; a step has some sixty such tasks, too many for messages.
 *
 * Results do not depend on the number of threads, nor on timing: see `shares.ts`.
 */

/** Places in the task: how many tasks there were, how many helpers joined, how many are done, which kernel, its arguments. */
const TICKET = 0;
const JOINED = 1;
const DONE = 2;
const KERNEL = 3;
const ARGUMENTS = 4;
const LENGTH = 16;

/** In place of a kernel's number: leave. */
const LEAVE = -1;

/** Looks at a number before a thread falls asleep: some tens of microseconds, as long as the small kernels between two tasks. */
const PATIENCE = 20_000;

/** Returns when the number at a place of the task is at least `value`: soon where it is so soon, and else without keeping a core busy. */
function until(task: Int32Array, place: number, value: number): void {
  for (let i = 0; i < PATIENCE && Atomics.load(task, place) < value; i += 1);
  for (let now = Atomics.load(task, place); now < value; now = Atomics.load(task, place)) Atomics.wait(task, place, now);
}

/** What a helper needs to join: sent once, as a message. */
export interface Contract {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly task: Int32Array<SharedArrayBuffer>;
  readonly part: number;
  readonly parts: number;
}

/** A thread that can be told to join: it calls `help` with the contract. */
export interface Helper {
  join(contract: Contract): void;
}

/** Serves in a helper's thread until it is told to leave. Blocks the thread. */
export function help({ module, memory, task, part, parts }: Contract): void {
  const run = kernelsOver(memory, module);
  Atomics.add(task, JOINED, 1);
  for (let ticket = 1; ; ticket += 1) {
    until(task, TICKET, ticket);
    const kernel = sharedKernels[task[KERNEL] ?? LEAVE];
    if (kernel === undefined) return;
    shares[kernel](run, [...task.subarray(ARGUMENTS)], part, parts);
    Atomics.add(task, DONE, 1);
    Atomics.notify(task, DONE);
  }
}

/** The kernels over a memory that helpers share, the large ones shared out. */
export class Crew {
  readonly run: WasmExports;
  readonly #kernels: WasmExports;
  readonly #task = new Int32Array(new SharedArrayBuffer(4 * LENGTH));
  readonly #parts: number;
  #ticket = 0;

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, helpers: readonly Helper[]) {
    this.#kernels = kernelsOver(memory, module);
    this.#parts = helpers.length + 1;
    helpers.forEach((helper, i) => helper.join({ module, memory, task: this.#task, part: i + 1, parts: this.#parts }));
    const shared =
      (kernel: SharedKernel) =>
      (...args: number[]) =>
        this.#share(kernel, args);
    this.run = {
      ...this.#kernels,
      correlate: shared('correlate'),
      correlateFilter: shared('correlateFilter'),
      spread: shared('spread'),
    };
  }

  /** Lets the helpers go, who can join another crew then. */
  dismiss(): void {
    this.#task[KERNEL] = LEAVE;
    this.#announce();
  }

  #share(kernel: SharedKernel, args: readonly number[]): void {
    // A helper that could not start never joins: then the work is done without any.
    const haveJoined = Atomics.load(this.#task, JOINED) === this.#parts - 1;
    if (!haveJoined || !isWorthSharing[kernel](args)) {
      shares[kernel](this.#kernels, args, 0, 1);
      return;
    }
    this.#task[KERNEL] = sharedKernels.indexOf(kernel);
    this.#task.set(args, ARGUMENTS);
    Atomics.store(this.#task, DONE, 0);
    this.#announce();
    shares[kernel](this.#kernels, args, 0, this.#parts);
    until(this.#task, DONE, this.#parts - 1);
  }

  #announce(): void {
    this.#ticket += 1;
    Atomics.store(this.#task, TICKET, this.#ticket);
    Atomics.notify(this.#task, TICKET);
  }
}
