import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { reportFileVariable, type TestReport } from '../../setup/outcome-reporter.ts';

const folder = mkdtempSync(join(tmpdir(), 'outcome-'));
afterAll(() => rmSync(folder, { recursive: true }));

const root = fileURLToPath(new URL('../../../', import.meta.url));
const vitest = join(root, 'node_modules/vitest/vitest.mjs');

/** Runs Vitest on these files, with the reporter. */
function reportOn(files: Readonly<Record<string, string>>): TestReport {
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  const reporter = join(root, 'tests/setup/outcome-reporter.ts');
  const file = join(folder, 'report.json');
  const args = [vitest, 'run', '--root', folder, '--globals', '--retry=1', `--reporter=${reporter}`];
  spawnSync(process.execPath, args, { cwd: folder, env: { ...process.env, [reportFileVariable]: file } });
  return JSON.parse(readFileSync(file, 'utf8')) as TestReport;
}

it('tells what passed, what failed and why, what needed a second try, and what could not be loaded', () => {
  const report = reportOn({
    'sums.test.ts': `
      let tries = 0;
      it('adds', () => expect(1 + 1).toBe(2));
      it('adds late', () => expect((tries += 1)).toBe(2));
      describe('when tired', () => it('adds wrongly', () => expect(1 + 1, 'the sum').toBe(3)));`,
    'lost.test.ts': `import './nowhere.ts';`,
  });
  expect(report).toEqual({
    passed: 2,
    failed: 1,
    failures: [
      expect.stringContaining("lost.test.ts: Cannot find module './nowhere.ts'"),
      'sums.test.ts > when tired > adds wrongly: the sum: expected 2 to be 3 // Object.is equality',
    ],
    flaky: ['sums.test.ts > adds late'],
  });
}, 60_000);
