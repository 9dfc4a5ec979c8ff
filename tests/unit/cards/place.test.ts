import { expect, test } from 'vitest';
import { place, type Box } from '../../../src/components/cards/place.ts';

const phone: Box = { left: 0, top: 100, right: 360, bottom: 740 };
const line = (left: number, top: number, right = left + 60): Box => ({ left, top, right, bottom: top + 20 });

test('a card stands below its link, flush with it, where there is room', () => {
  expect(place([line(20, 300)], { width: 300, height: 200 }, phone)).toEqual({ left: 20, top: 324, height: 200 });
});

test('near the bottom it stands above', () => {
  expect(place([line(20, 600)], { width: 300, height: 200 }, phone)).toEqual({ left: 20, top: 396, height: 200 });
});

test('it keeps away from both sides of the window', () => {
  expect(place([line(290, 300)], { width: 300, height: 200 }, phone).left).toBe(52);
  expect(place([line(-4, 300)], { width: 340, height: 200 }, phone).left).toBe(8);
});

test('a card too high for either side takes the higher one and is cut to it', () => {
  expect(place([line(20, 300)], { width: 300, height: 900 }, phone)).toEqual({ left: 20, top: 324, height: 408 });
  const above = place([line(20, 500)], { width: 300, height: 900 }, phone);
  expect(above).toEqual({ left: 20, top: 108, height: 388 });
});

test('a link that runs over two lines has its card below the second or above the first', () => {
  expect(place([line(300, 300), line(10, 330)], { width: 200, height: 100 }, phone)).toEqual({ left: 10, top: 354, height: 100 });
  expect(place([line(300, 640), line(10, 670)], { width: 200, height: 100 }, phone)).toEqual({
    left: 152,
    top: 536,
    height: 100,
  });
});
