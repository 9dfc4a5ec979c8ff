import { existsSync, readFileSync } from 'node:fs';

/** How a stage ended. A stage that runs no tests counts as one. */
export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  /** Whether it did not do what it should, on a machine that need not be able to. */
  readonly skipped?: boolean;
  /** Said in the summary, where there is something to say. */
  readonly note?: string;
}

type Counts = Pick<Outcome, 'passed' | 'failed'>;

/**
 * Counts of a finished command: those of the report that Vitest wrote as JSON, or one for a command that wrote none. A
 * command that failed counts at least one failure, also where each test passed (a file that does not load, a late error).
 */
export function countsOf(exitCode: number, reportFile: string): Counts {
  const ok = exitCode === 0;
  if (!existsSync(reportFile)) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  const report: unknown = JSON.parse(readFileSync(reportFile, 'utf8'));
  const failed = count(report, 'numFailedTests');
  return { passed: count(report, 'numPassedTests'), failed: ok ? failed : Math.max(failed, 1) };
}

function count(report: unknown, name: string): number {
  const value = (report as Record<string, unknown>)[name];
  if (typeof value !== 'number') throw new Error(`Vitest's JSON report has no number "${name}".`);
  return value;
}

/** A table of the stages, and a last line that sums them up: `N passed, N failed`. */
export function summary(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  const rows = outcomes.map(({ name, passed, failed, seconds, skipped, note }) => {
    const mark = failed > 0 ? 'FAILED' : skipped ? 'SKIPPED' : 'ok';
    const row = `${mark.padEnd(7)}  ${name.padEnd(width)}  ${seconds.toFixed(0).padStart(4)} s  ${counts({ passed, failed })}`;
    return note === undefined ? row : `${row}  (${note})`;
  });
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  return [...rows, `in ${(seconds / 60).toFixed(1)} minutes`, counts(total(outcomes))].join('\n');
}

export function total(outcomes: readonly Outcome[]): Counts {
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((running, outcome) => running + of(outcome), 0);
  return { passed: sum(({ passed }) => passed), failed: sum(({ failed }) => failed) };
}

const counts = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`;
