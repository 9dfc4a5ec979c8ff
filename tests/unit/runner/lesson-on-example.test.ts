import { describe, expect, it } from 'vitest';
import type { ExperimentId } from '../../../src/lib/experiments/registry.ts';
import { loadExperiments } from '../../../src/components/experiment/files.ts';
import { openSettings } from '../../../src/lib/runner/history/open-settings.ts';
import type { Hideable } from '../../../src/lib/runner/lesson.ts';
import { ExperimentRunner } from '../../../src/lib/runner/ExperimentRunner.svelte.ts';
import { linkTo, openLink, stateOf } from '../../../src/lib/runner/links.ts';

await loadExperiments(['degradation', 'linear-product']);

function opened(id: ExperimentId, query: string): ExperimentRunner {
  const runner = new ExperimentRunner(id, undefined, () => 0);
  openLink(runner, `?e=${id}&${query}`);
  return runner;
}

describe('an example that a lesson holds fast', () => {
  it('keeps what is fixed when another preset is chosen, and takes the rest from it', () => {
    const runner = opened('degradation', 'seed=7&width=12&steps=30&lock=width,seed');
    runner.setPreset('full');
    expect([runner.preset, runner.seed, runner.texts['width'], runner.texts['steps']]).toEqual(['full', 7, '12', '2000']);
  });

  it('goes back to the defaults but for what is fixed', () => {
    const runner = opened('linear-product', 'scale=0.5&depth=20&lock=scale');
    runner.restoreDefaults();
    expect(runner.texts).toEqual({ scale: '0.5', depth: '150', matrix: 'identity', format: 'float64' });
  });

  it('lets everything go when the reader asks for it', () => {
    const runner = opened('degradation', 'width=12&hide=claims&lock=width');
    expect([runner.hides('claims'), runner.locks('width')]).toEqual([true, true]);
    runner.showEverything();
    expect([runner.hides('claims'), runner.locks('width')]).toEqual([false, false]);
    runner.restoreDefaults();
    expect(runner.texts['width']).toBe('4');
  });

  it('hands its lesson on to the link that a lecturer changes and copies', () => {
    const runner = opened('degradation', 'width=12&hide=claims&lock=width');
    runner.draft = { hidden: new Set([...runner.draft.hidden, 'code']), locked: new Set() };
    expect(linkTo(runner, runner.draft)).toBe('?e=degradation&width=12&hide=claims,code');
    expect(linkTo(runner)).toBe('?e=degradation&width=12');
  });

  it('takes the settings of a kept run, and stays in the lesson', () => {
    const runner = opened('degradation', 'hide=claims,code&lock=steps');
    openSettings(runner, '?e=degradation&width=12&seed=3');
    expect([runner.texts['width'], runner.seed]).toEqual(['12', 3]);
    expect(['claims', 'code', 'share'].map((part) => runner.hides(part as Hideable))).toEqual([true, true, false]);
    expect(runner.locks('steps')).toBe(true);
    expect(runner.notes).toEqual([]);
    expect(stateOf(runner.id, '?e=degradation&seed=9').seed).toBe(9);
    expect(runner.seed).toBe(3);
  });

  it('says that it was recorded anew since, and changes nothing else', () => {
    const runner = opened('degradation', 'width=12&v=abc');
    expect(runner.notes).toHaveLength(1);
    expect(runner.notes[0]).toMatch(/^This example has changed since the link was made/);
    expect(runner.texts['width']).toBe('12');
    expect(runner.status).toBe('idle');
  });
});
