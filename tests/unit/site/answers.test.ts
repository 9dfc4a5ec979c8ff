import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answersKey, hasAnswers, onAnswersChanged } from '../../../src/lib/site/answers-key.ts';
import {
  answersVersion,
  forgetAnswers,
  keepAnswer,
  parseAnswers,
  printAnswers,
  readAnswers,
  restoreAnswers,
} from '../../../src/lib/site/answers.ts';

/** As a browser's: refuses what `refuses` says. */
class FakeStorage {
  readonly texts = new Map<string, string>();
  refuses = { reading: false, writing: false };

  getItem(key: string): string | null {
    if (this.refuses.reading) throw new DOMException('denied', 'SecurityError');
    return this.texts.get(key) ?? null;
  }
  setItem(key: string, text: string): void {
    if (this.refuses.writing) throw new DOMException('full', 'QuotaExceededError');
    this.texts.set(key, text);
  }
  removeItem(key: string): void {
    if (this.refuses.writing) throw new DOMException('denied', 'SecurityError');
    this.texts.delete(key);
  }
}

const none = { exercises: {}, predictions: {}, challenges: {} };
let storage: FakeStorage;
let page: EventTarget;

beforeEach(() => {
  storage = new FakeStorage();
  page = new EventTarget();
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal('dispatchEvent', page.dispatchEvent.bind(page));
  vi.spyOn(Date, 'now').mockReturnValue(1000);
});

afterEach(() => {
  // What a page keeps without storage goes with the page.
  storage.refuses = { reading: false, writing: false };
  forgetAnswers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the answers of a reader', () => {
  it('come back as they were kept, each kind by itself', () => {
    expect(keepAnswer('exercises', 'exr-a', { value: '0.37', right: true })).toEqual({});
    keepAnswer('predictions', 'predict-a', { value: 'deeper' });
    keepAnswer('challenges', 'exr-a', { value: '?lr=0.1', right: false });
    expect(readAnswers()).toEqual({
      exercises: { 'exr-a': { value: '0.37', right: true, at: 1000 } },
      predictions: { 'predict-a': { value: 'deeper', at: 1000 } },
      challenges: { 'exr-a': { value: '?lr=0.1', right: false, at: 1000 } },
    });
  });

  it('replace an earlier answer to the same', () => {
    keepAnswer('exercises', 'exr-a', { value: '1', right: false });
    keepAnswer('exercises', 'exr-a', { value: '2' });
    expect(readAnswers().exercises).toEqual({ 'exr-a': { value: '2', at: 1000 } });
  });

  it('are forgotten one by one, kind by kind, or all, and nothing stays in storage then', () => {
    keepAnswer('exercises', 'exr-a', { value: '1' });
    keepAnswer('exercises', 'exr-b', { value: '2' });
    keepAnswer('predictions', 'predict-a', { value: '3' });
    forgetAnswers('exercises', 'exr-a');
    expect(Object.keys(readAnswers().exercises)).toEqual(['exr-b']);
    forgetAnswers('exercises');
    expect(readAnswers().exercises).toEqual({});
    expect(Object.keys(readAnswers().predictions)).toEqual(['predict-a']);
    forgetAnswers();
    expect(storage.texts.size).toBe(0);
  });

  it('come back when they are put back, but not over one that was given since', () => {
    keepAnswer('exercises', 'exr-a', { value: '1' });
    keepAnswer('exercises', 'exr-b', { value: '2' });
    keepAnswer('predictions', 'predict-a', { value: '3' });
    const before = readAnswers();
    forgetAnswers();
    expect(restoreAnswers(before)).toEqual({});
    expect(readAnswers()).toEqual(before);
    forgetAnswers('exercises');
    keepAnswer('exercises', 'exr-b', { value: '5' });
    restoreAnswers(before);
    expect(readAnswers().exercises).toMatchObject({ 'exr-a': { value: '1' }, 'exr-b': { value: '5' } });
    storage.refuses.writing = true;
    expect(restoreAnswers(before).problem).toBe(
      'Your browser stores nothing for this page, so this lasts only until you leave it.',
    );
  });

  it('are read back from what is printed for the reader', () => {
    keepAnswer('exercises', 'exr-a', { value: '1/3', right: true });
    expect(parseAnswers(printAnswers(readAnswers(), 2))).toEqual(readAnswers());
  });

  it('refuse an id and a value that could not be read back', () => {
    expect(() => keepAnswer('exercises', 'Exr A', { value: '1' })).toThrow('"Exr A" cannot be the id of an answer');
    expect(() => keepAnswer('exercises', '__proto__', { value: '1' })).toThrow('cannot be the id');
    expect(() => keepAnswer('exercises', 'exr-a', { value: 'x'.repeat(1001) })).toThrow('has 1001 characters; 1000 can be kept');
  });

  it('are bounded: what does not fit is said, and answers that are there can still be changed', () => {
    const full = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`exr-${index}`, { value: '1', at: 1 }]));
    storage.texts.set(answersKey, JSON.stringify({ version: answersVersion, exercises: full }));
    expect(keepAnswer('exercises', 'exr-new', { value: '1' }).problem).toContain('keeps 500 answers already');
    expect(keepAnswer('exercises', 'exr-7', { value: '2' })).toEqual({});
    expect(readAnswers().exercises['exr-7']?.value).toBe('2');
    expect(keepAnswer('predictions', 'predict-new', { value: '1' })).toEqual({});
  });
});

describe('what is stored', () => {
  it.each([
    ['nothing', null],
    ['what is no JSON', '{'],
    ['what is no record', '[1]'],
    ['null', 'null'],
    ['another version', JSON.stringify({ version: 2, exercises: { 'exr-a': { value: '1', at: 1 } } })],
    ['no version', JSON.stringify({ exercises: { 'exr-a': { value: '1', at: 1 } } })],
    ['kinds that are no records', JSON.stringify({ version: 1, exercises: [1], predictions: 'x' })],
  ])('gives no answers where it is %s', (_, text) => {
    expect(parseAnswers(text)).toEqual(none);
  });

  it('loses what cannot be used, and only that', () => {
    const good = { value: '1', at: 1 };
    const exercises = {
      'exr-good': { ...good, more: 'x' },
      'exr-unjudged': { ...good, right: 'yes' },
      'exr-number': { value: 1, at: 1 },
      'exr-no-time': { value: '1' },
      'exr-long': { value: 'x'.repeat(1001), at: 1 },
      'exr-null': null,
      'Not an id': good,
    };
    expect(parseAnswers(JSON.stringify({ version: 1, exercises }))).toEqual({
      ...none,
      exercises: { 'exr-good': good, 'exr-unjudged': good },
    });
  });

  it('cannot reach the prototype of the answers', () => {
    const answers = parseAnswers('{"version": 1, "exercises": {"__proto__": {"value": "1", "at": 1}}}');
    expect(Object.keys(answers.exercises)).toEqual([]);
    expect('value' in answers.exercises).toBe(false);
  });
});

describe('a browser without storage', () => {
  it('keeps answers for as long as the page, and says so', () => {
    storage.refuses = { reading: true, writing: true };
    expect(readAnswers()).toEqual(none);
    expect(keepAnswer('exercises', 'exr-a', { value: '1' }).problem).toBe(
      'Your browser stores nothing for this page, so this lasts only until you leave it.',
    );
    keepAnswer('predictions', 'predict-a', { value: '2' });
    expect(Object.keys(readAnswers().exercises)).toEqual(['exr-a']);
    expect(Object.keys(readAnswers().predictions)).toEqual(['predict-a']);
  });

  it('keeps those that were stored when it fills up, and stores all once it can', () => {
    keepAnswer('exercises', 'exr-a', { value: '1' });
    storage.refuses.writing = true;
    expect(keepAnswer('exercises', 'exr-b', { value: '2' }).problem).toBeDefined();
    expect(Object.keys(readAnswers().exercises)).toEqual(['exr-a', 'exr-b']);
    storage.refuses.writing = false;
    expect(keepAnswer('exercises', 'exr-c', { value: '3' })).toEqual({});
    expect(Object.keys(parseAnswers(storage.texts.get(answersKey) ?? null).exercises)).toEqual(['exr-a', 'exr-b', 'exr-c']);
  });
});

it('can be asked whether it holds any, also where storage is forbidden', () => {
  expect(hasAnswers()).toBe(false);
  keepAnswer('challenges', 'exr-a', { value: '?e=a' });
  expect(hasAnswers()).toBe(true);
  forgetAnswers();
  expect(hasAnswers()).toBe(false);
  storage.refuses.reading = true;
  expect(hasAnswers()).toBe(false);
});

describe('who listens for answers', () => {
  it('hears of one kept, one forgotten and one of another page, until it stops', () => {
    const listener = vi.fn();
    const stop = onAnswersChanged(listener);
    keepAnswer('exercises', 'exr-a', { value: '1' });
    expect(listener).toHaveBeenCalledTimes(1);
    forgetAnswers();
    expect(listener).toHaveBeenCalledTimes(2);
    page.dispatchEvent(Object.assign(new Event('storage'), { key: answersKey }));
    page.dispatchEvent(Object.assign(new Event('storage'), { key: null }));
    page.dispatchEvent(Object.assign(new Event('storage'), { key: 'another' }));
    expect(listener).toHaveBeenCalledTimes(4);
    stop();
    keepAnswer('exercises', 'exr-a', { value: '2' });
    page.dispatchEvent(Object.assign(new Event('storage'), { key: answersKey }));
    expect(listener).toHaveBeenCalledTimes(4);
  });
});
