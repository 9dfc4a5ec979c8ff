import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { ExperimentId } from '../../experiments/registry.ts';
import type { RunLog } from '../../experiments/runlog.ts';
import { blockedByTab, fullOfNames, keepingError, noStorage } from './faults.ts';
import type { KeptRun, Run, RunSummary } from './kept-run.ts';
import { readKept, readLogText } from './read-run.ts';
import { ReadingError } from './reading.ts';
import { makeRoom, type Occupant } from './room.ts';

/** What the storage holds is read as if a stranger had written it: an edition of the book with other ideas may have. */
interface Schema extends DBSchema {
  runs: { key: number; value: object; indexes: { experiment: string } };
  /** As JSON, by the keys of `runs`: half the room of numbers, and the list does without. */
  logs: { key: number; value: string };
}

/** A run that was removed, with its numbers, as the storage held it: enough to put it back, even where this edition cannot read it. */
export interface RemovedRun {
  readonly key: number;
  readonly record: object;
  readonly log: string | undefined;
}

/** About what a run takes besides its numbers. */
const bytesOfSummary = 2000;

/** The kept runs of an example, and how many more there are that this edition cannot read. */
export interface KeptRuns {
  readonly runs: readonly KeptRun[];
  readonly unreadable: number;
}

/**
 * The runs that this device keeps, in IndexedDB. The database is open only while something is read or written, so that no tab stands in
 * another's way; what has to fit together happens in one transaction, for the same reason. All methods throw `KeepingError` where the
 * browser gives no storage or no room.
 */
export class RunStore {
  readonly #name: string;

  /** @param name of the database, which all sites of a host share: with the base of ours in it. */
  constructor(name: string) {
    this.#name = name;
  }

  /** The latest first. */
  async list(experiment: ExperimentId): Promise<KeptRuns> {
    const records = await this.#with((db) => db.getAllFromIndex('runs', 'experiment', experiment));
    const runs = records.flatMap((record) => readable(record) ?? []);
    return { runs: runs.sort((a, b) => b.number - a.number), unreadable: records.length - runs.length };
  }

  /** @throws ReadingError where what is kept is not a run's log. */
  async log(key: number): Promise<RunLog> {
    return readLogText(await this.#with((db) => db.get('logs', key)));
  }

  /**
   * Keeps a run, and lets old ones go that have no name. Gives nothing for a run that is kept already.
   *
   * @throws KeepingError where there is no room beside those that have names.
   */
  async keep({ log, ...summary }: Run): Promise<number | undefined> {
    const text = JSON.stringify(log);
    const bytes = text.length + bytesOfSummary;
    return this.#with(async (db) => {
      const tx = db.transaction(['runs', 'logs'], 'readwrite');
      heard(tx.done);
      const runs = tx.objectStore('runs');
      const logs = tx.objectStore('logs');
      const records = await runs.getAll();
      const ofExample = records
        .flatMap((record) => readable(record) ?? [])
        .filter(({ experiment }) => experiment === summary.experiment);
      if (ofExample.some((run) => isSame(run, summary))) return undefined;
      const room = makeRoom(
        records.map((record) => readable(record) ?? unread(record)),
        { experiment: summary.experiment, bytes },
      );
      if ('full' in room) throw fullOfNames(room.full);
      for (const key of room.dropped) await Promise.all([runs.delete(key), logs.delete(key)]);
      const key = await runs.add({ ...summary, when: summary.when.toISOString(), number: nextNumber(ofExample), bytes });
      await Promise.all([logs.add(text, key), tx.done]);
      return key;
    });
  }

  /** Gives a run another name; '' takes its name away. Nothing happens where it is gone. */
  async rename(key: number, name: string): Promise<void> {
    await this.#with(async (db) => {
      const tx = db.transaction('runs', 'readwrite');
      heard(tx.done);
      const record = await tx.store.get(key);
      await Promise.all([record && tx.store.put({ ...record, name }), tx.done]);
    });
  }

  /** Gives what was there under these keys, so that it can be put back. */
  async remove(keys: readonly number[]): Promise<readonly RemovedRun[]> {
    return this.#with(async (db) => {
      const tx = db.transaction(['runs', 'logs'], 'readwrite');
      heard(tx.done);
      const [runs, logs] = [tx.objectStore('runs'), tx.objectStore('logs')];
      const removed: RemovedRun[] = [];
      for (const key of keys) {
        const [record, log] = await Promise.all([runs.get(key), logs.get(key), runs.delete(key), logs.delete(key)]);
        if (record !== undefined) removed.push({ key, record, log });
      }
      await tx.done;
      return removed;
    });
  }

  /** Removes all runs of an example, those that cannot be read too. */
  async removeAll(experiment: ExperimentId): Promise<readonly RemovedRun[]> {
    return this.remove(await this.#with((db) => db.getAllKeysFromIndex('runs', 'experiment', experiment)));
  }

  /**
   * Puts removed runs back, under new keys, and gives those in the same order: none for a run that is kept again already, by import. A
   * run keeps its number unless another has it by now. Nothing makes room for it: what is too much goes when the next run is kept.
   */
  async restore(removed: readonly RemovedRun[]): Promise<readonly (number | undefined)[]> {
    return this.#with(async (db) => {
      const tx = db.transaction(['runs', 'logs'], 'readwrite');
      heard(tx.done);
      const [runs, logs] = [tx.objectStore('runs'), tx.objectStore('logs')];
      const keys: (number | undefined)[] = [];
      const there = (await runs.getAll()).flatMap((record) => readable(record) ?? []);
      for (const { record, log } of removed) {
        const run = readable(record);
        const others = there.filter(({ experiment }) => experiment === run?.experiment);
        if (run !== undefined && others.some((other) => isSame(run, other))) {
          keys.push(undefined);
          continue;
        }
        const isTaken = others.some(({ number }) => number === run?.number);
        const number = isTaken ? { number: nextNumber(others) } : {};
        const keyless = Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'key'));
        const key = await runs.add({ ...keyless, ...number });
        if (log !== undefined) await logs.add(log, key);
        if (run !== undefined) there.push({ ...run, ...number, key });
        keys.push(key);
      }
      await tx.done;
      return keys;
    });
  }

  async #with<T>(task: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    try {
      const db = await this.#open();
      try {
        return await task(db);
      } finally {
        db.close();
      }
    } catch (error) {
      throw keepingError(error);
    }
  }

  async #open(): Promise<IDBPDatabase<Schema>> {
    if (!('indexedDB' in globalThis)) throw noStorage();
    const blocked = Promise.withResolvers<never>();
    const opening = openDB<Schema>(this.#name, 1, {
      upgrade: (db) => {
        db.createObjectStore('runs', { keyPath: 'key', autoIncrement: true }).createIndex('experiment', 'experiment');
        db.createObjectStore('logs');
      },
      blocked: () => blocked.reject(blockedByTab()),
    });
    // One that comes after all is of no use to anyone.
    blocked.promise.catch(() =>
      opening.then(
        (db) => db.close(),
        () => undefined,
      ),
    );
    return Promise.race([opening, blocked.promise]);
  }
}

/** Whether two runs of an example are one run, kept twice. */
const isSame = (a: RunSummary, b: RunSummary): boolean => a.query === b.query && a.when.getTime() === b.when.getTime();

const nextNumber = (runs: readonly KeptRun[]): number => 1 + Math.max(0, ...runs.map(({ number }) => number));

/** The failure of a transaction is told by the request that failed, and not once more. */
const heard = (done: Promise<void>): void => void done.catch(() => undefined);

function readable(record: unknown): KeptRun | undefined {
  try {
    return readKept(record);
  } catch (error) {
    if (error instanceof ReadingError) return undefined;
    throw error;
  }
}

/** What cannot be read goes before all others; its key is the database's own. */
function unread(record: object): Occupant {
  const { key, experiment } = record as { readonly key: number; readonly experiment: string };
  return { key, experiment, name: '', when: new Date(0), bytes: 0 };
}
