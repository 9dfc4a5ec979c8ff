import { describe, expect, it } from 'vitest';
import { experimentIds, experimentOf, type ExperimentId } from '../../../src/lib/experiments/registry.ts';
import { hideableNames, lessonInWords, lockable } from '../../../src/lib/runner/lesson-links.ts';
import { noLesson, type Hideable, type Lesson } from '../../../src/lib/runner/lesson.ts';
import { decodeLink, encodeLink, versionNote } from '../../../src/lib/runner/permalink.ts';
import { initialState } from '../../../src/lib/runner/state.ts';

const degradation = experimentOf('degradation');
const initial = initialState(degradation);

const lesson = (hidden: readonly Hideable[], locked: readonly string[]): Lesson => ({
  hidden: new Set(hidden),
  locked: new Set(locked),
});
const decoded = (query: string, id: ExperimentId = 'degradation') => decodeLink(id, `?e=${id}&${query}`);

describe('a link with a lesson', () => {
  it('says nothing of one where there is none', () => {
    expect(encodeLink('degradation', initial, '', noLesson)).toBe('?e=degradation');
    expect(decodeLink('degradation', '?e=degradation').lesson).toEqual(noLesson);
  });

  it('names what is left out and what is fixed, in the order of the page, readable', () => {
    const link = encodeLink('degradation', initial, 'abc', lesson(['claims', 'recording'], ['seed', 'width']));
    expect(link).toBe('?e=degradation&v=abc&hide=recording,claims&lock=width,seed');
  });

  it('leads back to the lesson it was made from', () => {
    const full = lesson(hideableNames, ['learningRate', 'preset']);
    const { lesson: back, state, notes } = decodeLink('degradation', encodeLink('degradation', initial, '', full));
    expect(back).toEqual(full);
    expect(state).toEqual(initial);
    expect(notes).toEqual([]);
  });

  it.each(experimentIds)('says "all" where everything that can be set on %s is fixed', (id) => {
    const experiment = experimentOf(id);
    const everything = Object.keys(lockable(experiment));
    const link = encodeLink(id, initialState(experiment), '', lesson([], everything));
    expect(link).toBe(`?e=${id}&lock=all`);
    expect([...decodeLink(id, link).lesson.locked]).toEqual(everything);
  });

  it('may name a thing twice, in two places, or with empty names between', () => {
    const { lesson: found, notes } = decoded('hide=claims,,claims&hide=code&lock=&lock=,seed,');
    expect(found).toEqual(lesson(['claims', 'code'], ['seed']));
    expect(notes).toEqual([]);
  });
});

describe('what may be fixed', () => {
  it('is every parameter, and the preset and the seed where there are any', () => {
    expect(Object.keys(lockable(degradation))).toEqual([...Object.keys(degradation.params), 'preset', 'seed']);
    expect(Object.keys(lockable(experimentOf('learning-speeds')))).not.toContain('preset');
    expect(Object.keys(lockable(experimentOf('linear-product')))).toEqual(['scale', 'depth', 'matrix', 'format']);
  });
});

describe('a lesson that cannot be used as it is', () => {
  const canHide = 'summary, recording, numbers, controls, params, verdict, claims, code, model, share, runs';
  const canLock = 'learningRate, width, steps, batchSize, weightDecay, trainImages, preset, seed, all';
  it.each([
    ['hide=everything', `The link hides "everything", which no example has; it can hide ${canHide}.`],
    ['hide=Claims', `The link hides "Claims", which no example has; it can hide ${canHide}.`],
    ['hide=a,b', `The link hides "a" and "b", which no example has; it can hide ${canHide}.`],
    ['hide=a,b,c,d,e', `The link hides "a", "b", "c" and 2 more, which no example has; it can hide ${canHide}.`],
    ['lock=momentum', `The link locks "momentum", which this example does not have; it can lock ${canLock}.`],
    ['lock=__proto__,width', `The link locks "__proto__", which this example does not have; it can lock ${canLock}.`],
    [`hide=${'x'.repeat(10_000)}`, `The link hides "xxxxxxxxxxxxxxxxxxxxxxxx…", which no example has; it can hide ${canHide}.`],
    ['theme=sepia', 'The link asks for a theme "sepia"; there are light and dark.'],
  ])('says what is wrong and what there is, once: %s', (query, note) => {
    const { state, notes } = decoded(query);
    expect(notes).toEqual([note]);
    expect(state).toEqual(initial);
  });

  it('keeps the good names beside the bad ones', () => {
    expect(decoded('hide=claims,nonsense&lock=nonsense,all').lesson).toEqual(
      lesson(['claims'], Object.keys(lockable(degradation))),
    );
  });

  it('fixes no seed where nothing is drawn', () => {
    expect(decoded('lock=seed', 'linear-product').notes).toEqual([
      'The link locks "seed", which this example does not have; it can lock scale, depth, matrix, format, all.',
    ]);
  });
});

describe('the line that tells the reader', () => {
  it('is empty where the link leaves out and fixes nothing', () => {
    expect(lessonInWords(degradation, noLesson)).toBe('');
  });

  it.each([
    [lesson(['claims'], []), 'For a lesson, this link leaves out the claims.'],
    [lesson([], ['seed']), 'For a lesson, this link fixes seed.'],
    [
      lesson(['code', 'summary', 'claims'], ['width', 'learningRate']),
      'For a lesson, this link leaves out the summary, the claims and the code, and fixes learning rate and width.',
    ],
    [lesson([], Object.keys(lockable(degradation))), 'For a lesson, this link fixes all settings.'],
  ])('says both in one sentence, %#', (given, words) => {
    expect(lessonInWords(degradation, given)).toBe(words);
  });
});

describe('a theme in the link', () => {
  it('is light or dark, or none', () => {
    expect([decoded('theme=light').theme, decoded('theme=dark').theme, decoded('').theme]).toEqual(['light', 'dark', undefined]);
  });
});

describe('the version of the recording in a link', () => {
  it('is nothing to speak of where it is the present one, or where the link names none', () => {
    expect([versionNote('', 'abc'), versionNote('abc', 'abc'), versionNote('', '')]).toEqual([undefined, undefined, undefined]);
  });

  it('is told where the example was recorded anew since', () => {
    expect(versionNote('abc', 'def')).toBe(
      'This example has changed since the link was made: it was recorded anew. The settings are those of the link; the numbers may differ from those that you were told of.',
    );
  });
});
