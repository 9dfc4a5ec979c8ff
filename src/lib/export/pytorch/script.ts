import type { TrainingExperiment } from '../../experiments/experiment.ts';
import type { TrainingMetric } from '../../experiments/metrics.ts';
import { modelCards, type StoredWeightsId } from '../../experiments/source-models/cards.ts';
import type { PythonClaims } from './claims.ts';
import { imports, libraryFor, type Loss, type Section } from './library.ts';
import { laidOut } from './layout.ts';
import { called, literal } from './literals.ts';
import { metricFunctions, type MetricFunction } from './metrics.ts';
import { printNets, printPresets, scriptPresets, weightsOf, type Chosen, type ScriptPreset } from './presets.ts';

/** What a script is made from. */
export interface ScriptSource {
  readonly id: string;
  readonly experiment: TrainingExperiment;
  readonly claims: PythonClaims;
  /** The settings that the reader sees in the page; without them, the script has the presets of the example. */
  readonly chosen?: Chosen;
  readonly seed: number;
  /** Where the example stands in the book. */
  readonly address: string;
  /** The folder that the book serves its stored weights from, with a slash behind. */
  readonly weights: string;
}

/** A program as its sections, which end with a function `main`; `description` is text. */
export interface Printed {
  readonly description: string;
  readonly imports: string;
  readonly sections: readonly Section[];
}

/** The script of an example, whose first sections are those of the example. */
export interface Script extends Printed {
  readonly presets: readonly string[];
  /** The preset that is trained where none is asked for. */
  readonly preset: string;
}

/**
 * An example in PyTorch: its networks, presets and claims printed from the spec, and the library that runs them.
 *
 * @throws Error where its arms or presets do not share one loss.
 */
export function scriptOf(source: ScriptSource): Script {
  const { experiment, chosen, seed } = source;
  const presets = scriptPresets(experiment, chosen);
  const nets = printNets(experiment, presets);
  const preset = presets.find(({ name }) => name === 'page')?.name ?? chosen?.preset ?? 'quick';
  const own: readonly Section[] = [
    {
      title: 'The networks',
      code: nets.functions.map(({ name, body }) => fn(name, '', [`return ${body}`])).join('\n\n\n'),
    },
    {
      title: 'The settings',
      code: [
        fn('presets', '', printPresets(presets, nets)),
        [
          `TITLE = ${literal(experiment.title)}`,
          `PRESET = ${literal(preset)}`,
          `SEED = ${seed}`,
          laidOut(`LABELS = ${labels(source)}`),
          ...stored(source, weightsOf(presets)),
        ].join('\n'),
      ].join('\n\n\n'),
    },
    { title: 'What is measured, and when', code: measured(experiment) },
    { title: 'What the book says of it', code: printClaims(source) },
  ];
  const named = own.map(({ code }) => code).join('\n');
  const library = libraryFor(`${named}\nmain`, lossOf(presets));
  return {
    description: describe(source, presets),
    presets: presets.map(({ name }) => name),
    preset,
    imports: imports(),
    sections: [...own, ...library],
  };
}

/** A function from its statements, a line each. */
const fn = (name: string, head: string, lines: readonly string[]): string =>
  [`def ${name}(${head}):`, ...lines.map((line) => (line === '' ? '' : laidOut(line, 4)))].join('\n');

const labels = ({ experiment }: ScriptSource): string =>
  `{${Object.entries(experiment.arms)
    .map(([arm, { label }]) => `${literal(arm)}: ${literal(label)}`)
    .join(', ')}}`;

/** Where each file of weights is to be had, and its SHA-256; nothing where there are none. */
function stored({ weights }: ScriptSource, ids: readonly StoredWeightsId[]): readonly string[] {
  if (ids.length === 0) return [];
  const entries = ids.map((id) => {
    const { file, sha256 } = modelCards[id];
    return `${literal(file)}: (${literal(weights + file)}, ${literal(sha256)})`;
  });
  return [laidOut(`STORED = {${entries.join(', ')}}`)];
}

function lossOf(presets: readonly ScriptPreset[]): Loss {
  const losses = new Set(presets.flatMap(({ arms, planOf }) => arms.map((arm) => planOf(arm).loss)));
  const [loss, other] = losses;
  if (loss === undefined || other !== undefined)
    throw new Error(`A script has one loss, and here are ${[...losses].join(' and ')}.`);
  return loss;
}

const metricsOf = (experiment: TrainingExperiment): readonly (readonly [string, MetricFunction | undefined])[] =>
  Object.keys(experiment.metrics).map((name) => [name, metricFunctions[name as TrainingMetric]]);

function measured(experiment: TrainingExperiment): string {
  const table = (of: MetricFunction['of']): string => {
    const entries = metricsOf(experiment).flatMap(([name, metric]) =>
      metric?.of === of ? [`${literal(name)}: (${metric.fn}, ${literal(metric.when)})`] : [],
    );
    return `return {${entries.join(', ')}}`;
  };
  const smoothing = Object.entries(experiment.metrics).flatMap(([name, { smoothing: factor }]) =>
    factor === 0 ? [] : [`${literal(name)}: ${factor}`],
  );
  return [
    fn('metrics_of_the_net', '', [table('net')]),
    fn('metrics_of_a_step', '', [table('step')]),
    ['# Factors of the running means.', `SMOOTHING = {${smoothing.join(', ')}}`].join('\n'),
  ].join('\n\n\n');
}

function printClaims({ experiment, claims }: ScriptSource): string {
  const checked: string[] = [];
  const left: string[] = [];
  experiment.claims.forEach(({ text, arms, needs }, i) => {
    const python = claims.claims[i] ?? { why: 'it was not translated to Python' };
    if ('why' in python) left.push(`(${literal(text)}, ${literal(python.why)})`);
    else {
      const fields = { needs: needs && literal(needs.text), applies: python.applies };
      checked.push(called('Claim', [literal(text), literal(arms), python.test], fields));
    }
  });
  const unmeasured = metricsOf(experiment).flatMap(([name, metric]) => (metric === undefined ? [name] : []));
  return [
    ...(unmeasured.length === 0
      ? []
      : [`# This script does not measure ${unmeasured.join(', ')}: claims that need it stay open.`]),
    fn('claims', '', [...claims.definitions, `return [${checked.join(', ')}]`]),
    fn('not_checked', '', [`return [${left.join(', ')}]`]),
  ].join('\n\n\n');
}

function describe({ id, experiment, address, weights }: ScriptSource, presets: readonly ScriptPreset[]): string {
  const file = `${snakeless(id)}.py`;
  const names = presets.map(({ name }) => name);
  return [
    experiment.title,
    '',
    experiment.summary,
    '',
    `From "Deep, and Trainable", ${address}`,
    '',
    `Presets: ${names.join(', ')}. On a CPU, or on the GPU where there is one:`,
    '',
    `    python3 ${file} --preset ${names.at(-1) ?? ''}`,
    '',
    ...weightsOf(presets).flatMap((stored) => [
      `Some of its nets start from stored weights: save ${weights}${modelCards[stored].file}`,
      'next to this file, or in the folder that --weights names.',
      '',
    ]),
    'On several GPUs, or in several processes on a CPU, which share each batch:',
    '',
    `    torchrun --nproc_per_node=2 ${file} --preset ${names.at(-1) ?? ''}`,
    '',
    'It needs PyTorch 1.13 or newer and NumPy, and for MNIST and CIFAR-10 torchvision, which fetches them once into the folder that --data',
    'names. Weights, batches and their order are drawn as in the page: with the same seed, both start from the same numbers, and differ by',
    'what rounding makes of them. On GPUs, processes normalise over the whole batch together; on a CPU, each over its own share.',
  ].join('\n');
}

const snakeless = (id: string): string => id;

/** The script as one file. */
export function toPython(script: Printed): string {
  const header = ['#!/usr/bin/env python3', `"""\n${script.description.replaceAll('\\', '\\\\')}\n"""`, '', script.imports].join(
    '\n',
  );
  const parts = script.sections.map(({ title, code }) => `# ${'-'.repeat(118)}\n# ${title}\n\n\n${code}`);
  return `${[header, ...parts, 'if __name__ == "__main__":\n    main()'].join('\n\n\n')}\n`;
}
