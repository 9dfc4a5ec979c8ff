import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawCard } from '../../../src/components/social/card.ts';
import { cardsOf } from '../../../src/components/social/cards.ts';
import { lightColour } from '../../../src/components/social/palette.ts';
import { pagesOf, readBook } from '../../../src/lib/site/book.ts';

const cards = cardsOf(readBook());

/** How many pixels are of this colour, or nearly. */
async function pixelsOf(png: Buffer, colour: string): Promise<number> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const wanted = [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
  let count = 0;
  for (let i = 0; i < data.length; i += info.channels) {
    if (wanted.every((value, channel) => Math.abs(value - (data[i + channel] ?? 0)) < 12)) count += 1;
  }
  return count;
}

describe('social cards', () => {
  test('every page of the book has one', () => {
    expect(Object.keys(cards)).toEqual(['index', ...pagesOf(readBook()).map(({ slug }) => slug)]);
  });

  test('a chapter with an example shows its curves, in the colours of the book', async () => {
    const card = cards['residual-learning'];
    if (card === undefined) throw new Error('The chapter on residual learning has no card.');
    expect(card.figure?.lines.map(({ label }) => label)).toContain('plain, 56 layers');
    const png = await drawCard(card);
    expect(await sharp(png).metadata()).toMatchObject({ width: 1200, height: 630, format: 'png' });
    expect(png.length).toBeLessThan(60_000);
    for (const colour of ['colour-plain', 'colour-residual', 'ink', 'accent']) {
      expect(await pixelsOf(png, lightColour(colour)), colour).toBeGreaterThan(500);
    }
  });

  test('the same card is the same bytes', async () => {
    const card = { mark: 'Appendix', title: 'Notation & signs', description: 'What the letters mean.', foot: 'A book' };
    expect((await drawCard(card)).equals(await drawCard(card))).toBe(true);
  });

  test('a colour that the theme does not have is refused by name', () => {
    expect(() => lightColour('var(--colour-pink)')).toThrow(
      'The light theme in src/styles/tokens.css has no colour "--colour-pink".',
    );
  });
});
