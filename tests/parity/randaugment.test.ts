import { describe, expect, it } from 'vitest';
import type { Rgb } from '../../src/lib/experiments/randaugment/image.ts';
import { operations } from '../../src/lib/experiments/randaugment/operations.ts';
import fixture from './fixtures/randaugment.json' with { type: 'json' };

/** Written by make-randaugment-fixture.py, which says what the entries are. */
const images = fixture.map(({ width, height, pixels, results }) => {
  const image: Rgb = { width, height, pixels: new Uint8Array(Buffer.from(pixels, 'base64')) };
  return { name: `${width} by ${height} pixels`, image, results };
});

describe.each(images)('an image of $name', ({ image, results }) => {
  it.each(operations.map(({ name, apply }) => ({ name, apply })))(
    'is that of torchvision, byte for byte: $name',
    ({ name, apply }) => {
      const own = results.filter(({ operation }) => operation === name);
      expect(own.length).toBeGreaterThanOrEqual(6);
      for (const { magnitude, pixels } of own) {
        const found = Buffer.from(apply(image, magnitude).pixels).toString('base64');
        expect(found, `magnitude ${magnitude}`).toBe(pixels);
      }
    },
  );

  it('is itself left as it was', () => {
    const before = image.pixels.slice();
    for (const { apply } of operations) apply(image, 9);
    expect(image.pixels).toEqual(before);
  });
});
