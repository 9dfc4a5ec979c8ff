import { xAxis, xExtent, yAxis, yExtent, type Tick } from '../charts/axes.ts';
import { sampleWidth } from '../charts/layout.ts';
import { placeLegend, wrapWords } from '../charts/placing.ts';
import { lineDrawer, type DrawnLine } from '../charts/shapes.ts';
import type { CardChart } from './card.ts';
import { box, type CardElement } from './element.ts';
import { lightColour } from './palette.ts';

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A chart in two layers: lines as SVG, and its words as boxes, since only satori has the fonts. */
export interface CardFigure {
  readonly svg: string;
  readonly words: readonly CardElement[];
}

const fontSize = 18;
const rowHeight = 28;

/** Draws a panel of an example into a rectangle of the card, in the colours of the light theme. */
export function cardFigure({ panel, lines, categories }: CardChart, { left, top, width, height }: Rectangle): CardFigure {
  // What dots stand for, the axis says.
  const named = lines.filter(({ label, mark }) => label !== '' && mark?.kind !== 'dots');
  const names = named.map(({ label }) => label);
  const legend = placeLegend(names, fontSize, width);
  const plot = {
    left: left + 62,
    right: left + width - 14,
    top: top + 78,
    bottom: top + height - 66 - ((legend.at(-1)?.row ?? -1) + 1) * rowHeight,
  };
  const x = xAxis(xExtent(lines), [plot.left, plot.right], 5);
  const y = yAxis(yExtent(lines, panel.yScale, panel.yMax, panel.yCovers), panel.yScale, [plot.bottom, plot.top], 5);
  const draw = lineDrawer(x, y, panel.yScale);

  const grid = y.ticks.map(({ value }) => {
    const at = y.place(value);
    return `<path d="M${plot.left},${at}H${plot.right}" stroke="${lightColour('rule')}" stroke-width="1.5"/>`;
  });
  const drawn = lines.map(draw).flatMap(drawnLine);
  const legendTop = plot.bottom + 66;
  const samples = legend.map((place, i) => {
    const line = named[i];
    if (line === undefined) return '';
    const at = legendTop + place.row * rowHeight + rowHeight / 2;
    return sample(draw(line), left + place.x + 2, at);
  });

  const svg = [
    `<clipPath id="plot"><rect x="${plot.left - 4}" y="${plot.top - 4}" width="${plot.right - plot.left + 8}" height="${plot.bottom - plot.top + 8}"/></clipPath>`,
    ...grid,
    `<path d="M${plot.left},${plot.bottom}H${plot.right}" stroke="${lightColour('rule-strong')}" stroke-width="2"/>`,
    `<g clip-path="url(#plot)">${drawn.join('')}</g>`,
    ...samples,
  ].join('');

  const words = [
    word({ left, top: top - 4, width, color: 'ink', size: 22 }, panel.title),
    word({ left, top: top + 36, width, color: 'ink' }, panel.yLabel),
    word({ left: plot.left, top: plot.bottom + 34, width: plot.right - plot.left, color: 'ink', align: 'center' }, panel.xLabel),
    ...y.ticks.map((tick) =>
      word({ left: left - 8, top: y.place(tick.value) - 12, width: 60, align: 'flex-end' }, ...tickWords(tick)),
    ),
    ...categories.flatMap(({ at, label }) =>
      wrapWords(label, fontSize, (plot.right - plot.left) / categories.length).map((line, row) =>
        word({ left: x.place(at) - 60, top: plot.bottom + 8 + 22 * row, width: 120, align: 'center' }, line),
      ),
    ),
    ...(categories.length > 0 ? [] : x.ticks).map((tick) =>
      word({ left: x.place(tick.value) - 40, top: plot.bottom + 8, width: 80, align: 'center' }, ...tickWords(tick)),
    ),
    ...legend.map((place, i) =>
      word({ left: left + place.x + sampleWidth + 12, top: legendTop + place.row * rowHeight + 2, color: 'ink' }, names[i] ?? ''),
    ),
  ];
  return { svg, words };
}

function drawnLine({ area, bars, shape, stroke, dasharray, opacity = 1 }: DrawnLine): readonly string[] {
  const colour = lightColour(stroke);
  const dots = shape.dots.map(({ x, y }) => `<circle cx="${x}" cy="${y}" r="6" fill="${colour}"/>`);
  return [
    ...(area === '' ? [] : [`<path d="${area}" fill="${colour}" opacity="0.18"/>`]),
    ...(bars === '' ? [] : [barPath(bars, colour, opacity)]),
    ...(shape.path === '' ? [] : [strokePath(shape.path, colour, dasharray)]),
    ...dots,
  ];
}

/** What stands before a name in the legend. */
function sample({ stroke, dasharray, opacity }: DrawnLine, x: number, y: number): string {
  const colour = lightColour(stroke);
  if (opacity !== undefined) return barPath(`M${x},${y - 6}h${sampleWidth}v12h${-sampleWidth}Z`, colour, opacity);
  return strokePath(`M${x},${y}h${sampleWidth}`, colour, dasharray);
}

const barPath = (path: string, colour: string, opacity: number): string =>
  `<path d="${path}" stroke="${colour}" fill="${colour}" fill-opacity="${opacity}"/>`;

const strokePath = (path: string, colour: string, dasharray: string | undefined): string =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="3.5" stroke-linejoin="round" stroke-linecap="round"` +
  `${dasharray === undefined ? '' : ` stroke-dasharray="${dasharray}"`}/>`;

/** An exponent is set small and high: the face has no superscript digits of its own. */
function tickWords({ label, exponent }: Tick): readonly (CardElement | string)[] {
  if (exponent === undefined) return [label];
  return [label, box({ fontSize: 13, marginTop: -5 }, String(exponent).replace('-', '−'))];
}

interface WordPlace {
  readonly left: number;
  readonly top: number;
  readonly width?: number;
  readonly align?: 'center' | 'flex-end';
  readonly color?: 'ink' | 'ink-soft';
  /** Other than that of all words; then also in a stronger weight. */
  readonly size?: number;
}

function word(place: WordPlace, ...words: readonly (CardElement | string)[]): CardElement {
  const { left, top, width, align, color = 'ink-soft', size } = place;
  return box(
    {
      position: 'absolute',
      left,
      top,
      height: 28,
      fontFamily: 'Inter',
      fontSize: size ?? fontSize,
      fontWeight: size === undefined ? 400 : 600,
      color: lightColour(color),
      whiteSpace: 'nowrap',
      justifyContent: align ?? 'flex-start',
      ...(width !== undefined && { width }),
    },
    ...words,
  );
}
