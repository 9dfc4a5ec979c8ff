import { describe, expect, it } from 'vitest';
import { keyTable, pressOf, type Place } from '../../../src/components/lecture/keys.ts';

const plain = { ctrlKey: false, altKey: false, metaKey: false, repeat: false };
const press = (key: string, place: Place = 'page', more: Partial<typeof plain> = {}) =>
  pressOf({ ...plain, key, ...more }, place);

describe('the keys of the lecture view', () => {
  it('are those of the table, each for one thing', () => {
    const keys = keyTable.flatMap(({ keys: some }) => some);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { command, keys: some } of keyTable) {
      for (const key of some) expect(press(key)).toEqual(command === 'panel' ? { panel: Number(key) - 1 } : command);
    }
  });

  it('are the same with the shift key or caps lock', () => {
    expect([press('R'), press('F')]).toEqual(['recording', 'full-screen']);
  });

  it('leave alone what belongs to the browser', () => {
    expect(press('r', 'page', { ctrlKey: true })).toBeUndefined();
    expect(press('ArrowLeft', 'page', { altKey: true })).toBeUndefined();
    expect(press('f', 'page', { metaKey: true })).toBeUndefined();
    for (const key of ['Escape', 'Tab', 'Enter', 'ArrowDown', 'ArrowUp', 'F5', 'Home', 'toString', '0']) {
      expect(press(key), key).toBeUndefined();
    }
  });

  it('do not run through when one is held down', () => {
    expect(press('PageDown', 'page', { repeat: true })).toBeUndefined();
  });

  it('leave a field its letters and arrows, and a button its space', () => {
    for (const key of ['ArrowRight', ' ', 's', '1', '.', '?']) expect(press(key, 'field'), key).toBeUndefined();
    expect(press(' ', 'button')).toBeUndefined();
    expect(press('s', 'button')).toBe('step');
  });

  it('of a clicker work wherever the focus was left', () => {
    for (const place of ['page', 'button', 'field'] as const) {
      expect([press('PageDown', place), press('PageUp', place)]).toEqual(['go', 'back']);
    }
  });
});
