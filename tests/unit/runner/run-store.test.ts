import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { mostRuns } from '../../../src/lib/runner/history/room.ts';
import { RunStore } from '../../../src/lib/runner/history/RunStore.ts';
import { aRun } from './runs.ts';

const store = new RunStore('runs of a test');
const at = (second: number): Date => new Date(1_800_000_000_000 + 1000 * second);

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});
afterAll(() => {
  vi.unstubAllGlobals();
  // Other tests of this process know no database.
  for (const name of Object.getOwnPropertyNames(globalThis))
    if (/^(IDB|indexedDB)/.test(name)) Reflect.deleteProperty(globalThis, name);
});

/** Puts a record into the database as another edition of the book might have. */
async function tamper(change: (record: object) => object): Promise<void> {
  const db = await openDB('runs of a test');
  for (const record of (await db.getAll('runs')) as object[]) await db.put('runs', change(record));
  db.close();
}

describe('the runs on this device', () => {
  it('are listed without their numbers, the latest first, and counted for each example', async () => {
    const key = await store.keep(aRun({ when: at(1) }));
    await store.keep(aRun({ when: at(2), name: 'second' }));
    await store.keep(aRun({ experiment: 'residual-mlp', query: '?e=residual-mlp', when: at(3) }));
    const { runs, unreadable } = await store.list('degradation');
    expect(runs.map(({ number, name }) => [number, name])).toEqual([[2, 'second'], [1, '']]); // prettier-ignore
    expect(runs[1]).toMatchObject({ key, when: at(1), query: aRun().query, verdict: aRun().verdict, digests: aRun().digests });
    expect(runs[0]?.bytes).toBeGreaterThan(2000);
    expect(unreadable).toBe(0);
    expect((await store.list('residual-mlp')).runs[0]?.number).toBe(1);
  });

  it('have their numbers at hand by their key, those that were not finite too', async () => {
    const log = { plain20: { trainLoss: { x: [0, 1], y: [2.5, Number.NaN] } } };
    const key = await store.keep(aRun({ log }));
    expect(await store.log(key ?? 0)).toEqual(log);
  });

  it('hold no run twice', async () => {
    await store.keep(aRun());
    expect(await store.keep(aRun({ name: 'again' }))).toBeUndefined();
    expect((await store.list('degradation')).runs).toHaveLength(1);
  });

  it('can be named, and removed one by one or all of an example', async () => {
    const [a = 0, b = 0] = [await store.keep(aRun({ when: at(1) })), await store.keep(aRun({ when: at(2) }))];
    const other = await store.keep(aRun({ experiment: 'residual-mlp', query: '?e=residual-mlp' }));
    await store.rename(a, 'mine');
    await store.rename(999, 'nobody');
    await store.remove([b]);
    expect((await store.list('degradation')).runs.map(({ key, name }) => [key, name])).toEqual([[a, 'mine']]);
    await expect(store.log(b)).rejects.toThrow('"log" is missing; it must be a text.');
    await store.removeAll('degradation');
    expect((await store.list('degradation')).runs).toEqual([]);
    expect((await store.list('residual-mlp')).runs[0]?.key).toBe(other);
  });

  it('come back as they were when they are put back, in a database that was cleared in between too', async () => {
    const named = aRun({ when: at(1), name: 'mine' });
    for (const run of [named, aRun({ when: at(2) }), aRun({ when: at(3) })]) await store.keep(run);
    const before = (await store.list('degradation')).runs;
    const removed = await store.removeAll('degradation');
    expect(removed).toHaveLength(3);
    const keys = await store.restore(removed);
    const { runs } = await store.list('degradation');
    expect(runs.map((run) => ({ ...run, key: 0 }))).toEqual(before.map((run) => ({ ...run, key: 0 })));
    expect(await store.log(keys[0] ?? 0)).toEqual(named.log);
    const again = await store.removeAll('degradation');
    vi.stubGlobal('indexedDB', new IDBFactory());
    await store.keep(aRun({ experiment: 'residual-mlp', query: '?e=residual-mlp' }));
    await store.restore(again);
    expect((await store.list('degradation')).runs).toHaveLength(3);
    expect((await store.list('residual-mlp')).runs).toHaveLength(1);
  });

  it('that are put back take another number where theirs was given away, and are not kept twice', async () => {
    const key = (await store.keep(aRun({ when: at(1) }))) ?? 0;
    const removed = await store.remove([key]);
    await store.keep(aRun({ when: at(2) }));
    await store.restore(removed);
    expect((await store.list('degradation')).runs.map(({ number, when }) => [number, when])).toEqual([[2, at(1)], [1, at(2)]]); // prettier-ignore
    expect(await store.restore(removed)).toEqual([undefined]);
    expect((await store.list('degradation')).runs).toHaveLength(2);
  });

  it('that nobody can read come back too, byte for byte', async () => {
    await store.keep(aRun());
    await tamper((record) => ({ ...record, backend: 'abacus', from: 'another edition' }));
    const [removed] = await store.removeAll('degradation');
    expect(await store.list('degradation')).toEqual({ runs: [], unreadable: 0 });
    await store.restore(removed ? [removed] : []);
    expect(await store.list('degradation')).toMatchObject({ unreadable: 1 });
    const [restored] = await store.removeAll('degradation');
    expect(restored).toEqual({ ...removed, key: restored?.key, record: { ...removed?.record, key: restored?.key } });
  });

  it('make room for the newest: the oldest without a name goes, with its numbers', async () => {
    const keys: number[] = [];
    for (let i = 0; i < mostRuns; i++) keys.push((await store.keep(aRun({ when: at(i) }))) ?? 0);
    await store.rename(keys[0] ?? 0, 'dear');
    await store.keep(aRun({ when: at(100) }));
    const kept = (await store.list('degradation')).runs.map(({ key }) => key);
    expect(kept).toHaveLength(mostRuns);
    expect(kept).toContain(keys[0]);
    expect(kept).not.toContain(keys[1]);
    await expect(store.log(keys[1] ?? 0)).rejects.toThrow();
  });

  it('refuse another where all have names, and say what to do', async () => {
    for (let i = 0; i < mostRuns; i++) await store.keep(aRun({ when: at(i), name: `run ${i}` }));
    await expect(store.keep(aRun({ when: at(100) }))).rejects.toMatchObject({
      isFull: true,
      message:
        'This run was not kept: the runs of this example that have names take all the room there is for them. Export and delete some under “Runs kept on this device”.',
    });
    expect((await store.list('degradation')).runs).toHaveLength(mostRuns);
  });

  it('that cannot be read are counted, are the first to go, and go with all', async () => {
    for (let i = 0; i < mostRuns; i++) await store.keep(aRun({ when: at(i) }));
    await tamper((record) => ('number' in record && record.number === 7 ? { ...record, backend: 'abacus' } : record));
    expect(await store.list('degradation')).toMatchObject({ unreadable: 1 });
    // One more run than there is room for: what nobody can read makes it.
    await store.keep(aRun({ when: at(100) }));
    const { runs, unreadable } = await store.list('degradation');
    expect([runs.length, unreadable]).toEqual([mostRuns, 0]);
    expect(runs.map(({ number }) => number)).toContain(1);
    await tamper((record) => ({ ...record, backend: 'abacus' }));
    await store.removeAll('degradation');
    expect(await store.list('degradation')).toEqual({ runs: [], unreadable: 0 });
  });
});

describe('a storage that does not answer as it should', () => {
  const list = (): Promise<unknown> => store.list('degradation');

  it('is none, in a browser without it', async () => {
    vi.stubGlobal('indexedDB', undefined);
    Reflect.deleteProperty(globalThis, 'indexedDB');
    await expect(list()).rejects.toThrow(/^This browser lets the page keep nothing/);
  });

  it.each([
    ['SecurityError', /^This browser lets the page keep nothing/],
    ['InvalidStateError', /^This browser lets the page keep nothing/],
    ['QuotaExceededError', /^The browser has no room left for this site\. Delete kept runs or saved chapters/],
    ['DataCloneError', /^what the browser said$/],
  ])('is told in words where it says %s', async (name, message) => {
    const open = (): never => {
      throw new DOMException('what the browser said', name);
    };
    vi.stubGlobal('indexedDB', { open });
    await expect(list()).rejects.toThrow(message);
  });

  it('is that of a newer edition, open in another tab', async () => {
    (await openDB('runs of a test', 2)).close();
    await expect(list()).rejects.toThrow(
      'A newer edition of this book has been open in this browser. Reload the page to use the kept runs.',
    );
  });

  it('is held by an older edition in another tab, and is no longer once that is closed', async () => {
    // Ours is opened as if it were of a later version.
    const held = await openDB('runs of a test', 1, { upgrade: (db) => void db.createObjectStore('old') });
    const real = indexedDB;
    vi.stubGlobal('indexedDB', { open: (name: string) => real.open(name, 3) });
    await expect(list()).rejects.toThrow(
      'Another tab has an older edition of this book open, which holds the kept runs. Close or reload it, and try again.',
    );
    held.close();
  });
});
