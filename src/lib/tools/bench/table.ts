import type { Machine, Missing, Row } from './results.ts';
import type { TargetResult } from './targets.ts';

const columns = ['engine', 'backend', 'threads', 'median', 'min', 'max', 'to ours', 'steps'] as const;

/** The rows as text, one block a work, with what is not there and why in its place. */
export function tableOf(rows: readonly Row[], missing: readonly Missing[]): string {
  const works = [...new Set([...rows, ...missing].map(({ work }) => work))];
  const cells = rows.map(cellsOf);
  const widths = columns.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (texts: readonly string[]): string =>
    // Names to the left, numbers to the right.
    texts.map((text, i) => (i < 2 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))).join('  ');

  const blocks = works.map((work) => {
    const ofWork = rows.flatMap((row, i) => (row.work === work ? [{ row, texts: cells[i] ?? [] }] : []));
    const unit = ofWork[0]?.row.unit ?? 'ms';
    const notThere = missing.filter((entry) => entry.work === work);
    return [
      `${work} (${unit === 'ms' ? 'milliseconds' : unit})`,
      ...(ofWork.length === 0 ? [] : [`  ${line(columns)}`]),
      ...ofWork.map(({ row, texts }) => `  ${line(texts)}${row.note === '' ? '' : `  ${row.note}`}`),
      ...notThere.map(({ engine, backend, kind, reason }) => `  ${engine}, ${backend}: ${kind}: ${reason}`),
    ].join('\n');
  });
  return blocks.join('\n\n');
}

function cellsOf({ engine, backend, threads, median, min, max, ratio, steps }: Row): readonly string[] {
  const figures = [median, min, max].map(figure);
  const times = ratio === null ? '' : `${ratio.toFixed(2)}x`;
  return [engine, backend, threads === null ? 'GPU' : String(threads), ...figures, times, String(steps)];
}

/** Three significant digits; whole numbers from a hundred on. */
export function figure(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  if (Math.abs(value) >= 10) return value.toFixed(1);
  if (Math.abs(value) >= 1) return value.toFixed(2);
  return value.toFixed(3);
}

export function machineLine({ cores, cpu, memoryGiB, browser, system, loadBefore, date }: Machine): string {
  return [
    `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}; ${browser}; ${date}.`,
    `Load before the bench: ${loadBefore.toFixed(2)}${loadBefore > 0.5 ? '. The machine was not quiet: read the figures with care.' : '.'}`,
  ].join('\n');
}

export const targetLines = (targets: readonly TargetResult[]): string =>
  targets.map(({ verdict, text, figures }) => `${verdict.padEnd(12)}  ${text}: ${figures}`).join('\n');
