/**
 * `npm test`: everything that guards the book, stage by stage. A failing stage does not stop another one, unless that one needs what
 * it makes. The last line counts tests, and each stage without tests as one.
 *
 * `npm test -- build site` runs the stages of these names only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportFileVariable } from './setup/outcome-reporter.ts';
import { startCommand, type RunningCommand } from './setup/command.ts';
import { resultOf, summary, total, type Outcome } from './setup/report.ts';
import { runInOrder, type Job } from './setup/schedule.ts';

interface Stage extends Job {
  readonly command: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Stages whose product this one looks at: it comes after them, and not at all where one failed. */
  readonly needs?: readonly string[];
  /** Where it may fail: what is not tested then. */
  readonly optional?: string;
}

interface Tests {
  /** Vitest's, see `vitest.config.ts`. */
  readonly projects?: readonly string[];
  /** Files of tests at a time. */
  readonly workers?: number;
}

const tests = (name: string, needs: readonly string[], { projects = [name], workers = 1 }: Tests = {}): Stage => ({
  name,
  command: [
    'vitest run --config tests/vitest.config.ts',
    `--maxWorkers=${workers}`,
    ...projects.map((project) => `--project ${project}`),
  ].join(' '),
  needs,
});

/** Readers need not have a second browser; whoever says that this is continuous integration must. */
const onlyInCI = (stage: Stage, optional: string): Stage => (process.env['CI'] ? stage : { ...stage, optional });

/** A command that keeps one core busy. */
const light = (stage: Stage): Stage => ({ ...stage, isLight: true });

const stages: readonly Stage[] = [
  light({ name: 'assets', command: 'npm run assets' }),
  light({ name: 'sync', command: 'npm run sync', needs: ['assets'] }),
  light({ name: 'lint', command: 'npm run lint', needs: ['sync'] }),
  light({ name: 'types', command: 'npm run types', needs: ['sync'] }),
  light({ name: 'components', command: 'npm run components', needs: ['sync'] }),
  light({ name: 'chromium', command: 'node src/lib/tools/chromium.ts' }),
  // What follows is not needed by the browser's tests: those that want it say so, the others run without. All may be installed by the
  // same program, which does one thing at a time.
  light({
    name: 'headless-shell',
    command: 'node src/lib/tools/headless-shell.ts',
    after: ['chromium'],
    optional: 'no headless shell, see above: Chromium opened the pages, which takes longer',
  }),
  light(
    onlyInCI(
      { name: 'firefox', command: 'node src/lib/tools/firefox.ts', after: ['chromium', 'headless-shell'] },
      'no Firefox, see above: the second engine was not tested',
    ),
  ),
  // Nor by the scripts' tests: without PyTorch they are not run.
  light(
    onlyInCI(
      { name: 'python', command: 'node src/lib/tools/pytorch.ts', after: ['chromium', 'headless-shell', 'firefox'] },
      'no PyTorch, see above: exported scripts were not tested',
    ),
  ),
  // Writes anew the types that the first stages read.
  light({ name: 'build', command: 'astro build', needs: ['assets'], after: ['lint', 'types', 'components'] }),
  // The same site as a host serves it that gives it a folder of its own, and as a class gets it that is to solve the exercises itself.
  light({
    name: 'sub-path',
    command: 'astro build --outDir .cache/dist-sub-path',
    env: { BASE_PATH: '/deep/book/', SOLUTIONS: 'off' },
    needs: ['build'],
  }),
  light(tests('unit', ['assets'], { projects: ['unit', 'unit-mocking'] })),
  light(tests('kernels', ['assets'])),
  light(tests('parity', ['assets'])),
  light(tests('training', ['assets'])),
  light(tests('export', ['assets', 'python'])),
  light(tests('site', ['build', 'sub-path'])),
  tests('pages', ['build', 'sub-path', 'chromium', 'headless-shell'], { workers: 2 }),
  tests('browser', ['build', 'sub-path', 'chromium', 'headless-shell']),
];

/** More than any stage takes on two cores that others use too; a stage that hangs ends here. */
const secondsAStage = 2000;

const running = new Set<RunningCommand>();

async function runStage({ name, command, env, optional, isLight }: Stage, folder: string): Promise<Outcome> {
  console.log(`\n--- ${name}: ${command}`);
  const reportFile = join(folder, `${name}.json`);
  const reporters = command.startsWith('vitest') ? ' --reporter=default --reporter=./tests/setup/outcome-reporter.ts' : '';
  const start = performance.now();
  const started = startCommand(command + reporters, {
    env: { ASTRO_TELEMETRY_DISABLED: '1', [reportFileVariable]: reportFile, ...env },
    seconds: secondsAStage,
    // What two stages say at once would be mixed up.
    ...(isLight && { onOutput: (said: string) => console.log(`\n--- ${name} said:\n${said}`) }),
  });
  running.add(started);
  const exitCode = await started.done;
  running.delete(started);
  const seconds = (performance.now() - start) / 1000;
  if (exitCode !== 0 && optional !== undefined) return { name, passed: 0, failed: 0, seconds, skipped: true, note: optional };
  const outcome = { name, ...resultOf(exitCode, reportFile), seconds };
  return exitCode === 0 ? outcome : { ...outcome, note: `exit code ${exitCode}` };
}

/** @throws Error where there is no stage of a name. */
function stagesNamed(names: readonly string[]): readonly Stage[] {
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no stage "${unknown}"; there are ${stages.map(({ name }) => name).join(', ')}.`);
  }
  return names.length === 0 ? stages : stages.filter(({ name }) => names.includes(name));
}

async function main(wanted: readonly Stage[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'book-tests-'));
  const outcomes: Outcome[] = [];
  const start = performance.now();
  const jobs = wanted.map((stage) => ({ ...stage, after: [...(stage.needs ?? []), ...(stage.after ?? [])] }));
  try {
    await runInOrder(jobs, async (stage) => {
      const missing = stage.needs?.find((name) => outcomes.some((outcome) => outcome.name === name && outcome.failed > 0));
      outcomes.push(
        missing === undefined
          ? await runStage(stage, folder)
          : { name: stage.name, passed: 0, failed: 1, seconds: 0, note: `not run: needs ${missing}` },
      );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(`\n${summary(outcomes, (performance.now() - start) / 1000)}`);
  process.exitCode = total(outcomes).failed === 0 ? 0 : 1;
}

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    console.error(`\nStopping on ${name}.`);
    void Promise.all([...running].map((command) => command.stop())).finally(() => process.exit(130));
  });
}

await main(stagesNamed(process.argv.slice(2)));
