import { area, line } from 'd3-shape';
import { isDrawable, type Axis } from './axes.ts';
import { colourOf, dashArrays, type ChartLine, type ChartPoint, type ChartRange, type YScale } from './chart.ts';

/** A line in pieces: a path over every run of drawable points, and the points that stand alone between gaps. */
export interface LineShape {
  readonly path: string;
  readonly dots: readonly ChartPoint[];
  /** The last drawable point, in viewBox units: where the label belongs. */
  readonly end: ChartPoint | undefined;
}

/** A line with all that the picture of it needs. */
export interface DrawnLine extends ChartLine {
  readonly stroke: string;
  readonly dasharray: string | undefined;
  readonly shape: LineShape;
  /** Path of the band; empty where there is none. */
  readonly area: string;
}

/**
 * Draws lines on a pair of axes. A line that it drew before is given again, not drawn again: of a running example's lines, only its
 * own change.
 */
export function lineDrawer(x: Axis, y: Axis, yScale: YScale): (line: ChartLine) => DrawnLine {
  const known = new WeakMap<ChartLine, DrawnLine>();
  return (line) => {
    const drawn = known.get(line) ?? {
      ...line,
      stroke: colourOf(line.colour),
      dasharray: dashArrays[line.dash],
      shape: lineShape(line.points, x, y, yScale),
      area: line.band === undefined ? '' : bandPath(line.band, x, y, yScale),
    };
    known.set(line, drawn);
    return drawn;
  };
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
  const draw = line<ChartPoint>(
    (point) => point.x,
    (point) => point.y,
  );
  return {
    path: pieces.map((piece) => (piece.length > 1 ? (draw(piece) ?? '') : '')).join(''),
    dots: pieces.flatMap((piece) => (piece.length === 1 ? piece : [])),
    end: pieces.at(-1)?.at(-1),
  };
}

/** The area between the least and the greatest seed, open where either has no place on the axis. */
export function bandPath(band: readonly ChartRange[], x: Axis, y: Axis, yScale: YScale): string {
  const draw = area<ChartRange>(
    ({ x: at }) => x.place(at),
    ({ low }) => y.place(low),
    ({ high }) => y.place(high),
  ).defined(({ low, high }) => isDrawable(low, yScale) && isDrawable(high, yScale));
  return draw(band) ?? '';
}
