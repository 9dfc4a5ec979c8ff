import { describe, expect, it } from 'vitest';
import { operations } from '../../../../src/lib/experiments/randaugment/operations.ts';
import { picture } from '../../../../src/lib/experiments/randaugment/picture.ts';
import { applied, drawings, drawnInWords } from '../../../../src/lib/experiments/randaugment/randaugment.ts';

const indexOf = (wanted: string): number => operations.findIndex(({ name }) => name === wanted);

describe('RandAugment', () => {
  it('has the 14 operations of the paper, each once', () => {
    expect(new Set(operations.map(({ name }) => name)).size).toBe(14);
  });

  it('draws N operations a picture, the same for the same seed, with a sign only where there are two sides', () => {
    const drawn = drawings(3, 500, 2, 9);
    expect(drawn).toEqual(drawings(3, 500, 2, 9));
    expect(drawn).not.toEqual(drawings(4, 500, 2, 9));
    expect(drawn.map(({ length }) => length)).toEqual(new Array<number>(500).fill(2));
    const signs = operations.map(
      (_, i) => new Set(drawn.flat().flatMap(({ index, magnitude }) => (index === i ? [magnitude] : []))),
    );
    for (const [i, { isSigned }] of operations.entries()) expect(signs[i]).toEqual(new Set(isSigned ? [9, -9] : [9]));
  });

  it('applies one operation to what the one before it made', () => {
    const drawn = [
      { index: indexOf('translate-x'), magnitude: 30 },
      { index: indexOf('solarize'), magnitude: 30 },
    ];
    const image = picture();
    const made = applied(image, drawn);
    // Solarized at 0 all is inverted, what translation left black too: 150/331 of 20 pixels are 9.
    expect([...made.pixels.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect([...made.pixels.subarray(27, 30)]).toEqual([...image.pixels.subarray(0, 3)].map((value) => 255 - value));
    expect(applied(image, [])).toEqual(image);
  });

  it('names what was drawn, with its side', () => {
    expect(
      drawnInWords([
        { index: indexOf('rotate'), magnitude: -9 },
        { index: indexOf('equalize'), magnitude: 9 },
        { index: indexOf('color'), magnitude: 9 },
        { index: indexOf('shear-x'), magnitude: 0 },
      ]),
    ).toBe('rotate −, equalize, color +, shear-x');
  });
});
