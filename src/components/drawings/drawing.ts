import type { ParamSchema, Values } from '../../lib/experiments/params.ts';
import type { ArmLog } from '../../lib/experiments/runlog.ts';
import type { Layout } from '../charts/layout.ts';

/** What every drawing gets: what its arm computed for these values, and the room there is. */
export interface DrawingProps {
  readonly log: ArmLog;
  readonly values: Values<ParamSchema>;
  readonly layout: Layout;
  readonly frame: DrawingFrame;
}

/** What a drawing hands on to its `DrawingCanvas`. */
export interface DrawingFrame {
  readonly id: string;
  readonly title: string;
  /** The picture in words. */
  readonly text: string;
  readonly layout: Layout;
}
