import type { ChartPanel, Panel } from '../../lib/experiments/figure.ts';
import type { ParamSchema, Values } from '../../lib/experiments/params.ts';
import type { ArmLog } from '../../lib/experiments/runlog.ts';
import type { Layout } from '../charts/layout.ts';

/** A panel that is drawn, not charted. */
export type DrawnPanel = Exclude<Panel, ChartPanel>;

/** What every drawing gets: what its arm computed for these values, and the room there is. */
export interface DrawingProps {
  readonly panel: DrawnPanel;
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

/** A panel in words, for those who do not see it. */
export const panelInWords = (panel: DrawnPanel, log: ArmLog, values: Values<ParamSchema>): string =>
  panel.kind === 'heatmap' ? panel.inWords(panel, log) : panel.describe(log, values);
