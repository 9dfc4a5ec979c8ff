import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runInOrder, type Job } from '../../setup/schedule.ts';

/** Runs jobs, each of which takes so many turns, and tells what began and what ended, in order. */
async function eventsOf(jobs: readonly (Job & { readonly turns?: number })[]): Promise<string[]> {
  const events: string[] = [];
  await runInOrder(jobs, async ({ name, turns = 1 }) => {
    events.push(`${name} begins`);
    for (let i = 0; i < turns; i++) await turn();
    events.push(`${name} ends`);
  });
  return events;
}

describe('jobs run in their order', () => {
  it('one after the other', async () => {
    expect(await eventsOf([{ name: 'a' }, { name: 'b' }])).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('two light ones at a time, and the next once there is room', async () => {
    const jobs = ['a', 'b', 'c'].map((name, i) => ({ name, isLight: true, turns: [2, 6, 2][i] ?? 0 }));
    expect(await eventsOf(jobs)).toEqual(['a begins', 'b begins', 'a ends', 'c begins', 'c ends', 'b ends']);
  });

  it('but a heavy one never beside another', async () => {
    const jobs = [{ name: 'a', isLight: true, turns: 3 }, { name: 'heavy' }, { name: 'b', isLight: true, turns: 1 }];
    expect(await eventsOf(jobs)).toEqual(['a begins', 'b begins', 'b ends', 'a ends', 'heavy begins', 'heavy ends']);
  });

  it('each after those that it waits for, where these run at all', async () => {
    const jobs = [
      { name: 'a', isLight: true, after: ['b', 'elsewhere'] },
      { name: 'b', isLight: true },
    ];
    expect(await eventsOf(jobs)).toEqual(['b begins', 'b ends', 'a begins', 'a ends']);
  });
});

it('jobs that wait for each other are named', async () => {
  const jobs = [{ name: 'a' }, { name: 'b', after: ['c'] }, { name: 'c', after: ['b'] }];
  await expect(eventsOf(jobs)).rejects.toThrow(new Error('These wait for each other: b, c.'));
});

it('what a job throws is thrown on', async () => {
  await expect(runInOrder([{ name: 'a' }], () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
});
