import type { TextValues } from '../experiments/params.ts';
import { isLayered, type RunLog } from '../experiments/runlog.ts';

export interface ExportedRun {
  readonly experiment: string;
  readonly params: TextValues;
  readonly seed: number;
  readonly backend: string;
  readonly log: RunLog;
}

/** A field as RFC 4180 wants it: quoted where it holds a comma, a quote or a line break. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * A run as one long table, a row a number: arm, metric, layer (empty for scalars), x, value. Settings stand in the columns after
 * them, so that files of several runs can be joined.
 */
export function runToCsv({ experiment, params, seed, backend, log }: ExportedRun): string {
  const names = Object.keys(params);
  const settings = [experiment, backend, String(seed), ...names.map((name) => params[name] ?? '')];
  const rows = Object.entries(log).flatMap(([arm, metrics]) =>
    Object.entries(metrics).flatMap(([metric, series]) =>
      series.x.flatMap((x, i) => {
        const values = isLayered(series)
          ? series.layers.map((layer, l) => [layer, series.y[i]?.[l]] as const)
          : [['', series.y[i]] as const];
        return values.map(([layer, value]) => [arm, metric, layer, String(x), String(value ?? '')]);
      }),
    ),
  );
  const header = ['arm', 'metric', 'layer', 'x', 'value', 'experiment', 'backend', 'seed', ...names];
  return [header, ...rows.map((row) => [...row, ...settings])].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}
