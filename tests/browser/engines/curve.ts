import type { Engine } from '../../../src/lib/core/net.ts';
import { createSession, type SessionOptions } from '../../../src/lib/core/session.ts';
import type { Frame } from '../../../src/lib/experiments/frame.ts';
import { recurrent, residual, trainToEnd, withPlan } from '../../training/settings.ts';

/** A small residual net with all that a session measures, and with augmentation; a recurrent net whose gradients are clipped. */
export const nets = {
  residual: (steps: number): SessionOptions => withPlan(residual, { steps, augment: true }),
  recurrent: (steps: number): SessionOptions => withPlan(recurrent, { steps }),
} as const;

export type NetName = keyof typeof nets;

export async function curve(engine: Engine, steps: number, net: NetName): Promise<readonly Frame[]> {
  return (await trainToEnd(await createSession(engine, nets[net](steps)))).frames;
}
