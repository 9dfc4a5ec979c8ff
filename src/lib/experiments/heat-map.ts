import { show } from './claims.ts';
import type { HeatmapPanel } from './figure.ts';
import { isLayered, type ArmLog, type Series } from './runlog.ts';

/** Numbers in rows and columns; not every row has one in each column. */
export interface Grid {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** A row after the other; undefined where there is none. */
  readonly values: readonly (readonly (number | undefined)[])[];
  /** Where they were measured: updates made. */
  readonly step: number;
}

/** What of a series a heat map shows; undefined where nothing was measured yet. */
export function gridOf(
  { within = '', at, relative }: Pick<HeatmapPanel, 'within' | 'at' | 'relative'>,
  series: Series | undefined,
): Grid | undefined {
  if (series === undefined || !isLayered(series)) return undefined;
  const index = at === 'first' ? 0 : series.x.length - 1;
  const [numbers, step] = [series.y[index], series.x[index]];
  if (numbers === undefined || step === undefined) return undefined;
  const table = new Map<string, Map<string, number>>();
  series.layers.forEach((name, i) => {
    const comma = name.lastIndexOf(', ');
    const value = numbers[i];
    if (!name.startsWith(within) || comma < within.length || value === undefined) return;
    const row = name.slice(within.length, comma);
    const entries = table.get(row) ?? new Map<string, number>();
    table.set(row, entries.set(name.slice(comma + 2), value));
  });
  const rows = [...table.keys()];
  const columns = [...new Set([...table.values()].flatMap((entries) => [...entries.keys()]))];
  const values = rows.map((row) => {
    const entries = columns.map((column) => table.get(row)?.get(column));
    return relative === 'row' ? byTheirMean(entries) : entries;
  });
  return rows.length === 0 ? undefined : { rows: shortened(rows), columns: shortened(columns), values, step };
}

function byTheirMean(row: readonly (number | undefined)[]): readonly (number | undefined)[] {
  const known = row.filter((value) => value !== undefined);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return row.map((value) => (value === undefined ? undefined : value / mean));
}

/** Without the words that all of them begin with: "1", "2" for "block 1", "block 2". */
export function shortened(names: readonly string[]): readonly string[] {
  const words = names.map((name) => name.split(' '));
  const [first = []] = words;
  const isCommon = (i: number): boolean => words.every((own) => own.length > i + 1 && own[i] === first[i]);
  let common = 0;
  while (common < first.length && isCommon(common)) common += 1;
  return words.map((own) => own.slice(common).join(' '));
}

/** Least and greatest of what the colours stand for. */
export function rangeOf({ low, high }: Pick<HeatmapPanel, 'low' | 'high'>, { values }: Grid): readonly [number, number] {
  const numbers = values.flat().filter((value): value is number => value !== undefined && Number.isFinite(value));
  return [low ?? Math.min(...numbers), high ?? Math.max(...numbers)];
}

/** Fewest rows that are too many to be read out one by one. */
const MANY = 16;

/** How many rows and columns, from which to which number, and where in each row the greatest stands. */
export function heatMapInWords(panel: HeatmapPanel, log: ArmLog): string {
  const grid = gridOf(panel, log[panel.metric]);
  if (grid === undefined) return 'Nothing is drawn yet.';
  const { rows, columns, values, step } = grid;
  const [low, high] = rangeOf({}, grid);
  const size = `${rows.length} rows (${panel.yLabel}) and ${columns.length} columns (${panel.xLabel})`;
  const whole = `${panel.valueLabel} after ${step} updates, in ${size}: from ${show(low)} to ${show(high)}.`;
  const greatest = values.map((row, i) => {
    const known = row.map((value) => value ?? -Infinity);
    const column = known.indexOf(Math.max(...known));
    return { row: rows[i] ?? '', column: columns[column] ?? '', value: known[column] ?? Number.NaN };
  });
  if (rows.length >= MANY) {
    const best = greatest.reduce((one, other) => (other.value > one.value ? other : one));
    return `${whole} The greatest is in row ${best.row}, column ${best.column}.`;
  }
  const each = greatest.map(({ row, column, value }) => `${row}: ${column} (${show(value)})`);
  return `${whole} The greatest of each row: ${each.join(', ')}.`;
}
