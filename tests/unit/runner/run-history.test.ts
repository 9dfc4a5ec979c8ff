import { describe, expect, it } from 'vitest';
import type { ExperimentId } from '../../../src/lib/experiments/registry.ts';
import type { RunLog } from '../../../src/lib/experiments/runlog.ts';
import { fullOfNames, noStorage } from '../../../src/lib/runner/history/faults.ts';
import { keepRun, type Ended } from '../../../src/lib/runner/history/keep-run.ts';
import type { KeptRun, Run } from '../../../src/lib/runner/history/kept-run.ts';
import { runsToFile } from '../../../src/lib/runner/history/runs-file.ts';
import type { KeptRuns, RemovedRun, RunStore } from '../../../src/lib/runner/history/RunStore.ts';
import { initialState } from '../../../src/lib/runner/state.ts';
import { mostShown, RunHistory } from '../../../src/lib/runner/RunHistory.svelte.ts';
import { experimentOf } from '../../../src/lib/experiments/registry.ts';
import { aRun } from './runs.ts';

/** A store in memory, and what it says when it is asked to fail. */
class MemoryStore implements Pick<RunStore, 'list' | 'log' | 'keep' | 'rename' | 'remove' | 'removeAll' | 'restore'> {
  kept: (KeptRun & Run)[] = [];
  keys = 0;
  fault: Error | undefined;
  unreadable = 0;

  async list(experiment: ExperimentId): Promise<KeptRuns> {
    if (this.fault) throw this.fault;
    const runs = this.kept.filter((run) => run.experiment === experiment).sort((a, b) => b.number - a.number);
    return { runs, unreadable: this.unreadable };
  }
  async log(key: number): Promise<RunLog> {
    const run = this.kept.find((one) => one.key === key);
    if (run === undefined) throw new Error('"log" is missing; it must be a text.');
    return run.log;
  }
  async keep(run: Run): Promise<number | undefined> {
    if (this.fault) throw this.fault;
    if (this.kept.some(({ when, query }) => when.getTime() === run.when.getTime() && query === run.query)) return undefined;
    const key = ++this.keys;
    this.kept.push({ ...run, key, number: key, bytes: 0 });
    return key;
  }
  async rename(key: number, name: string): Promise<void> {
    this.kept = this.kept.map((run) => (run.key === key ? { ...run, name } : run));
  }
  async remove(keys: readonly number[]): Promise<readonly RemovedRun[]> {
    if (this.fault) throw this.fault;
    const removed = this.kept.filter(({ key }) => keys.includes(key));
    this.kept = this.kept.filter(({ key }) => !keys.includes(key));
    return removed.map((record) => ({ key: record.key, record, log: undefined }));
  }
  async removeAll(experiment: ExperimentId): Promise<readonly RemovedRun[]> {
    return this.remove(this.kept.filter((run) => run.experiment === experiment).map(({ key }) => key));
  }
  async restore(removed: readonly RemovedRun[]): Promise<readonly (number | undefined)[]> {
    if (this.fault) throw this.fault;
    return removed.map(({ record }) => {
      const run = record as KeptRun & Run;
      if (this.kept.some(({ when }) => when.getTime() === run.when.getTime())) return undefined;
      const key = ++this.keys;
      this.kept.push({ ...run, key });
      return key;
    });
  }
}

async function withRuns(count: number): Promise<{ readonly store: MemoryStore; readonly history: RunHistory }> {
  const store = new MemoryStore();
  for (let i = 1; i <= count; i++) await store.keep(aRun({ when: new Date(1000 * i) }));
  const history = new RunHistory('degradation', store as unknown as RunStore);
  await history.reload();
  return { store, history };
}

const keys = (runs: readonly { readonly key: number }[]): number[] => runs.map(({ key }) => key);
const showFirst = async (history: RunHistory, count: number): Promise<void> => {
  for (const run of history.runs.slice(0, count)) await history.toggle(run);
};
const file = (runs: readonly Run[]): File => new File([runsToFile(runs)], 'runs.json');
const load = (): Promise<void> => Promise.resolve();

describe('the kept runs in the figure', () => {
  it('keep their slots while others come and go', async () => {
    const { history } = await withRuns(4);
    await showFirst(history, 3);
    const [, second] = history.shown;
    if (second) await history.toggle(second.run);
    const last = history.runs.at(-1);
    if (last) await history.toggle(last);
    expect(history.shown.map(({ run, slot }) => [run.key, slot])).toEqual([[4, 0], [2, 2], [1, 1]]); // prettier-ignore
  });

  it('are four at most, and the fifth is refused in words', async () => {
    const { history } = await withRuns(5);
    await showFirst(history, 5);
    expect(history.shown).toHaveLength(mostShown);
    expect(history.message).toBe('The figure shows 4 kept runs at once; take one out to show another.');
    await showFirst(history, 1);
    expect(history.message).toBe('');
  });

  it('follow what becomes of them: another name, or none of them left', async () => {
    const { store, history } = await withRuns(2);
    await showFirst(history, 2);
    const { shown } = history;
    await history.reload();
    expect(history.shown).toBe(shown);
    const [run] = history.runs;
    if (run) await history.rename(run, `  ${'n'.repeat(70)}`);
    expect(history.shown[0]?.run.name).toBe('n'.repeat(60));
    // In another tab.
    await store.remove([1]);
    await history.reload();
    expect(history.shown.map((one) => one.run.key)).toEqual([2]);
  });

  it('are not there where their numbers are gone, and the reader is told', async () => {
    const { store, history } = await withRuns(1);
    await store.remove([1]);
    await showFirst(history, 1);
    expect(history.shown).toEqual([]);
    expect(history.message).toContain('"log" is missing');
  });
});

describe('what the reader does with kept runs', () => {
  it('is to delete one, or all', async () => {
    const { history } = await withRuns(3);
    const [run] = history.runs;
    if (run) await history.remove(run);
    expect([keys(history.runs), history.message]).toEqual([[2, 1], 'Deleted run 3.']);
    await history.removeAll();
    expect([history.runs, history.message]).toEqual([[], 'Deleted 2 runs.']);
  });

  it('is to put back what was deleted last, and only that', async () => {
    const { history } = await withRuns(3);
    const [third, second] = history.runs;
    if (third) await history.remove(third);
    expect(history.deletion).toMatchObject({ words: 'run 3', number: 3 });
    if (second) await history.remove(second);
    expect(await history.undo()).toMatchObject({ number: 2 });
    expect([history.runs.map(({ number }) => number), history.message]).toEqual([[2, 1], 'Put back run 2.']);
    expect(history.deletion).toBeUndefined();
    expect(await history.undo()).toBeUndefined();
    await history.removeAll();
    expect(await history.undo()).toBeUndefined();
    expect([history.runs.map(({ number }) => number), history.message]).toEqual([[2, 1], 'Put back 2 runs.']);
  });

  it('has a run that is put back in the figure again, where its place there is free', async () => {
    const { history } = await withRuns(5);
    await showFirst(history, 4);
    const shown = (): unknown => history.shown.map(({ run, slot }) => [run.number, slot]);
    await history.removeAll();
    expect(history.shown).toEqual([]);
    await history.undo();
    expect(shown()).toEqual([[5, 0], [4, 1], [3, 2], [2, 3]]); // prettier-ignore
    const [run] = history.runs;
    if (run) await history.remove(run);
    const last = history.runs.at(-1);
    if (last) await history.toggle(last);
    await history.undo();
    expect(shown()).toEqual([[4, 1], [3, 2], [2, 3], [1, 0]]); // prettier-ignore
  });

  it('loses nothing where a run was imported again before it was put back, or cannot be put back', async () => {
    const { store, history } = await withRuns(2);
    const all = new File([(await history.export('all')) ?? ''], 'runs.json');
    await history.removeAll();
    store.fault = noStorage();
    await history.undo();
    expect(history.message).toMatch(/^This browser lets the page keep nothing/);
    expect(history.deletion).toMatchObject({ words: '2 runs' });
    store.fault = undefined;
    await history.import(all, load);
    await history.undo();
    expect([history.runs.length, history.message]).toEqual([2, 'Put back 0 runs. Kept already: 2.']);
  });

  it('offers nothing to put back where another tab has deleted the run before', async () => {
    const { store, history } = await withRuns(1);
    const [run] = history.runs;
    await store.remove([1]);
    if (run) await history.remove(run);
    expect([history.runs, history.deletion]).toEqual([[], undefined]);
  });

  it('is to export all, or those in the figure, and to import them elsewhere', async () => {
    const { history } = await withRuns(3);
    await showFirst(history, 1);
    const text = await history.export('shown');
    expect(history.message).toBe('Exported 1 run.');
    expect((JSON.parse(text ?? '') as { runs: object[] }).runs).toHaveLength(1);
    const all = new File([(await history.export('all')) ?? ''], 'runs.json');

    const other = await withRuns(0);
    await other.history.import(all, load);
    expect([keys(other.history.runs), other.history.message]).toEqual([[3, 2, 1], 'Imported 3 runs.']);
    expect(other.store.kept[0]?.log).toEqual(aRun().log);
    await other.history.import(all, load);
    expect(other.history.message).toBe('Imported 0 runs. Kept already: 3.');
  });

  it('may import runs of other examples too, and runs that cannot all be used', async () => {
    const { history } = await withRuns(0);
    const foreign = aRun({ experiment: 'residual-mlp', query: '?e=residual-mlp' });
    await history.import(file([foreign, aRun(), aRun({ seconds: -1 })]), load);
    expect(history.message).toBe(
      'Imported 2 runs. Of other examples: 1; you find them there. Run 3 of the file was left out. "seconds" is -1; it must be a number of 0 or more.',
    );
  });

  it('ends where there is no room, with what came before', async () => {
    const { store, history } = await withRuns(1);
    store.fault = fullOfNames('example');
    await history.import(file([aRun()]), load);
    expect(history.message).toMatch(/^This run was not kept/);
    expect(keys(history.runs)).toEqual([1]);
  });

  it('is told where nothing can be kept, or where another edition left something', async () => {
    const { store, history } = await withRuns(0);
    store.unreadable = 2;
    await history.reload();
    expect(history.message).toBe(
      '2 runs kept by another edition of the book cannot be read by this one. “Delete all” removes them too.',
    );
    store.fault = noStorage();
    await history.reload();
    expect(history.message).toMatch(/^This browser lets the page keep nothing/);
  });
});

describe('keeping a run that ended', () => {
  /** As a runner has it: some of it on its prototype. */
  class EndedRun {
    readonly id = 'degradation' as const;
    readonly experiment = experimentOf('degradation');
    readonly claims = [{ text: 'Depth hurts.', status: 'failed', evidence: '1 against 2' }] as const;
    readonly live = {
      picture: { plain20: { trainLoss: { x: [0, 1], y: [1 / 3, 2] } } },
      backend: 'wasm' as const,
      seconds: 3,
      digests: { plain20: '00' },
      divergences: { plain56: { step: 3, layer: 'block 1', tensor: 'loss', signal: [], layers: [], history: [] } as const },
    };
    get status() {
      return 'diverged' as const;
    }
    get verdict() {
      return { kind: 'differs', sentence: 'This run left the finite numbers.' } as const;
    }
    readonly state = { ...initialState(experimentOf('degradation')), seed: 3 };
    readonly recording = undefined;
  }
  const ended: Ended = new EndedRun();
  const now = (): Date => new Date(5000);

  it('takes what the list and the charts need, and knows the run again', async () => {
    const store = new MemoryStore();
    const kept = await keepRun(ended, store, now);
    expect(kept).toEqual({ of: ended.live.picture, problem: '', isFull: false });
    expect(kept.of).toBe(ended.live.picture);
    expect(store.kept[0]).toMatchObject({
      experiment: 'degradation',
      name: '',
      when: now(),
      query: '?e=degradation&seed=3',
      outcome: 'diverged',
      backend: 'wasm',
      seconds: 3,
      verdict: 'This run left the finite numbers.',
      claims: [{ text: 'Depth hurts.', status: 'failed' }],
      digests: { plain20: '00' },
      divergences: { plain56: { step: 3, layer: 'block 1', tensor: 'loss' } },
      log: { plain20: { trainLoss: { x: [0, 1], y: [0.33333, 2] } } },
    });
  });

  it('calls a run that is neither done nor diverged a stopped one', async () => {
    const store = new MemoryStore();
    await keepRun({ ...ended, status: 'idle', verdict: undefined }, store, now);
    expect(store.kept[0]).toMatchObject({ outcome: 'stopped', verdict: '' });
  });

  it.each([
    [noStorage(), false],
    [fullOfNames('device'), true],
  ])('never fails: it says why not, %#', async (fault, isFull) => {
    const store = new MemoryStore();
    store.fault = fault;
    expect(await keepRun(ended, store, now)).toEqual({ of: ended.live.picture, problem: fault.message, isFull });
  });
});
