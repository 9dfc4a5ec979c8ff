import { render } from 'svelte/server';
import { describe, expect, it, vi } from 'vitest';
import Drawing from '../../../src/components/drawings/Drawing.svelte';
import { drawingNamed, loadDrawings } from '../../../src/components/drawings/drawings.ts';
import type { ComputeExperiment, Experiment } from '../../../src/lib/experiments/experiment.ts';
import { drawingsIn, type DrawingPanel } from '../../../src/lib/experiments/figure.ts';
import { defaults } from '../../../src/lib/experiments/params.ts';
import { experiments } from '../../../src/lib/experiments/registry.ts';

const drawn = Object.entries<Experiment>(experiments).flatMap(([id, experiment]) =>
  experiment.figure.flatMap((panel) =>
    panel.kind === 'drawing' && experiment.kind === 'compute' ? [[id, panel, experiment] as const] : [],
  ),
);

const html = async (experiment: ComputeExperiment, panel: DrawingPanel, change: Record<string, number> = {}): Promise<string> => {
  await loadDrawings(drawingsIn(experiment.figure));
  const values = { ...defaults(experiment.params), ...change };
  const log = experiment.compute(values)[panel.arm] ?? {};
  const component = drawingNamed(panel.drawing);
  return render(Drawing, { props: { id: 'd', panel, log, values, component } }).body;
};

describe.each(drawn)('the drawing of %s', (_, panel, experiment) => {
  it('is rendered in every layout, each with a title and its words', async () => {
    const page = await html(experiment, panel);
    for (const layout of ['wide', 'medium', 'narrow']) {
      expect(page).toContain(`aria-labelledby="d-${layout}-title d-${layout}-text"`);
      expect(page).toMatch(new RegExp(`<desc id="d-${layout}-text">[^<]{20,}</desc>`));
    }
  });

  it('has no number that is none, at the defaults and at both ends of each slider', async () => {
    for (const [name, { control }] of Object.entries(experiment.params)) {
      const ends = control.kind === 'slider' ? [control.min, control.max] : [];
      for (const end of ends) expect(await html(experiment, panel, { [name]: end })).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

it('a drawing that was not loaded is refused by name', async () => {
  vi.resetModules();
  const unloaded = await import('../../../src/components/drawings/drawings.ts');
  expect(() => unloaded.drawingNamed('neuron-chain')).toThrow(
    'The drawing "neuron-chain" is needed before it was loaded: call loadDrawings first.',
  );
});
