import { existsSync, readFileSync } from 'node:fs';
import type { TestReport } from './outcome-reporter.ts';

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
  /** Which tests failed, and which of those that passed needed a second try. */
  readonly failures?: readonly string[];
  readonly flaky?: readonly string[];
}

type Counts = Pick<Outcome, 'passed' | 'failed'>;
type Result = Pick<Outcome, 'passed' | 'failed' | 'failures' | 'flaky'>;

/**
 * The result of a finished command: that of the report that its tests wrote, or one passed or failed for a command that
 * wrote none. A command that failed counts at least one failure, also where each test passed (a file that does not load, a
 * late error).
 */
export function resultOf(exitCode: number, reportFile: string): Result {
  const ok = exitCode === 0;
  if (!existsSync(reportFile)) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  const { passed, failed, failures, flaky } = readReport(reportFile);
  return { passed, failed: ok ? failed : Math.max(failed, 1), failures, flaky };
}

function readReport(file: string): TestReport {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Partial<TestReport>;
  for (const name of ['passed', 'failed'] as const) {
    if (typeof report[name] !== 'number') throw new Error(`The report of the tests has no number "${name}".`);
  }
  for (const name of ['failures', 'flaky'] as const) {
    if (!Array.isArray(report[name])) throw new Error(`The report of the tests has no list "${name}".`);
  }
  return report as TestReport;
}

/**
 * The tests that failed or needed a second try, a table of the stages, how long all of them took together, and a last line that sums
 * up: `N passed, N failed`.
 */
export function summary(outcomes: readonly Outcome[], seconds: number): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  const rows = outcomes.map(({ name, passed, failed, seconds: took, skipped, note }) => {
    const mark = failed > 0 ? 'FAILED' : skipped ? 'SKIPPED' : 'ok';
    const row = `${mark.padEnd(7)}  ${name.padEnd(width)}  ${took.toFixed(0).padStart(4)} s  ${counts({ passed, failed })}`;
    return note === undefined ? row : `${row}  (${note})`;
  });
  const named = outcomes.flatMap(({ failures = [], flaky = [] }) => [
    ...failures.map((failure) => `FAILED   ${failure}`),
    ...flaky.map((test) => `FLAKY    ${test} passed at the second try`),
  ]);
  return [...named, ...rows, `in ${(seconds / 60).toFixed(1)} minutes`, counts(total(outcomes))].join('\n');
}

export function total(outcomes: readonly Outcome[]): Counts {
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((running, outcome) => running + of(outcome), 0);
  return { passed: sum(({ passed }) => passed), failed: sum(({ failed }) => failed) };
}

const counts = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`;
