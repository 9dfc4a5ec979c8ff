import { expect, it } from 'vitest';
import { liveLines } from '../../../src/components/experiment/panels.ts';
import { liveTables } from '../../../src/components/experiment/table.ts';
import { judge } from '../../../src/lib/experiments/claims.ts';
import { chartsIn } from '../../../src/lib/experiments/figure.ts';
import { parseValues } from '../../../src/lib/experiments/params.ts';
import tinySteps from '../../../src/lib/experiments/tiny-steps.ts';

const computed = (texts: Record<string, string>) => {
  const values = parseValues(tinySteps.params, texts);
  return { values, log: tinySteps.compute(values) };
};

it.each(['0.05', '0.08', '0.13', '0.17', '0.2'])('holds its claims for d = %s at every learning rate', (distance) => {
  for (const learningRate of ['0.00001', '0.0001', '0.0004', '0.001', '0.002', '0.003']) {
    const { values, log } = computed({ distance, learningRate });
    const unheld = judge(tinySteps.claims, log, values).filter(({ status }) => status !== 'held');
    expect(unheld, learningRate).toEqual([]);
  }
});

it('puts every depth of an arm where it belongs: learnt, diverged or given up', () => {
  const { log } = computed({ distance: '0.2' });
  for (const [arm, metrics] of Object.entries(log)) {
    const depths = ['steps', 'diverged', 'givenUp'].flatMap((metric) => metrics[metric]?.x ?? []);
    expect(
      depths.toSorted((a, b) => a - b),
      arm,
    ).toEqual(log['one']?.['steps']?.x);
  }
  expect(log['above']?.['diverged']?.x.length).toBeGreaterThan(0);
  expect(log['below']?.['givenUp']?.x.length).toBeGreaterThan(0);
});

it('says in its tables at which depths it diverged, and has none of an arm that never does', () => {
  const { log } = computed({});
  const captions = liveTables(tinySteps, log).map(({ caption }) => caption);
  expect(captions.filter((caption) => caption.includes('until it diverged'))).toEqual(['This run: steps until it diverged']);
  const table = liveTables(tinySteps, log).find(({ caption }) => caption.includes('until it diverged'));
  expect(table?.header).toEqual(['layers L', 'c = 1 + d']);
  expect(table?.rows.at(-1)).toEqual(['150', '1']);
});

it('draws no line over a depth at which the run was given up', () => {
  const { log } = computed({});
  const panel = chartsIn(tinySteps.figure).find(({ title }) => title === 'Steps until trained');
  if (panel === undefined) throw new Error('The figure has no panel "Steps until trained".');
  const above = liveLines(tinySteps, panel, log).find(({ id }) => id === 'above-live');
  expect(log['above']?.['givenUp']?.x).toEqual([35]);
  const around = above?.points.filter(({ x }) => x >= 30 && x <= 40);
  expect(around?.map(({ x, y }) => [x, Number.isFinite(y)])).toEqual([[30, true], [35, false], [40, true]]); // prettier-ignore
});
