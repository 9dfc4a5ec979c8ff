import { describe, expect, it } from 'vitest';
import { Turns } from '../../../src/lib/worker/Turns.ts';

describe('turns', () => {
  it('let one piece of work go on at a time, in order, and give what it gives', async () => {
    const turns = new Turns();
    const held = Promise.withResolvers<string>();
    const said: string[] = [];
    const first = turns.take(async () => {
      said.push('first begins');
      const value = await held.promise;
      said.push('first ends');
      return value;
    });
    const second = turns.take(async () => said.push('second'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(said).toEqual(['first begins']);
    held.resolve('done');
    expect(await first).toBe('done');
    await second;
    expect(said).toEqual(['first begins', 'first ends', 'second']);
  });

  it('go on after work that fails', async () => {
    const turns = new Turns();
    await expect(turns.take(() => Promise.reject(new Error('no engine')))).rejects.toThrow('no engine');
    expect(await turns.take(() => Promise.resolve(7))).toBe(7);
  });
});
