import { describe, expect, it } from 'vitest';
import { Gate } from '../../../src/lib/worker/Gate.ts';

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('a gate', () => {
  it('is open at first', async () => {
    await expect(new Gate().pass()).resolves.toBeUndefined();
  });

  it('holds back while it is shut, and lets each waiter through once', async () => {
    const gate = new Gate();
    gate.shut();
    let passed = 0;
    const walk = async (): Promise<void> => {
      await gate.pass();
      passed += 1;
      await gate.pass();
      passed += 1;
    };
    void walk();
    await tick();
    expect(passed).toBe(0);
    gate.letPass();
    await tick();
    expect(passed).toBe(1);
    gate.open();
    await tick();
    expect(passed).toBe(2);
  });
});
