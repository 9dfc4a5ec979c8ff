import { expect, it } from 'vitest';
import { metInWords } from '../../../src/components/prose/challengeProgress.ts';

const at = new Date(2026, 10, 30, 12).getTime();

it('says when a challenge was met, and on which seed where that is not the first', () => {
  expect(metInWords({ value: '?e=a&challenge=exr-b', right: true, at })).toBe('Met on 30 November.');
  expect(metInWords({ value: '?e=a&seed=3&challenge=exr-b', right: true, at })).toBe('Met on 30 November, seed 3.');
});

it('says nothing of one that was not met', () => {
  expect(metInWords({ value: '', right: false, at })).toBe('');
  expect(metInWords({ value: '', at })).toBe('');
});
