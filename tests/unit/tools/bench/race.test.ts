import { describe, expect, it } from 'vitest';
import { race, type RaceSettings, type Racer } from '../../../../src/lib/tools/bench/race.ts';

const settings: RaceSettings = { limit: 10_000, sampleTime: 10, say: () => undefined, now: () => 0 };

/** Steps of `ms` milliseconds, on paper. Writes what is asked of it into `calls`. */
function racer(name: string, ms: number, calls: string[] = [], more: Partial<Racer> = {}): Racer {
  return {
    name,
    open: async () => '',
    sample: async (samples, steps) => {
      calls.push(`${name} ${samples}x${steps}`);
      return Array.from({ length: samples }, () => ms);
    },
    close: async () => void calls.push(`${name} closes`),
    ...more,
  };
}

describe('a race', () => {
  it('warms each up first, then goes round and round', async () => {
    const calls: string[] = [];
    await race([racer('a', 7000, calls), racer('b', 6500, calls)], settings);
    const rounds = Array.from({ length: 5 }, () => ['a 1x1', 'b 1x1']).flat();
    expect(calls).toEqual(['a 1x1', 'a 1x1', 'b 1x1', 'b 1x1', ...rounds, 'a closes', 'b closes']);
  });

  it('takes 5 steps of over six seconds, 20 of over a tenth, 40 samples of faster ones', async () => {
    const outcomes = await race([racer('slow', 6001), racer('middling', 101), racer('fast', 50)], settings);
    expect(outcomes.map((outcome) => (outcome.kind === 'measured' ? outcome.steps : 0))).toEqual([5, 20, 40]);
  });

  it('puts so many short steps into a sample that the clock can tell', async () => {
    const [outcome] = await race([racer('short', 0.3)], settings);
    expect(outcome).toMatchObject({ kind: 'measured', steps: 40 * 34 });
  });

  it('tells of the engine, and of a first step that took long', async () => {
    let asked = 0;
    const sample = async (samples: number): Promise<number[]> => {
      asked += 1;
      return asked === 1 ? [4200] : Array.from({ length: samples }, () => 500);
    };
    const [outcome] = await race([racer('a', 0, [], { open: async () => '1.13', sample })], settings);
    expect(outcome).toMatchObject({ note: '1.13; first step 4.2 s' });
  });

  it('goes on without one that fails, and closes it once', async () => {
    const calls: string[] = [];
    const fails = racer('bad', 1, calls, { sample: () => Promise.reject(new Error('page.evaluate: Error: no kernel\n  at x')) });
    const outcomes = await race([fails, racer('good', 2000)], settings);
    expect(outcomes[0]).toEqual({ kind: 'cannot', reason: 'no kernel' });
    expect(outcomes[1]).toMatchObject({ kind: 'measured' });
    expect(calls).toEqual(['bad closes']);
  });

  it('does not wait for one that hangs', async () => {
    const hangs = racer('stuck', 1, [], { open: () => new Promise<string>(() => undefined) });
    const [outcome] = await race([hangs], { ...settings, limit: 20 });
    expect(outcome).toEqual({ kind: 'cannot', reason: 'loading and warming up took over 0.02 s' });
  });

  it('keeps the samples of one that fails after enough of them, and says so', async () => {
    /** Steps of 300 ms: five calls to warm up, then rounds of four samples. */
    const lostAfter = (calls: number): Racer => {
      let asked = 0;
      const sample = (samples: number): Promise<number[]> => {
        asked += 1;
        return asked > calls ? Promise.reject(new Error('lost')) : Promise.resolve(Array.from({ length: samples }, () => 300));
      };
      return racer('a', 300, [], { sample });
    };
    const outcomes = await race([lostAfter(6), lostAfter(7)], settings);
    expect(outcomes[0]).toEqual({ kind: 'cannot', reason: 'lost' });
    expect(outcomes[1]).toMatchObject({ kind: 'measured', steps: 8, note: 'stopped early: lost' });
  });
});
