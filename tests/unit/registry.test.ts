import { describe, expect, it } from 'vitest';
import type { Panel } from '../../src/lib/experiments/figure.ts';
import { datasetOf, planOf, type Experiment, type Look, type TrainingExperiment } from '../../src/lib/experiments/experiment.ts';
import { judge } from '../../src/lib/experiments/claims.ts';
import { inputShapeOf, isGenerated, trainCount, type DatasetRequest } from '../../src/lib/experiments/datasets.ts';
import { defaults, formatValues, parseValues } from '../../src/lib/experiments/params.ts';
import { experiments, isExperimentId } from '../../src/lib/experiments/registry.ts';
import { outline } from '../../src/lib/core/outline.ts';
import { forwardFlops, parameterCount } from '../../src/lib/models/count.ts';
import { shapeAfter } from '../../src/lib/models/shapes.ts';
import { reserved } from '../../src/lib/runner/permalink.ts';

/** What a net for these data has to give: a number a class, or as many numbers as there are targets. */
function outputsFor(request: DatasetRequest): number {
  if (isGenerated(request)) return 1;
  const pixels = inputShapeOf(request).reduce((product, size) => product * size, 1);
  return request.targets === 'images' ? pixels : (request.classes?.length ?? 10);
}

const armsOf = (panel: Panel): readonly string[] =>
  [
    'arm' in panel ? (panel.arm ?? []) : [],
    'arms' in panel ? (panel.arms ?? []) : [],
    panel.kind === 'sweep' ? panel.lines.flatMap(({ arms }) => arms) : [],
  ].flat();

/** How what a panel draws looks: the lines of a sweep, or all arms unless it names some. */
function looksOf({ arms }: Experiment, panel: Panel): readonly Look[] {
  if (panel.kind === 'sweep') return panel.lines.map(({ look }) => look);
  const named = armsOf(panel);
  return Object.entries(arms).flatMap(([arm, { look }]) => (named.length === 0 || named.includes(arm) ? [look] : []));
}

function metricsOf(panel: Panel): readonly string[] {
  if (panel.kind === 'drawing') return [];
  return panel.kind === 'metrics' ? panel.metrics : [panel.metric];
}

describe.each(Object.entries<Experiment>(experiments))('%s', (id, experiment) => {
  it('has an id that fits an address', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(isExperimentId(id)).toBe(true);
  });

  it('takes its own defaults, and brings them to text and back', () => {
    const values = defaults(experiment.params);
    expect(parseValues(experiment.params, formatValues(experiment.params, values))).toEqual(values);
  });

  it('takes both ends of each slider and every option of each choice', () => {
    for (const param of Object.values(experiment.params)) {
      const { control } = param;
      const texts =
        control.kind === 'slider' ? [String(control.min), String(control.max)] : control.options.map(({ value }) => value);
      for (const text of texts) expect(param.format(param.parse(text))).toBe(text);
    }
  });

  it('has parameter names that leave room for the other words of a link', () => {
    expect(Object.keys(experiment.params).filter((name) => reserved.has(name) || name === 'all')).toEqual([]);
  });

  it('draws only arms and metrics that it has', () => {
    const names = { arms: Object.keys(experiment.arms), metrics: Object.keys(experiment.metrics) };
    expect(names.arms).toEqual(expect.arrayContaining(experiment.figure.flatMap(armsOf)));
    expect(names.metrics).toEqual(expect.arrayContaining(experiment.figure.flatMap(metricsOf)));
    expect(experiment.figure.length).toBeGreaterThan(0);
  });

  it('claims something, once, about arms that it has', () => {
    expect(Object.keys(experiment.arms)).toEqual(expect.arrayContaining(experiment.claims.flatMap(({ arms }) => arms)));
    const texts = experiment.claims.map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(0);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('tells the arms of a panel apart', () => {
    for (const panel of experiment.figure) {
      const looks = looksOf(experiment, panel).map(({ colour, dash }) => `${colour} ${dash}`);
      expect(new Set(looks).size).toBe(looks.length);
    }
  });

  it('has an arm for each setting of a sweep', () => {
    for (const panel of experiment.figure) {
      if (panel.kind !== 'sweep') continue;
      expect(panel.lines.map(({ arms }) => arms.length)).toEqual(panel.lines.map(() => panel.settings.length));
    }
  });
});

const training = Object.entries<Experiment>(experiments).filter(
  (entry): entry is [string, TrainingExperiment] => entry[1].kind === 'training',
);

describe.each(training)('%s, which trains,', (_, experiment) => {
  const presets = Object.entries(experiment.presets);

  it.each(presets)('has a %s preset of legal values, known arms and at least three seeds', (_name, preset) => {
    const values = { ...defaults(experiment.params), ...preset.values };
    expect(parseValues(experiment.params, formatValues(experiment.params, values))).toEqual(values);
    expect(Object.keys(experiment.arms)).toEqual(expect.arrayContaining([...preset.arms]));
    expect(preset.arms.length).toBeGreaterThan(0);
    expect(new Set(preset.seeds).size).toBeGreaterThanOrEqual(3);
  });

  it('tests every claim in one of its presets', () => {
    const untested = experiment.claims.filter(
      ({ arms, needs }) =>
        !presets.some(([, preset]) => {
          const values = { ...defaults(experiment.params), ...preset.values };
          return arms.every((arm) => preset.arms.includes(arm)) && needs?.isMet(values) !== false;
        }),
    );
    expect(untested.map(({ text }) => text)).toEqual([]);
  });

  it.each(presets)('has models of as many outputs as the data of its %s preset have', (_name, preset) => {
    const values = { ...defaults(experiment.params), ...preset.values };
    for (const [name, arm] of Object.entries(experiment.arms)) {
      const request = datasetOf(experiment, name, values);
      const input = inputShapeOf(request);
      expect(shapeAfter(arm.model(values), input)).toEqual([outputsFor(request)]);
      expect(parameterCount(arm.model(values), input)).toBeGreaterThan(0);
      expect(forwardFlops(arm.model(values), input)).toBeGreaterThan(0);
    }
  });

  it.each(presets)('has a plan for its %s preset that fits its data', (_name, preset) => {
    const values = { ...defaults(experiment.params), ...preset.values };
    for (const arm of Object.keys(experiment.arms)) {
      const train = trainCount(datasetOf(experiment, arm, values));
      const plan = planOf(experiment, arm, values);
      expect(plan.steps).toBeGreaterThanOrEqual(0);
      expect(Number.isInteger(plan.measureEvery) && plan.measureEvery > 0).toBe(true);
      if (plan.batchSize !== 'all') expect(plan.batchSize).toBeLessThanOrEqual(train);
    }
  });

  it.each(presets)(
    'has nets that go on, where it has any, within the steps of its %s preset, with the outputs of the first',
    (_name, preset) => {
      const values = { ...defaults(experiment.params), ...preset.values };
      for (const [name, arm] of Object.entries(experiment.arms)) {
        const next = arm.continues?.(values);
        if (next === undefined) continue;
        expect(next.after).toBeGreaterThan(0);
        expect(next.after).toBeLessThan(planOf(experiment, name, values).steps);
        const input = inputShapeOf(datasetOf(experiment, name, values));
        expect(shapeAfter(next.model, input)).toEqual(shapeAfter(arm.model(values), input));
        expect(outline(next.model, input).map((placed) => placed.name)).toContain(next.upTo);
      }
    },
  );
});

const computed = Object.entries<Experiment>(experiments).flatMap(([id, experiment]) =>
  experiment.kind === 'compute' ? [[id, experiment] as const] : [],
);

describe.each(computed)('%s, which computes,', (_, experiment) => {
  const base = defaults(experiment.params);
  const withText = (name: string, text: string) =>
    parseValues(experiment.params, { ...formatValues(experiment.params, base), [name]: text });
  const settings = [
    base,
    ...Object.entries(experiment.params).flatMap(([name, { control }]) =>
      control.kind === 'slider'
        ? [control.min, control.max, ...(control.min < 0 && control.max > 0 ? [0] : [])].map((value) =>
            withText(name, String(value)),
          )
        : control.options.map(({ value }) => withText(name, value)),
    ),
  ];

  it('holds its claims at the defaults, at both ends and at the zero of each slider and with every option of each choice', () => {
    for (const values of settings) {
      const results = judge(experiment.claims, experiment.compute(values), values);
      const undecided = results.filter((_, i) => experiment.claims[i]?.needs?.isMet(values) === false);
      expect(
        results.map(({ status }) => status),
        JSON.stringify({ values, results }),
      ).toEqual(results.map((result) => (undecided.includes(result) ? 'pending' : 'held')));
    }
  });

  it('tests every claim under some of these', () => {
    const untested = experiment.claims.filter(({ needs }) => !settings.some((values) => needs?.isMet(values) !== false));
    expect(untested.map(({ text }) => text)).toEqual([]);
  });
});
