import type { ExperimentId } from '../experiments/registry.ts';
import type { RunLog } from '../experiments/runlog.ts';
import { longestName, summaryOf, titleOf, type KeptRun } from './history/kept-run.ts';
import { readRunsFile, runsToFile } from './history/runs-file.ts';
import type { RemovedRun, RunStore } from './history/RunStore.ts';

/** Kept runs that a figure shows at once: as many as can be told apart. */
export const mostShown = 4;

/** A kept run in the figure. The slot, from 0, is its own for as long as it is shown. */
export interface ShownRun {
  readonly run: KeptRun;
  readonly log: RunLog;
  readonly slot: number;
}

/** What was deleted last, which can be put back until something else is deleted or the page is left. */
export interface Deletion {
  readonly words: string;
  /** Of the run that it was, by which it has its place in the list; 0 for all runs. */
  readonly number: number;
  readonly runs: readonly RemovedRun[];
  /** Those of them that were in the figure. */
  readonly shown: readonly ShownRun[];
}

/** The kept runs of one example: what of them is listed and shown, and what the reader does with them. */
export class RunHistory {
  /** The latest first. */
  runs = $state.raw<readonly KeptRun[]>([]);
  shown = $state.raw<readonly ShownRun[]>([]);
  /** How many more are kept that this edition of the book cannot read. */
  unreadable = $state(0);
  deletion = $state.raw<Deletion>();
  /** What was done last, or why it was not, in the reader's words. */
  message = $state('');

  readonly #id: ExperimentId;
  readonly #store: RunStore;

  constructor(id: ExperimentId, store: RunStore) {
    this.#id = id;
    this.#store = store;
  }

  /** Reads anew what is kept: another run may have ended, or another tab may have changed something. */
  async reload(): Promise<void> {
    await this.#attempt(() => this.#read());
  }

  isShown(key: number): boolean {
    return this.shown.some(({ run }) => run.key === key);
  }

  /** Shows a run in the figure, or takes it out. */
  async toggle(run: KeptRun): Promise<void> {
    const { key } = run;
    this.message = '';
    if (this.isShown(key)) {
      this.shown = this.shown.filter((one) => one.run.key !== key);
      return;
    }
    await this.#attempt(async () => {
      const log = await this.#store.log(key);
      const slot = Array.from({ length: mostShown }, (_, i) => i).find((i) => this.shown.every((one) => one.slot !== i));
      if (slot === undefined) this.message = `The figure shows ${mostShown} kept runs at once; take one out to show another.`;
      else if (!this.isShown(key)) this.shown = [...this.shown, { run, log, slot }];
    });
  }

  async rename(run: KeptRun, name: string): Promise<void> {
    await this.#attempt(async () => {
      await this.#store.rename(run.key, name.trim().slice(0, longestName));
      await this.#read();
    });
  }

  async remove(run: KeptRun): Promise<void> {
    await this.#delete(titleOf(run), run.number, () => this.#store.remove([run.key]));
  }

  async removeAll(): Promise<void> {
    await this.#delete(undefined, 0, () => this.#store.removeAll(this.#id));
  }

  /** Puts back what was deleted last, into the figure too where there is room for it. Gives the run, where it was a single one. */
  async undo(): Promise<KeptRun | undefined> {
    return this.#attempt(async () => {
      const { deletion } = this;
      if (deletion === undefined) return undefined;
      const keys = await this.#store.restore(deletion.runs);
      this.deletion = undefined;
      await this.#read();
      const back = deletion.shown.flatMap((one) => {
        const key = keys[deletion.runs.findIndex((removed) => removed.key === one.run.key)];
        const run = this.runs.find((kept) => kept.key === key);
        return run === undefined || this.shown.some(({ slot }) => slot === one.slot) ? [] : [{ ...one, run }];
      });
      if (back.length > 0) this.shown = [...this.shown, ...back];
      const known = keys.filter((key) => key === undefined).length;
      const only = keys.length === 1 ? this.runs.find(({ key }) => key === keys[0]) : undefined;
      this.message = [
        `Put back ${only === undefined ? counted(keys.length - known) : titleOf(only)}.`,
        ...(known > 0 ? [`Kept already: ${known}.`] : []),
      ].join(' ');
      return only;
    });
  }

  /** The text of a file with all runs, or with those in the figure; undefined where they cannot be read, which is told. */
  async export(which: 'all' | 'shown'): Promise<string | undefined> {
    const wanted = this.runs.filter(({ key }) => which === 'all' || this.isShown(key));
    return this.#attempt(async () => {
      const runs = await Promise.all(wanted.map(async (run) => ({ ...summaryOf(run), log: await this.#store.log(run.key) })));
      this.message = `Exported ${counted(runs.length)}.`;
      return runsToFile(runs);
    });
  }

  /** @param load gets examples ready that the page does not show. */
  async import(file: File, load: (ids: readonly ExperimentId[]) => Promise<void>): Promise<void> {
    await this.#attempt(async () => {
      const { runs, notes } = await readRunsFile(file, load);
      let [own, foreign, known] = [0, 0, 0];
      const told = [...notes];
      // The oldest first, so that their numbers follow their dates.
      for (const run of runs.toSorted((a, b) => a.when.getTime() - b.when.getTime())) {
        try {
          if ((await this.#store.keep(run)) === undefined) known++;
          else if (run.experiment === this.#id) own++;
          else foreign++;
        } catch (error) {
          told.push(messageOf(error));
          break;
        }
      }
      await this.#read();
      const parts = [
        `Imported ${counted(own + foreign)}.`,
        foreign > 0 ? `Of other examples: ${foreign}; you find them there.` : '',
        known > 0 ? `Kept already: ${known}.` : '',
      ];
      this.message = [...parts, ...told].filter((part) => part !== '').join(' ');
    });
  }

  async #read(): Promise<void> {
    const { runs, unreadable } = await this.#store.list(this.#id);
    this.runs = runs;
    this.unreadable = unreadable;
    // Of the runs in the figure, some may be gone, or have another name.
    if (this.shown.some(({ run }) => runs.find(({ key }) => key === run.key)?.name !== run.name)) {
      this.shown = this.shown.flatMap((one) => {
        const run = runs.find(({ key }) => key === one.run.key);
        return run === undefined ? [] : [{ ...one, run }];
      });
    }
    if (unreadable > 0) {
      this.message = `${counted(unreadable)} kept by another edition of the book cannot be read by this one. “Delete all” removes them too.`;
    }
  }

  async #delete(title: string | undefined, number: number, task: () => Promise<readonly RemovedRun[]>): Promise<void> {
    await this.#attempt(async () => {
      const runs = await task();
      const words = title ?? counted(runs.length);
      const shown = this.shown.filter(({ run }) => runs.some(({ key }) => key === run.key));
      // Another tab may have been faster: then there is nothing to put back.
      if (runs.length > 0) this.deletion = { words, number, runs, shown };
      await this.#read();
      this.message = `Deleted ${words}.`;
    });
  }

  /** What fails is told, and harms nothing else. */
  async #attempt<T>(task: () => Promise<T>): Promise<T | undefined> {
    try {
      return await task();
    } catch (error) {
      this.message = messageOf(error);
      return undefined;
    }
  }
}

const counted = (runs: number): string => (runs === 1 ? '1 run' : `${runs} runs`);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
