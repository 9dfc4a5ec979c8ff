import { isDrawable, type Axis } from './axes.ts';
import { lookOf, type ChartLine, type ChartPoint, type ChartRange, type Stroke, type YScale } from './chart.ts';

/** A line in pieces: a path over every run of drawable points, and the points that stand alone between gaps. */
export interface LineShape {
  readonly path: string;
  readonly dots: readonly ChartPoint[];
  /** The last drawable point, in viewBox units: where the label belongs. */
  readonly end: ChartPoint | undefined;
}

/** A line with all that the picture of it needs. */
export interface DrawnLine extends ChartLine, Stroke {
  readonly shape: LineShape;
  /** Path of the band; empty where there is none. */
  readonly area: string;
  /** Path of the bars; empty where there are none. */
  readonly bars: string;
}

/**
 * Draws lines on a pair of axes. A line that it drew before is given again, not drawn again: of a running example's lines, only its
 * own change.
 */
export function lineDrawer(x: Axis, y: Axis, yScale: YScale): (line: ChartLine) => DrawnLine {
  const known = new WeakMap<ChartLine, DrawnLine>();
  return (line) => {
    const drawn = known.get(line) ?? { ...line, ...lookOf(line), ...marked(line, x, y, yScale) };
    known.set(line, drawn);
    return drawn;
  };
}

function marked(
  { points, band = [], mark }: ChartLine,
  x: Axis,
  y: Axis,
  yScale: YScale,
): Pick<DrawnLine, 'shape' | 'area' | 'bars'> {
  switch (mark?.kind) {
    case undefined:
      return { shape: lineShape(points, x, y, yScale), area: bandPath(band, x, y, yScale), bars: '' };
    case 'bars':
      return { shape: { path: '', dots: [], end: undefined }, area: '', bars: barsPath(points, mark.width, x, y, yScale) };
    case 'dots': {
      const dots = points
        .filter((point) => isDrawable(point.y, yScale))
        .map((point) => ({ x: x.place(point.x), y: y.place(point.y) }));
      return { shape: { path: intervalPath(band, x, y, yScale), dots, end: undefined }, area: '', bars: '' };
    }
    default:
      throw mark satisfies never;
  }
}

export function lineShape(points: readonly ChartPoint[], x: Axis, y: Axis, yScale: YScale): LineShape {
  const pieces: ChartPoint[][] = [];
  let open = false;
  for (const point of points) {
    if (!isDrawable(point.y, yScale) || !Number.isFinite(point.x)) {
      open = false;
      continue;
    }
    const placed = { x: x.place(point.x), y: y.place(point.y) };
    if (open) pieces.at(-1)?.push(placed);
    else pieces.push([placed]);
    open = true;
  }
  return {
    path: pieces.map((piece) => (piece.length > 1 ? pathThrough(piece) : '')).join(''),
    dots: pieces.flatMap((piece) => (piece.length === 1 ? piece : [])),
    end: pieces.at(-1)?.at(-1),
  };
}

/** The area between the least and the greatest seed, open where either has no place on the axis. */
export function bandPath(band: readonly ChartRange[], x: Axis, y: Axis, yScale: YScale): string {
  const pieces: ChartRange[][] = [[]];
  for (const range of band) {
    if (isDrawable(range.low, yScale) && isDrawable(range.high, yScale)) pieces.at(-1)?.push(range);
    else pieces.push([]);
  }
  const edge = (piece: readonly ChartRange[], end: 'low' | 'high'): readonly ChartPoint[] =>
    piece.map((range) => ({ x: x.place(range.x), y: y.place(range[end]) }));
  return pieces
    .filter((piece) => piece.length > 0)
    .map((piece) => `${pathThrough([...edge(piece, 'high'), ...edge(piece, 'low').toReversed()])}Z`)
    .join('');
}

const pathThrough = (points: readonly ChartPoint[]): string => `M${points.map(({ x, y }) => `${x},${y}`).join('L')}`;

/** A rectangle at every drawable point, from the floor of the axis to its value. */
export function barsPath(points: readonly ChartPoint[], width: number, x: Axis, y: Axis, yScale: YScale): string {
  return points
    .filter((point) => isDrawable(point.y, yScale))
    .map((point) => {
      const [left, right] = [x.place(point.x - width / 2), x.place(point.x + width / 2)];
      return `M${left},${y.floor}V${y.place(point.y)}H${right}V${y.floor}Z`;
    })
    .join('');
}

/** Half the length of the strokes at the ends of an interval. */
const capReach = 6;

/** An upright line from the least to the greatest seed, closed at both ends. */
function intervalPath(band: readonly ChartRange[], x: Axis, y: Axis, yScale: YScale): string {
  return band
    .filter(({ low, high }) => isDrawable(low, yScale) && isDrawable(high, yScale) && low < high)
    .map(({ x: at, low, high }) => {
      const [left, right] = [x.place(at) - capReach, x.place(at) + capReach];
      return `M${left},${y.place(low)}H${right}M${x.place(at)},${y.place(low)}V${y.place(high)}M${left},${y.place(high)}H${right}`;
    })
    .join('');
}
