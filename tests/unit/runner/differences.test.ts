import { describe, expect, it } from 'vitest';
import { experimentOf } from '../../../src/lib/experiments/registry.ts';
import { differencesFromPage, differencesFromPreset, type Linked } from '../../../src/lib/runner/history/differences.ts';
import { decodeLink } from '../../../src/lib/runner/permalink.ts';

const degradation = experimentOf('degradation');
const linked = (query: string): Linked => ({ query, state: decodeLink('degradation', query).state });
const fromPage = (query: string, page: string) => differencesFromPage(degradation, linked(query), linked(page));
const fromPreset = (query: string) => differencesFromPreset(degradation, linked(query));

describe('what a run differs in', () => {
  it('from its preset is its seed, and each setting that is another', () => {
    expect(fromPreset('?e=degradation&v=abc')).toEqual(['seed 0']);
    expect(fromPreset('?e=degradation&seed=3&learningRate=0.1')).toEqual(['seed 3', 'learning rate 0.1 (preset: 0.02)']);
  });

  it('from the page is what the page has otherwise', () => {
    expect(fromPage('?e=degradation&seed=3', '?e=degradation&seed=3&v=abc&hide=claims&lock=seed')).toEqual([]);
    expect(fromPage('?e=degradation&seed=3', '?e=degradation&learningRate=0.1')).toEqual([
      'seed 3 (here 0)',
      'learning rate 0.02 (here: 0.1)',
    ]);
    expect(fromPage('?e=degradation&preset=full', '?e=degradation')[0]).toMatch(/^preset “.+”$/);
  });

  it('is told of by its name where a link holds something that is no parameter', () => {
    expect(fromPage('?e=degradation&other=3', '?e=degradation&other=4')).toEqual(['another “other” in its link']);
  });

  it('is a model of the reader’s own, which either may have', () => {
    expect(fromPage('?e=degradation&own=3', '?e=degradation&own=4')).toEqual(['another model of your own']);
    expect(fromPreset('?e=degradation&own=3')).toEqual(['seed 0', 'with a model of your own']);
    expect(fromPage('?e=degradation', '?e=degradation&own=4')).toEqual(['without your own model']);
  });
});
