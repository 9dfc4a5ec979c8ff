import { createSession } from '../../src/lib/core/session.ts';
import type { Engine } from '../../src/lib/core/net.ts';
import { datasetOf, planOf, type TrainingExperiment } from '../../src/lib/experiments/experiment.ts';
import type { TrainingMetric } from '../../src/lib/experiments/metrics.ts';
import { defaults, type ParamSchema, type Values } from '../../src/lib/experiments/params.ts';
import type { ArmLog, RunLog, Series } from '../../src/lib/experiments/runlog.ts';
import { stream } from '../../src/lib/random/stream.ts';
import { ArmLogBuilder } from '../../src/lib/worker/ArmLogBuilder.ts';
import { loadInputs, type Sources } from '../../src/lib/worker/loadInputs.ts';

export const quickValues = ({ params, presets }: TrainingExperiment): Values<ParamSchema> => ({
  ...defaults(params),
  ...presets.quick.values,
});

/** The first steps of the quick preset as the book makes them, from seed 0. */
export async function firstSteps(
  engine: Engine,
  experiment: TrainingExperiment,
  sources: Sources,
  steps: number,
): Promise<RunLog> {
  const values = quickValues(experiment);
  const log: Record<string, ArmLog> = {};
  for (const arm of experiment.presets.quick.arms) {
    const continuation = experiment.arms[arm]?.continues?.(values);
    const inputs = await loadInputs(
      datasetOf(experiment, arm, values),
      experiment.arms[arm]?.startsFrom?.(values),
      sources,
      () => undefined,
      new AbortController().signal,
    );
    const session = await createSession(engine, {
      layers: experiment.arms[arm]?.model(values) ?? [],
      plan: { ...planOf(experiment, arm, values), steps },
      metrics: Object.keys(experiment.metrics) as TrainingMetric[],
      ...inputs,
      ...(continuation && { continuation }),
      seed: 0,
    });
    const builder = new ArmLogBuilder(session);
    while (session.step < session.totalSteps) for (const frame of (await session.advance(steps)).frames) builder.add(frame);
    for (const frame of (await session.finish()).frames) builder.add(frame);
    session.dispose();
    log[arm] = builder.log();
  }
  return log;
}

/** The run as it might have been: each number that was measured, times something between a fifth and two. */
export function varied(log: RunLog, seed: number): RunLog {
  const random = stream(seed, 'varied log');
  const other = (value: number): number => value * (0.2 + 1.8 * random.uniform());
  const series = (one: Series): Series =>
    'layers' in one ? { ...one, y: one.y.map((layers) => layers.map(other)) } : { ...one, y: one.y.map(other) };
  return mapped(log, (arm) => mapped(arm, series));
}

const mapped = <T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The numbers in a text, whichever way they are written: 1.73 × 10²⁶, or 1.73e+26. */
export const numbersIn = (text: string): readonly number[] =>
  [...text.matchAll(/(-?\d+(?:\.\d+)?)(?: × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|e([+-]?\d+))?/g)].map(([, digits = '', raised, plain]) => {
    const exponent = plain ?? [...(raised ?? '')].map((sign) => (sign === '⁻' ? '-' : superscripts.indexOf(sign))).join('');
    return Number(`${digits}e${exponent === '' ? 0 : exponent}`);
  });
