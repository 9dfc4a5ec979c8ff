import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from './reason.ts';

/** Something that can be timed, be it a page or a process. */
export interface Racer {
  readonly name: string;
  /** Loads engine and net. What a reader should know of the engine, or nothing. */
  open(): Promise<string>;
  /** Milliseconds a step of each of `samples` samples of `steps` steps, each waited for. */
  sample(samples: number, steps: number): Promise<readonly number[]>;
  /** Ends it, also in the middle of a call that hangs. */
  close(): Promise<void>;
}

export interface RaceSettings {
  /** Milliseconds for loading, compiling and warming up, and again for each round. */
  readonly limit: number;
  /** Milliseconds that a sample lasts at least. */
  readonly sampleTime: number;
  readonly say: (line: string) => void;
  readonly now: () => number;
}

export type Outcome =
  | { readonly kind: 'measured'; readonly samples: readonly number[]; readonly steps: number; readonly note: string }
  | { readonly kind: 'cannot'; readonly reason: string };

/** Turns that each racer gets. */
const rounds = 5;

/** Samples of a racer whose steps take over six seconds, which is hopeless, over a tenth of one, and of all faster ones. */
const samplesOf = (step: number): number => (step > 6000 ? rounds : step > 100 ? 4 * rounds : 8 * rounds);

/** Milliseconds of warming up, after the first step. */
const warmUp = 1000;

/**
 * Times all racers in turn, in rounds, so that a disturbance of the machine hits them alike. Only one computes at a time. A racer
 * that fails or outlasts the limit is out; what was measured of it before counts where it is at least a full set of rounds.
 */
export async function race(racers: readonly Racer[], settings: RaceSettings): Promise<readonly Outcome[]> {
  const lanes = racers.map((racer) => new Lane(racer, settings));
  try {
    for (const lane of lanes) await lane.warmUp();
    for (let round = 0; round < rounds; round += 1) {
      for (const lane of lanes) await lane.turn();
    }
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
  return lanes.map((lane) => lane.outcome());
}

class Lane {
  readonly #racer: Racer;
  readonly #settings: RaceSettings;
  readonly #samples: number[] = [];
  #about = '';
  #first = Number.NaN;
  #steps = 0;
  #step = Number.NaN;
  #failure: string | undefined;
  #isClosed = false;

  constructor(racer: Racer, settings: RaceSettings) {
    this.#racer = racer;
    this.#settings = settings;
  }

  /** Loads the racer and lets it compile; learns how long a step takes. */
  async warmUp(): Promise<void> {
    const { now, say } = this.#settings;
    const start = now();
    await this.#guard('loading and warming up', async () => {
      this.#about = await this.#racer.open();
      [this.#first = Number.NaN] = await this.#racer.sample(1, 1);
      let steps = 1;
      for (let spent = 0; spent < warmUp;) {
        [this.#step = Number.NaN] = await this.#racer.sample(1, steps);
        // A clock that stood still counts as its tick.
        spent += Math.max(this.#step * steps, 0.1);
        steps = Math.max(steps, Math.min(2 * steps, Math.ceil(warmUp / 5 / this.#step)));
      }
    });
    const seconds = ((now() - start) / 1000).toFixed(1);
    say(`  ${this.#racer.name}: ${this.#failure ?? `warmed up in ${seconds} s, ${this.#step.toPrecision(3)} ms a step`}`);
  }

  async turn(): Promise<void> {
    await this.#guard('measuring', async () => {
      const steps = Math.max(1, Math.ceil(this.#settings.sampleTime / this.#step));
      const samples = await this.#racer.sample(samplesOf(this.#step) / rounds, steps);
      this.#samples.push(...samples);
      this.#steps += samples.length * steps;
      // Compilers go on improving their code while it runs.
      this.#step = Math.min(this.#step, ...samples);
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#racer.close();
  }

  outcome(): Outcome {
    const { length } = this.#samples;
    if (length < rounds) return { kind: 'cannot', reason: this.#failure ?? 'it was not measured' };
    const notes = [
      ...(this.#about === '' ? [] : [this.#about]),
      ...(this.#first > 1000 && this.#first > 3 * this.#step ? [`first step ${(this.#first / 1000).toFixed(1)} s`] : []),
      ...(this.#failure === undefined ? [] : [`stopped early: ${this.#failure}`]),
    ];
    return { kind: 'measured', samples: this.#samples, steps: this.#steps, note: notes.join('; ') };
  }

  /** Does nothing once the racer failed. */
  async #guard(doing: string, work: () => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      await within(this.#settings.limit, doing, work());
    } catch (error) {
      this.#failure = reasonOf(error);
      await this.close();
    }
  }
}

/** @throws Error where the work takes longer than `limit` milliseconds; it goes on unheard. */
async function within(limit: number, doing: string, work: Promise<void>): Promise<void> {
  const timer = new AbortController();
  const late = sleep(limit, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`${doing} took over ${limit / 1000} s`);
  });
  late.catch(() => undefined);
  work.catch(() => undefined);
  try {
    await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
