import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** Where the reporter below writes: `tests/run.ts` sets it. */
export const reportFileVariable = 'BOOK_TEST_REPORT';

/** What a stage of tests ended in. */
export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  /** What failed, each with its file and the first line of what it said. */
  readonly failures: readonly string[];
  /** What failed at first and passed when it was tried again. */
  readonly flaky: readonly string[];
}

const firstLine = (message: string | undefined): string =>
  stripVTControlCharacters(message ?? 'no message').split('\n', 1)[0] ?? '';

/** Vitest's own JSON says neither which tests needed a second try nor, in a line, what the failing ones said. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env[reportFileVariable];
    if (file === undefined) throw new Error(`The variable ${reportFileVariable} must name the file that the outcome goes to.`);
    writeFileSync(file, JSON.stringify(reportOf(modules, unhandled)));
  }
}

export function reportOf(modules: readonly TestModule[], unhandled: readonly SerializedError[]): TestReport {
  const failures: string[] = unhandled.map(({ message }) => `outside of any test: ${firstLine(message)}`);
  const flaky: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const module of modules) {
    const file = relative(process.cwd(), module.moduleId);
    const nameOf = (test: TestCase): string => `${file} > ${test.fullName}`;
    for (const { message } of module.errors()) failures.push(`${file}: ${firstLine(message)}`);
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') passed++;
      if (result.state === 'passed' && test.diagnostic()?.flaky) flaky.push(nameOf(test));
      if (result.state !== 'failed') continue;
      failed++;
      failures.push(`${nameOf(test)}: ${firstLine(result.errors[0]?.message)}`);
    }
    for (const suite of module.children.allSuites()) {
      for (const { message } of suite.errors()) failures.push(`${file} > ${suite.fullName}: ${firstLine(message)}`);
    }
  }
  return { passed, failed, failures, flaky };
}
