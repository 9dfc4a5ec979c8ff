import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { resultOf, summary } from '../../setup/report.ts';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(folder, { recursive: true }));

function reportFile(report: unknown): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(report));
  return file;
}

describe('the result of a stage', () => {
  it('are those of its tests', () => {
    const good = { passed: 12, failed: 0, failures: [], flaky: ['a.test.ts > opens'] };
    expect(resultOf(0, reportFile(good))).toEqual(good);
    const bad = { passed: 11, failed: 1, failures: ['a.test.ts > opens: too late'], flaky: [] };
    expect(resultOf(1, reportFile(bad))).toEqual(bad);
  });

  it('hold a failure where the command failed though every test passed', () => {
    const failures = ['a.test.ts: cannot be loaded'];
    expect(resultOf(1, reportFile({ passed: 12, failed: 0, failures, flaky: [] }))).toMatchObject({
      passed: 12,
      failed: 1,
      failures,
    });
  });

  it('are one where it has no tests', () => {
    expect(resultOf(0, join(folder, 'none.json'))).toEqual({ passed: 1, failed: 0 });
    expect(resultOf(2, join(folder, 'none.json'))).toEqual({ passed: 0, failed: 1 });
  });

  it('are not made up from a report of another form', () => {
    expect(() => resultOf(0, reportFile({ passed: 12 }))).toThrow('has no number "failed"');
    expect(() => resultOf(0, reportFile({ passed: 12, failed: 0 }))).toThrow('has no list "failures"');
  });
});

it('the summary ends in a line of its own that adds everything up', () => {
  const outcomes = [
    { name: 'types', passed: 1, failed: 0, seconds: 20 },
    {
      name: 'unit',
      passed: 100,
      failed: 2,
      seconds: 40,
      failures: ['a > adds: 1 is not 2', 'b: no such file'],
      flaky: ['c > waits'],
    },
    { name: 'firefox', passed: 0, failed: 0, seconds: 1, skipped: true, note: 'the second engine was not tested' },
    { name: 'browser', passed: 0, failed: 1, seconds: 0, note: 'not run: needs build' },
  ];
  // Some of them ran at the same time.
  expect(summary(outcomes, 48).split('\n')).toEqual([
    'FAILED   a > adds: 1 is not 2',
    'FAILED   b: no such file',
    'FLAKY    c > waits passed at the second try',
    'ok       types      20 s  1 passed, 0 failed',
    'FAILED   unit       40 s  100 passed, 2 failed',
    'SKIPPED  firefox     1 s  0 passed, 0 failed  (the second engine was not tested)',
    'FAILED   browser     0 s  0 passed, 1 failed  (not run: needs build)',
    'in 0.8 minutes',
    '101 passed, 3 failed',
  ]);
});
