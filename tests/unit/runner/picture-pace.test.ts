import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PicturePace } from '../../../src/lib/runner/PicturePace.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A pace whose pictures take `cost` milliseconds each, and the times at which they were begun. */
function paced(cost: number): { pace: PicturePace; times: number[] } {
  const times: number[] = [];
  let spent = 0;
  // The clock of the timers counts whole milliseconds, and stands still while something is drawn.
  const now = (): number => Date.now() + spent;
  const draw = (): void => {
    times.push(now());
    spent += cost;
  };
  return { pace: new PicturePace(draw, now), times };
}

/** News every `every` milliseconds for `duration`. */
function tell(pace: PicturePace, every: number, duration: number): void {
  for (let passed = 0; passed < duration; passed += every) {
    pace.news();
    vi.advanceTimersByTime(every);
  }
}

const gaps = (times: readonly number[]): number[] => times.slice(1).map((time, i) => time - (times[i] ?? 0));

describe('the pictures of a running example', () => {
  it('begin at once', () => {
    const { pace, times } = paced(1);
    pace.news();
    expect(times).toEqual([0]);
  });

  it('are at most 15 a second where they cost nothing', () => {
    const { pace, times } = paced(0);
    tell(pace, 5, 2000);
    expect(times.length).toBeGreaterThan(25);
    expect(Math.min(...gaps(times))).toBeGreaterThan(1000 / 15);
  });

  it('come the more rarely the dearer they are', () => {
    const [cheap, dear] = [paced(0.5), paced(1.5)];
    tell(cheap.pace, 50, 5000);
    tell(dear.pace, 50, 5000);
    expect(Math.min(...gaps(cheap.times))).toBeGreaterThanOrEqual(200);
    expect(Math.min(...gaps(dear.times))).toBeGreaterThanOrEqual(600);
    expect(cheap.times.length).toBeGreaterThan(2 * dear.times.length);
  });

  it('come once a second where a single one takes very long', () => {
    const { pace, times } = paced(100);
    tell(pace, 50, 5000);
    expect(Math.max(...gaps(times))).toBeLessThan(1200);
  });

  it('show the last of the news, even where no more come', () => {
    const { pace, times } = paced(1);
    pace.news();
    vi.advanceTimersByTime(10);
    pace.news();
    pace.news();
    expect(times).toHaveLength(1);
    vi.advanceTimersByTime(2000);
    expect(times).toHaveLength(2);
  });

  it('need no timer where news come after the wait, as in a hidden tab', () => {
    const { pace, times } = paced(0);
    pace.news();
    vi.setSystemTime(5000);
    pace.news();
    expect(times).toEqual([0, 5000]);
  });

  it('are drawn at once where a reader waits for them, and not a second time', () => {
    const { pace, times } = paced(1);
    pace.news();
    pace.news();
    pace.drawNow();
    pace.drawNow();
    vi.advanceTimersByTime(5000);
    expect(times).toEqual([0, 1, 2]);
  });

  it('end with the run', () => {
    const { pace, times } = paced(1);
    pace.news();
    pace.news();
    pace.stop();
    vi.advanceTimersByTime(5000);
    expect(times).toEqual([0]);
  });
});
