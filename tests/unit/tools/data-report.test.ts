import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportTo } from '../../../src/lib/tools/data/report.ts';
import type { Report } from '../../../src/lib/tools/data/report.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A report, and what it has written so far. */
function record(isTTY: boolean): { report: Report; written: () => string } {
  let text = '';
  const write = (chunk: Uint8Array | string): boolean => {
    text += String(chunk);
    return true;
  };
  return { report: reportTo({ isTTY, write }), written: () => text };
}

describe('in a log', () => {
  it('a bar is a line at every quarter', () => {
    const { report, written } = record(false);
    for (let done = 1; done <= 10; done += 1) report.bar('Shards', done, 10);
    expect(written()).toBe('Shards: 3 of 10\nShards: 5 of 10\nShards: 8 of 10\nShards: 10 of 10\n');
  });

  it('a wait tells its start, every half minute and its end', () => {
    const { report, written } = record(false);
    const stop = report.waiting('Fetching');
    vi.advanceTimersByTime(61_000);
    stop();
    vi.advanceTimersByTime(60_000);
    expect(written()).toBe('Fetching\nFetching: 30 s so far\nFetching: 60 s so far\nFetching: 61 s\n');
  });
});

describe('on a terminal', () => {
  const clear = '\r\u001B[2K';

  it('a bar is redrawn in place and ends its line when it is full', () => {
    const { report, written } = record(true);
    report.bar('Shards', 1, 2);
    report.bar('Shards', 2, 2);
    expect(written()).toBe(`${clear}Shards [############............] 1 of 2${clear}Shards [########################] 2 of 2\n`);
  });

  it('a wait counts seconds in place until it is over', () => {
    const { report, written } = record(true);
    const stop = report.waiting('Fetching');
    vi.advanceTimersByTime(2000);
    stop();
    vi.advanceTimersByTime(5000);
    expect(written()).toBe(`${clear}Fetching … 0 s${clear}Fetching … 1 s${clear}Fetching … 2 s${clear}Fetching … 2 s\n`);
  });

  it('a line that stays clears what was drawn', () => {
    const { report, written } = record(true);
    report.bar('Shards', 1, 2);
    report.line('Done.');
    expect(written().endsWith(`${clear}Done.\n`)).toBe(true);
  });
});
