import type { Engine } from '../../../src/lib/core/net.ts';
import { createSession, type SessionOptions } from '../../../src/lib/core/session.ts';
import type { Frame } from '../../../src/lib/experiments/frame.ts';
import { residual, trainToEnd, withPlan } from '../../training/settings.ts';

/** A small residual net with all that a session measures, and with augmentation. */
export const options = (steps: number): SessionOptions => withPlan(residual, { steps, augment: true });

export async function curve(engine: Engine, steps: number): Promise<readonly Frame[]> {
  return (await trainToEnd(await createSession(engine, options(steps)))).frames;
}
