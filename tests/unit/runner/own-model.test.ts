import { describe, expect, it } from 'vitest';
import { loadExperiments } from '../../../src/components/experiment/files.ts';
import { liveLines, recordedLines } from '../../../src/components/experiment/panels.ts';
import { liveTables } from '../../../src/components/experiment/table.ts';
import { runInWords } from '../../../src/components/experiment/figure-words.ts';
import { chartsIn } from '../../../src/lib/experiments/figure.ts';
import { OWN, ownLook } from '../../../src/lib/experiments/own-arm.ts';
import { withOwnModel } from '../../../src/lib/experiments/own-model.ts';
import { experiments, type ExperimentId } from '../../../src/lib/experiments/registry.ts';
import type { RunLog } from '../../../src/lib/experiments/runlog.ts';
import { compactModel } from '../../../src/lib/models/schema/format.ts';
import { scriptable } from '../../../src/lib/export/pytorch/offered.ts';
import { scriptOf, toPython } from '../../../src/lib/export/pytorch/script.ts';
import { ExperimentRunner } from '../../../src/lib/runner/ExperimentRunner.svelte.ts';
import { armFlops, costOf } from '../../../src/lib/runner/cost.ts';
import { decodeModel, encodeModel, longestLink } from '../../../src/lib/runner/own/link.ts';
import { fromLink, joined } from '../../../src/lib/runner/own/own.ts';
import { initialState, presetValues } from '../../../src/lib/runner/state.ts';
import { linkTo, openLink } from '../../../src/lib/runner/links.ts';

await loadExperiments(['degradation', 'linear-product']);

const { degradation } = experiments;
const values = presetValues(degradation, 'quick');
const trained = Object.entries(experiments).flatMap(([id, experiment]) =>
  experiment.kind === 'training' ? [[id as ExperimentId, experiment] as const] : [],
);

/** Another net on the data of degradation, and that of an arm of it. */
const small = '[{"type":"flatten"},{"type":"dense","units":10,"init":{"type":"zeros"},"biasInit":{"type":"zeros"}}]';
const text = compactModel(degradation.arms['residual56']?.model(values) ?? []);

const packed = async (base: string, model: string): Promise<string> => encodeModel({ base, text: model, isAlone: true });

describe('a model in a link', () => {
  it('is there again, and short, for every arm of the book', async () => {
    for (const [id, experiment] of trained) {
      for (const [base, { model }] of Object.entries(experiment.arms)) {
        const written = { base, text: compactModel(model(presetValues(experiment, 'quick'))), isAlone: base.length % 2 === 0 };
        const link = await encodeModel(written);
        expect(link, id).toMatch(/^[\w-]+\.\.?[\w-]+$/);
        expect(link.length, `${id}, ${base}`).toBeLessThan(1000);
        expect(await decodeModel(link), id).toEqual(written);
      }
    }
  });

  it('is refused where it is too irregular to be short', async () => {
    const irregular = Array.from({ length: 500 }, (_, i) => `{"type":"rmsNorm","epsilon":${Math.abs(Math.sin(i))}}`);
    await expect(packed('plain20', `[${irregular.join()}]`)).rejects.toThrow(
      /^This model takes \d{4,5} characters of a link, and may take 4000\. Give more of its layers the same settings\.$/,
    );
  });

  const whole = 'The link’s model is not as this book writes it; it may have been cut off.';
  it.each([
    ['nothing but a word', () => 'plain20', whole],
    ['one that was cut off', async () => (await packed('plain20', text)).slice(0, -9), whole],
    ['one with a sign in it that no link has', async () => `${await packed('plain20', text)}!`, whole],
    ['one that is no deflated text', () => 'plain20.AAAA', whole],
    ['one that is too long', () => `plain20.${'A'.repeat(longestLink)}`, whole],
    [
      'one that unfolds without end',
      () => packed('plain20', ' '.repeat(2_000_000)),
      'The link’s model unfolds to more than the 64000 characters that a model may have.',
    ],
    [
      'one of an arm that there is not',
      () => packed('plain21', small),
      'This example has no arm "plain21" to start from; it has plain20, plain56, residual20, residual56.',
    ],
    [
      'one of what every object has',
      () => packed('constructor', small),
      'This example has no arm "constructor" to start from; it has plain20, plain56, residual20, residual56.',
    ],
    [
      'one that does not fit',
      () => packed('plain20', '[{"type":"flatten"}]'),
      'layers[0] must be a dense layer of 10 units, whose outputs the loss takes, got flatten. (line 1, column 2)',
    ],
  ] as const satisfies readonly (readonly [string, () => string | Promise<string>, string])[])(
    'that is %s becomes a note',
    async (_, link, why) => {
      expect(await fromLink(degradation, values, await link())).toEqual({
        notes: [`The model of this link was left out. ${why}`],
      });
    },
  );
});

describe('an example with a model of the reader’s', () => {
  const opened = async (query: string, id: ExperimentId = 'degradation'): Promise<ExperimentRunner> => {
    const runner = new ExperimentRunner(id, undefined, () => 0);
    openLink(runner, `?e=${id}&${query}`);
    await runner.opened;
    return runner;
  };

  it('is opened by a link, keeps it through other settings, and links to it again', async () => {
    const link = await packed('plain20', small);
    const runner = await opened(`width=12&own=${link}&nonsense=1`);
    expect(runner.own).toMatchObject({ base: 'plain20', text: small, isAlone: true });
    expect(runner.experiment.arms[OWN as never]).toMatchObject({ label: 'your model', look: ownLook });
    expect(runner.notes.join(' ')).toMatch(
      /sets "nonsense".*Your model learns from the data, and by the plan, of “plain, 20 layers”\. It runs alone: /,
    );
    expect(linkTo(runner)).toBe(`?e=degradation&width=12&own=${link}`);
    runner.setParam('width', '8');
    runner.setPreset('full');
    expect(runner.own?.link).toBe(link);
    expect(runner.verdict).toBeUndefined();
    runner.setOwn(undefined);
    expect(runner.experiment).toBe(degradation);
    expect(linkTo(runner)).not.toContain('own');
  });

  it('is as the book has it where the link’s model cannot be used, with a note', async () => {
    const runner = await opened('own=plain20.AAAA');
    expect(runner.experiment).toBe(degradation);
    expect(runner.notes).toEqual([
      'The model of this link was left out. The link’s model is not as this book writes it; it may have been cut off.',
    ]);
    const computing = await opened(`own=${await packed('plain20', small)}`, 'linear-product');
    expect(computing.notes).toContain('The model of this link was left out. This example computes, and trains no model.');
  });

  it('is as the book has it, with a note, while the model does not fit the settings', () => {
    const { experiment, notes } = joined(degradation, { base: 'plain20', text: '[]', isAlone: true }, values);
    expect(experiment).toBe(degradation);
    expect(notes.join()).toMatch(
      /^Your model does not fit these settings, and is left out until it does\. layers must have at least one layer/,
    );
  });

  it('costs what the model takes, against what was recorded of the arms', () => {
    const state = initialState(degradation);
    const base = withOwnModel(degradation, { base: 'plain20', text }, values, true);
    const recording = {
      version: '',
      params: {},
      seeds: [0],
      seconds: 10,
      calibration: 2,
      claims: [],
      arms: Object.fromEntries(degradation.presets.quick.arms.map((arm) => [arm, { digests: [], metrics: {} }])),
    };
    const all = degradation.presets.quick.arms.reduce((sum, arm) => sum + armFlops(degradation, arm, values), 0);
    const expected = (10 * armFlops(degradation, 'residual56', values)) / all;
    expect(costOf(base, state, recording, 2).seconds).toBeCloseTo(expected, 6);
    const both = withOwnModel(degradation, { base: 'plain20', text }, values, false);
    expect(costOf(both, state, recording, 2).seconds).toBeCloseTo(10 + expected, 6);
  });

  it('draws it in every panel that compares arms, and beside each panel of its base alone', () => {
    for (const [id, experiment] of trained) {
      const quick = presetValues(experiment, 'quick');
      for (const base of experiment.presets.quick.arms) {
        const model = compactModel(experiment.arms[base]?.model(quick) ?? []);
        const { figure, arms } = withOwnModel(experiment, { base, text: model }, quick, true);
        expect(Object.keys(arms).at(-1)).toBe(OWN);
        expect(new Set(figure.map(({ title }) => title)).size, id).toBe(figure.length);
        for (const panel of figure) {
          if (panel.kind === 'curves' || panel.kind === 'profile' || panel.kind === 'points')
            expect(panel.arms ?? [OWN]).toContain(OWN);
        }
        const alone = experiment.figure.filter((panel) => 'arm' in panel && panel.arm === base);
        expect(figure.filter((panel) => 'arm' in panel && panel.arm === OWN)).toHaveLength(alone.length);
      }
    }
  });

  it('says which panels draw it where some show other arms alone, and only there', () => {
    let [silent, said] = [0, 0];
    for (const [id, experiment] of trained) {
      const quick = presetValues(experiment, 'quick');
      for (const base of experiment.presets.quick.arms) {
        const model = compactModel(experiment.arms[base]?.model(quick) ?? []);
        const own = withOwnModel(experiment, { base, text: model }, quick, true);
        const without = own.figure.filter(
          (panel) =>
            ('arm' in panel && panel.arm !== OWN && panel.arm !== base) ||
            (panel.kind === 'sweep' && panel.lines.every(({ arms }) => !arms.includes(OWN))),
        );
        const remark = own.remarks?.(quick).at(-1) ?? '';
        expect(/draw/.test(remark), id).toBe(without.length > 0);
        for (const { title } of without) expect(remark, id).toContain(`“${title}”`);
        if (without.length > 0) said++;
        else silent++;
      }
    }
    expect(Math.min(said, silent)).toBeGreaterThan(0);
  });

  it('draws its line over the recording in a look of its own', () => {
    const experiment = withOwnModel(degradation, { base: 'plain20', text }, values, true);
    const [loss] = chartsIn(experiment.figure);
    if (loss === undefined) throw new Error('There is a chart of the loss.');
    const log: RunLog = { [OWN]: { trainLoss: { x: [0, 1], y: [2.5, 2.4] } } };
    expect(liveLines(experiment, loss, log)).toMatchObject([
      { label: 'your model', colour: 'own', dash: 'dash-dotted', live: true },
    ]);
    expect(recordedLines(experiment, loss, undefined)).toEqual([]);
    const taken = trained.flatMap(([, { arms }]) => Object.values(arms).map(({ look }) => look));
    expect(taken.filter(({ colour, dash }) => colour === ownLook.colour || dash === ownLook.dash)).toEqual([]);
  });

  it('draws a point of it in a sweep, where its base has one', () => {
    const sweeping = trained.flatMap(([, experiment]) =>
      experiment.figure.flatMap((panel) => (panel.kind === 'sweep' ? [{ experiment, panel }] : [])),
    );
    expect(sweeping.length).toBeGreaterThan(3);
    for (const { experiment, panel } of sweeping) {
      const quick = presetValues(experiment, 'quick');
      const base = panel.lines[0]?.arms[1] ?? '';
      const model = compactModel(experiment.arms[base]?.model(quick) ?? []);
      const swept = withOwnModel(experiment, { base, text: model }, quick, true).figure.find(
        ({ title }) => title === panel.title,
      );
      if (swept?.kind !== 'sweep') throw new Error('It stays a sweep.');
      const [line] = liveLines(experiment, swept, { [OWN]: { [panel.metric]: { x: [1], y: [7] } } });
      expect(line).toMatchObject({ label: 'your model', colour: 'own', points: [{ x: 2, y: 7 }] });
    }
  });

  it('can be taken to PyTorch: every script of an example holds it', () => {
    for (const [id, experiment] of trained) {
      const quick = presetValues(experiment, 'quick');
      const [base = ''] = experiment.presets.quick.arms;
      const model = compactModel(experiment.arms[base]?.model(quick) ?? []);
      const scripted = scriptable(withOwnModel(experiment, { base, text: model }, quick, true));
      if (scripted === undefined) continue;
      const claims = { definitions: [], claims: [] };
      const chosen = { preset: 'quick', values: quick } as const;
      const script = scriptOf({ id, experiment: scripted, claims, chosen, seed: 0, address: '', weights: '' });
      expect(script.presets, id).not.toContain('paper');
      expect(toPython(script), id).toMatch(/def own_net\(\):[^]*"own": "your model"/);
    }
  });

  it('has words and tables also where its net lacks what an example measures', () => {
    const gates = experiments['highway-gates'];
    const quick = presetValues(gates, 'quick');
    const base = gates.presets.quick.arms[0] ?? '';
    const experiment = withOwnModel(gates, { base, text: small }, quick, true);
    const none = { layers: [], x: [0, 5], y: [[], []] };
    const log: RunLog = {
      [OWN]: { trainLoss: { x: [0, 5], y: [2, 1] }, gateOpening: none, unitGates: none, exampleGates: none },
    };
    expect(runInWords(experiment, log)).toEqual(['your model: training loss 2 nats at step 0, 1 nats at step 5.']);
    expect(liveTables(experiment, log)).toHaveLength(1);
    for (const panel of chartsIn(experiment.figure))
      expect(liveLines(experiment, panel, log).flatMap(({ points }) => points)).toEqual([]);
  });
});
