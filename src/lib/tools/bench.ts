/**
 * `npm run bench [-- --only plain-20,nielsen] [-- --quick] [-- --gpu] [-- --limit seconds] [-- --publish]`: times our engine against PyTorch,
 * stock TensorFlow.js and jax-js on this machine, prints a table and what became of each target, and writes `bench-results.json`.
 * `--publish` puts the results on the book's page too.
 * A missed target is no failure, since another program may have had the cores; our own engine not running is one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { serveBench } from './bench/BenchBrowser.ts';
import { measureDispatches } from './bench/dispatches.ts';
import { measureGpuWork } from './bench/gpuWork.ts';
import { browserVersion, loadNow, thisMachine } from './bench/machine.ts';
import { parseOptions, worksOf, type Suite } from './bench/options.ts';
import { measureQuickRuns, trainingExamples } from './bench/quickRuns.ts';
import { rowsOf, type Findings } from './bench/results.ts';
import { machineLine, tableOf, targetLines } from './bench/table.ts';
import { judgeTargets } from './bench/targets.ts';
import { measureWork, type Surroundings } from './bench/timedWorks.ts';
import { findTorch } from './bench/TorchRacer.ts';
import { measureTwoArms } from './bench/twoArms.ts';

const resultsFile = 'bench-results.json';

/** What the book's page of figures is made from. */
const publishedFile = 'src/content/bench/results.json';

async function measure(suite: Suite, surroundings: Surroundings): Promise<readonly Findings[]> {
  const { url, cores, say } = surroundings;
  say(`\n${suite}`);
  switch (suite) {
    case 'two-arms':
      return [await measureTwoArms(url)];
    case 'dispatches':
      return [await measureDispatches(url, cores)];
    case 'quick-runs':
      return [await measureQuickRuns(cores, say)];
    case 'gpu':
      return [await measureGpuWork(surroundings)];
    case 'plain-20':
    case 'plain-56':
    case 'nielsen': {
      const findings: Findings[] = [];
      for (const id of worksOf[suite]) findings.push(await measureWork(id, surroundings, false));
      return findings;
    }
    default:
      throw suite satisfies never;
  }
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const machine = thisMachine(await browserVersion(), loadNow());
  console.log(machineLine(machine));
  const say = (line: string): void => console.log(line);
  const served = await serveBench();
  const findings: Findings[] = [];
  try {
    const surroundings = { url: served.url, python: findTorch(), cores: cpus().length, options, say };
    for (const suite of options.only) findings.push(...(await measure(suite, surroundings)));
  } finally {
    await served.close();
  }

  const rows = rowsOf(findings.flatMap(({ measurements }) => measurements));
  const missing = findings.flatMap((found) => found.missing);
  const targets = judgeTargets(rows, options.only, trainingExamples());
  console.log(`\n${tableOf(rows, missing)}\n\n${machineLine(machine)}\n\n${targetLines(targets)}`);
  const text = `${JSON.stringify({ machine, rows, missing, targets }, undefined, 1)}\n`;
  for (const file of options.publish ? [resultsFile, publishedFile] : [resultsFile]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`\nwrote ${file}`);
  }
  const failures = missing.filter(({ engine, kind }) => engine === 'ours' && kind === 'cannot');
  for (const { work, backend, reason } of failures) console.error(`Ours on ${backend} failed at ${work}: ${reason}`);
  if (failures.length > 0) process.exitCode = 1;
}

// Leaving at once ends the browsers, which Playwright kills when this process exits, and Python, whose input closes.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.once(signal, () => process.exit(code));
}
await main();
