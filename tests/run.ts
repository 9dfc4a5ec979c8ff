/**
 * `npm test`: everything that guards the book, one stage after the other. A failing stage does not stop the next one, unless that
 * one needs what it makes. The last line counts tests, and each stage without tests as one.
 *
 * `npm test -- build site` runs the stages of these names only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportFileVariable } from './setup/outcome-reporter.ts';
import { startCommand, type RunningCommand } from './setup/command.ts';
import { resultOf, summary, total, type Outcome } from './setup/report.ts';

interface Stage {
  readonly name: string;
  readonly command: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Stages whose product this one looks at. */
  readonly needs?: readonly string[];
  /** Where it may fail: what is not tested then. */
  readonly optional?: string;
}

/** The Vitest project of this name, see `vitest.config.ts`. */
const tests = (name: string, needs: readonly string[]): Stage => ({
  name,
  command: `vitest run --config tests/vitest.config.ts --project ${name}`,
  needs,
});

/** Readers need not have a second browser; whoever says that this is continuous integration must. */
const onlyInCI = (stage: Stage, optional: string): Stage => (process.env['CI'] ? stage : { ...stage, optional });

const stages: readonly Stage[] = [
  { name: 'assets', command: 'npm run assets' },
  { name: 'types', command: 'npm run check' },
  { name: 'lint', command: 'npm run lint' },
  tests('unit', ['assets']),
  tests('kernels', ['assets']),
  tests('parity', ['assets']),
  tests('training', ['assets']),
  { name: 'build', command: 'npm run build', needs: ['assets'] },
  // The same site as a host serves it that gives it a folder of its own.
  {
    name: 'sub-path',
    command: 'astro build --outDir .cache/dist-sub-path',
    env: { BASE_PATH: '/deep/book/' },
    needs: ['build'],
  },
  tests('site', ['build', 'sub-path']),
  { name: 'chromium', command: 'node src/lib/tools/chromium.ts' },
  // Not needed by the next: those of its tests that want it say so, the others run without.
  onlyInCI(
    { name: 'firefox', command: 'node src/lib/tools/firefox.ts' },
    'no Firefox, see above: the second engine was not tested',
  ),
  // Nor by the scripts' tests: without PyTorch they are not run.
  onlyInCI(
    { name: 'python', command: 'node src/lib/tools/pytorch.ts' },
    'no PyTorch, see above: exported scripts were not tested',
  ),
  tests('export', ['assets', 'python']),
  tests('pages', ['build', 'sub-path', 'chromium']),
  tests('browser', ['build', 'sub-path', 'chromium']),
];

/** More than any stage takes on two cores that others use too; a stage that hangs ends here. */
const secondsAStage = 2000;

let running: RunningCommand | undefined;

async function runStage({ name, command, env, optional }: Stage, folder: string): Promise<Outcome> {
  console.log(`\n--- ${name}: ${command}`);
  const reportFile = join(folder, `${name}.json`);
  const reporters = command.startsWith('vitest') ? ' --reporter=default --reporter=./tests/setup/outcome-reporter.ts' : '';
  const started = performance.now();
  running = startCommand(command + reporters, {
    env: { ASTRO_TELEMETRY_DISABLED: '1', [reportFileVariable]: reportFile, ...env },
    seconds: secondsAStage,
  });
  const exitCode = await running.done;
  const seconds = (performance.now() - started) / 1000;
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
  try {
    for (const stage of wanted) {
      const missing = stage.needs?.find((name) => outcomes.some((outcome) => outcome.name === name && outcome.failed > 0));
      outcomes.push(
        missing === undefined
          ? await runStage(stage, folder)
          : { name: stage.name, passed: 0, failed: 1, seconds: 0, note: `not run: needs ${missing}` },
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(`\n${summary(outcomes)}`);
  process.exitCode = total(outcomes).failed === 0 ? 0 : 1;
}

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    console.error(`\nStopping on ${name}.`);
    void running?.stop().finally(() => process.exit(130));
  });
}

await main(stagesNamed(process.argv.slice(2)));
