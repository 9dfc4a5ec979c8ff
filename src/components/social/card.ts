import satori from 'satori';
import sharp from 'sharp';
import { bookTitle } from '../../lib/site/cite.ts';
import type { ChartPanel } from '../../lib/experiments/figure.ts';
import type { Category, ChartLine } from '../charts/chart.ts';
import { cardFigure, type CardFigure } from './cardFigure.ts';
import { box, type CardElement } from './element.ts';
import { cardFonts } from './fonts.ts';
import { lightColour } from './palette.ts';
import { cardSize } from './size.ts';

/** What a social card shows: words, and the recorded curves of an example where the page has one. */
export interface Card {
  /** "Part III · Chapter 9"; empty where there is nothing to say. */
  readonly mark: string;
  readonly title: string;
  /** Shown where there is no figure. */
  readonly description: string;
  /** One line at the foot. */
  readonly foot: string;
  readonly figure?: CardChart;
}

export interface CardChart {
  readonly panel: ChartPanel;
  readonly lines: readonly ChartLine[];
  readonly categories: readonly Category[];
}

const margin = 64;
const frame = { left: 588, top: 52, width: cardSize.width - 588 - 52, height: cardSize.height - 104 };

/** A card as PNG. The same card is the same bytes on every machine: fonts come from packages, and nothing is asked of the system. */
export async function drawCard(card: Card): Promise<Buffer> {
  const figure = card.figure && cardFigure(card.figure, inside(frame, 28));
  const svg = await satori(layout(card, figure), { ...cardSize, fonts: cardFonts() });
  const drawn = svg.replace(/<\/svg>$/, `${figure?.svg ?? ''}</svg>`);
  return sharp(Buffer.from(drawn)).png({ palette: true, colours: 96, dither: 0, compressionLevel: 9, effort: 10 }).toBuffer();
}

const inside = ({ left, top, width, height }: typeof frame, by: number) => ({
  left: left + by,
  top: top + by,
  width: width - 2 * by,
  height: height - 2 * by,
});

function layout(card: Card, figure: CardFigure | undefined): CardElement {
  return box(
    { width: '100%', height: '100%', position: 'relative', background: lightColour('paper'), color: lightColour('ink') },
    ...(figure === undefined ? [] : [panelBox()]),
    words(card, figure === undefined),
    ...(figure?.words ?? []),
  );
}

const panelBox = (): CardElement =>
  box({
    position: 'absolute',
    ...frame,
    background: lightColour('figure-background'),
    border: `2px solid ${lightColour('rule')}`,
    borderRadius: 12,
  });

function words({ mark, title, description, foot }: Card, isAlone: boolean): CardElement {
  return box(
    {
      position: 'absolute',
      left: margin,
      top: 56,
      width: isAlone ? cardSize.width - 2 * margin : frame.left - margin - 40,
      height: cardSize.height - 112,
      flexDirection: 'column',
      justifyContent: 'space-between',
    },
    box(
      { flexDirection: 'column' },
      box({ fontFamily: 'Inter', fontWeight: 500, fontSize: 26, color: lightColour('accent'), height: 34 }, mark),
      box(
        {
          fontFamily: 'Source Serif 4',
          fontWeight: 600,
          fontSize: titleSize(title, isAlone),
          lineHeight: 1.12,
          letterSpacing: '-0.015em',
          textWrap: 'balance',
          marginTop: 22,
        },
        title,
      ),
      ...(isAlone ? [standfirst(description)] : []),
    ),
    box(
      { flexDirection: 'column', borderTop: `3px solid ${lightColour('accent')}`, paddingTop: 18, alignSelf: 'flex-start' },
      // A page may have the book's own title.
      ...(title === bookTitle ? [] : [box({ fontFamily: 'Source Serif 4', fontWeight: 600, fontSize: 32 }, bookTitle)]),
      box({ fontFamily: 'Inter', fontSize: 23, color: lightColour('ink-soft'), marginTop: 4 }, foot),
    ),
  );
}

const standfirst = (description: string): CardElement =>
  box(
    {
      fontFamily: 'Source Serif 4',
      fontStyle: 'italic',
      fontSize: 36,
      lineHeight: 1.35,
      textWrap: 'balance',
      color: lightColour('ink-soft'),
      marginTop: 30,
      lineClamp: 4,
      display: 'block',
    },
    description,
  );

/** As large as the longest word and the length of the title allow. */
function titleSize(title: string, isAlone: boolean): number {
  if (isAlone) return title.length > 24 ? 78 : 96;
  const longest = Math.max(...title.split(' ').map((word) => word.length));
  if (longest > 13 || title.length > 34) return 56;
  return title.length > 20 ? 64 : 72;
}
