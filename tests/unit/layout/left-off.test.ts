import { expect, test } from 'vitest';
import { latestPlace, parsePlaces } from '../../../src/components/layout/leftOff.ts';

const place = { id: 'degradation', title: '3.2 The degradation problem', at: 1000 };

test('what was stored is read again', () => {
  expect(parsePlaces(JSON.stringify({ 'residual-learning': place }))).toEqual({ 'residual-learning': place });
});

test.each([
  ['nothing', null],
  ['text that is no JSON', '{"residual-learning":'],
  ['a number', '7'],
  ['null', 'null'],
  ['a list', '[1, 2]'],
])('%s is no place', (_, text) => {
  expect(parsePlaces(text)).toEqual({});
});

test.each([
  ['an address that leaves the book', 'https://elsewhere.example/', place],
  ['an id that is none', 'residual-learning', { ...place, id: 'x" onclick="' }],
  ['an empty title', 'residual-learning', { ...place, title: ' ' }],
  ['an endless title', 'residual-learning', { ...place, title: 'a'.repeat(201) }],
  ['a time that is none', 'residual-learning', { ...place, at: 'now' }],
  ['nothing at all', 'residual-learning', null],
])('%s is dropped, and the rest is kept', (_, slug, value) => {
  expect(parsePlaces(JSON.stringify({ [slug]: value, circuits: place }))).toEqual({ circuits: place });
});

test('the latest place counts, among the chapters that the book has', () => {
  const places = {
    first: { ...place, at: 1 },
    second: { ...place, at: 3 },
    gone: { ...place, at: 9 },
    third: { ...place, at: 2 },
  };
  expect(latestPlace(places, ['first', 'second', 'third'])?.slug).toBe('second');
  expect(latestPlace(places, [])).toBeUndefined();
});
