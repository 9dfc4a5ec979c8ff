/** A line of a chart, ready to draw: everything about runs, arms and metrics was settled before. */
export interface ChartLine {
  readonly id: string;
  /** Printed at the line's end; an empty one prints nothing. */
  readonly label: string;
  /** Name of a colour token without its prefix: "plain", "residual", "layer-2". */
  readonly colour: string;
  readonly dash: 'solid' | 'dashed' | 'dotted' | 'dash-dotted';
  /** Values that are not finite, or not positive on a log axis, are gaps. */
  readonly points: readonly ChartPoint[];
  /** Spread over the seeds. */
  readonly band?: readonly ChartRange[];
  /** The reader's own run: drawn strong, over the recorded lines. */
  readonly live?: boolean;
  /** A kept run, drawn thin: its own dash pattern, in units of the picture. */
  readonly keptDash?: string;
  /** Only its name is drawn, and the axes make room for it: a recording that a reader shall not see before the run. */
  readonly isUnseen?: boolean;
  /** What stands at the points; where it is absent, a line runs through them. */
  readonly mark?: Mark;
}

/** Bars of a width in units of x, or dots whose band is an upright interval. What dots mean, the x axis says. */
export type Mark = { readonly kind: 'bars'; readonly width: number } | { readonly kind: 'dots' };

/** A name on the x axis in place of a number. */
export interface Category {
  readonly at: number;
  readonly label: string;
}

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

export interface ChartRange {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

export type YScale = 'linear' | 'log';

const layerColours = 6;

/** The CSS colour of a token. Nets of more than six layers begin the layers' colours again; dash and label tell them apart. */
export function colourOf(token: string): string {
  const layer = /^layer-(\d+)$/.exec(token)?.[1];
  return layer === undefined ? `var(--colour-${token})` : `var(--layer-${((Number(layer) - 1) % layerColours) + 1})`;
}

/** How a line is stroked and its bars are filled. */
export interface Stroke {
  readonly stroke: string;
  readonly dasharray: string | undefined;
  /** Of bars. */
  readonly opacity: number | undefined;
}

const dashArrays: Readonly<Record<ChartLine['dash'], string | undefined>> = {
  solid: undefined,
  dashed: '7 4',
  dotted: '1.5 4',
  'dash-dotted': '9 4 1.5 4',
};

/** Bars are told apart by how full they are. */
const fillOpacities: Readonly<Record<ChartLine['dash'], number>> = {
  solid: 0.85,
  dashed: 0.3,
  dotted: 0,
  'dash-dotted': 0.55,
};

export function lookOf({ colour, dash, mark, keptDash }: ChartLine): Stroke {
  return {
    stroke: colourOf(colour),
    dasharray: mark === undefined ? (keptDash ?? dashArrays[dash]) : undefined,
    opacity: mark?.kind === 'bars' ? fillOpacities[dash] : undefined,
  };
}
