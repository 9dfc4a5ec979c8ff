import type { ChartLine, YScale } from './chart.ts';
import { rounded, ticksBetween, tickStep, type Extent } from './ticks.ts';

export interface Tick {
  readonly value: number;
  readonly label: string;
  /** Set as a superscript after the label, which is then "10" or "5 × 10". */
  readonly exponent?: number;
}

export interface Axis {
  /** From a value to a place in the viewBox. */
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
  /** Where bars stand: at zero, or at the lower end of an axis that has no zero. */
  readonly floor: number;
}

/**
 * The straight line through (low, from) and (high, to), in tenths of a unit: a tenth is less than a pixel, and short numbers keep the
 * page small.
 */
const scaled =
  ([low, high]: Extent, [from, to]: Extent): Axis['place'] =>
  (value) =>
    Math.round((from + ((to - from) * (value - low)) / (high - low)) * 10) / 10;

/** Numbers between these, about so many, in steps of 1, 2 or 5 times a power of ten. */
function linearTicks(extent: Extent, count: number): readonly Tick[] {
  const step = tickStep(extent, count);
  // A step of 0.25 does not occur, so its first digit is the last that is needed; the logarithm of 0.001 is a little below -3.
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return ticksBetween(extent, count).map((value) => ({ value, label: minus(value.toLocaleString('en-GB', format)) }));
}

const minus = (label: string): string => label.replace('-', '−');

/** Whether a value has a place on this axis. */
export const isDrawable = (value: number, scale: YScale): boolean => Number.isFinite(value) && (scale === 'linear' || value > 0);

/** The least and the greatest number among those that can be drawn; undefined where there is none. */
function extentOf(values: Iterable<number>, scale: YScale): Extent | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!isDrawable(value, scale)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : undefined;
}

/** Room that a line's marks take to each side of x: half a bar, or half of the place that an arm has. */
const reachOf = ({ mark }: ChartLine): number => (mark === undefined ? 0 : mark.kind === 'bars' ? mark.width / 2 : 0.5);

/** What of x there is to see. */
export const xExtent = (lines: readonly ChartLine[]): Extent =>
  extentOf(
    lines.flatMap((line) => {
      const reach = reachOf(line);
      return [...line.points, ...(line.band ?? [])].flatMap(({ x }) => [x - reach, x + reach]);
    }),
    'linear',
  ) ?? [0, 1];

/** The x axis runs exactly over the data. Between whole numbers, unless they are neighbours, it has only whole numbers. */
export function xAxis(extent: Extent, range: Extent, most: number): Axis {
  const wide = widened(extent);
  const isWhole = extent.every(Number.isInteger) && extent[1] - extent[0] > 1;
  const count = isWhole ? Math.min(most, extent[1] - extent[0]) : most;
  return { place: scaled(wide, range), ticks: linearTicks(wide, count), floor: range[0] };
}

/**
 * What of y there is to see, bands included. What lies above `top` does not stretch it: the start of a run would otherwise
 * flatten all that comes after. The numbers that are to be covered are seen in any case.
 */
export function yExtent(lines: readonly ChartLine[], yScale: YScale, top = Infinity, covered: readonly number[] = []): Extent {
  const measured = lines.flatMap(({ points, band = [], mark }) => [
    ...points.map(({ y }) => y),
    ...band.flatMap(({ low, high }) => [low, high]),
    ...(mark?.kind === 'bars' ? [0] : []),
  ]);
  const values = measured.map((value) => (Number.isFinite(value) ? Math.min(value, top) : value));
  return extentOf([...values, ...covered], yScale) ?? (yScale === 'linear' ? [0, 1] : [0.1, 10]);
}

/** The y axis leaves a little room over and under the data. */
export function yAxis(extent: Extent, yScale: YScale, range: Extent, count: number): Axis {
  if (yScale === 'linear') {
    const round = rounded(widened(extent), count);
    const place = scaled(round, range);
    return { place, ticks: shortened(linearTicks(round, count)), floor: Math.min(range[0], place(0)) };
  }
  const [low, high] = padded(extent);
  const byExponent = scaled([Math.log10(low), Math.log10(high)], range);
  return { place: (value) => byExponent(Math.log10(value)), ticks: logTicks(low, high, count), floor: range[0] };
}

/** From a hundred thousand on a number leaves its room: all of an axis are then told in thousands, k, or millions, M. */
function shortened(all: readonly Tick[]): readonly Tick[] {
  const greatest = Math.max(...all.map(({ value }) => Math.abs(value)));
  if (greatest < 1e5) return all;
  const [unit, letter] = greatest < 1e6 ? [1e3, 'k'] : [1e6, 'M'];
  const label = (value: number): string => `${Number((value / unit).toPrecision(6)).toLocaleString('en-GB')} ${letter}`;
  return all.map(({ value }) => ({ value, label: value === 0 ? '0' : minus(label(value)) }));
}

/** A single value gets half a unit on both sides. */
const widened = ([low, high]: Extent): Extent => (low === high ? [low - 0.5, high + 0.5] : [low, high]);

/** A twenty-fifth of the decades more on both sides, and at least a fifth of a decade. */
function padded([low, high]: Extent): Extent {
  const exponents = [Math.log10(low), Math.log10(high)] as const;
  const room = Math.max((exponents[1] - exponents[0]) / 25, 0.1);
  return [10 ** (exponents[0] - room), 10 ** (exponents[1] + room)];
}

/** Decades between neighbouring ticks that read well. */
const strides = [1, 2, 3, 5, 10, 20, 50, 100];

/** Leading digits of the ticks over less than two decades, sparse and dense. */
const digitSets = [
  [1, 2, 5],
  [1, 2, 3, 4, 5, 6, 7, 8, 9],
];

/**
 * Powers of ten, every so many decades that about `count` remain at most; over less than two decades 1, 2, 5, 10, 20 ..., or all
 * digits if that leaves fewer than three; and where even those leave fewer, evenly spread numbers.
 */
export function logTicks(low: number, high: number, count: number): readonly Tick[] {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  if (to - from < 1.7) {
    const decades = Array.from({ length: Math.floor(to) - Math.floor(from) + 1 }, (_, i) => Math.floor(from) + i);
    const sets = digitSets.map((digits) =>
      decades
        .flatMap((exponent) => digits.map((digit) => Number(`${digit}e${exponent}`)))
        .filter((value) => value >= low && value <= high),
    );
    return (sets.find((values) => values.length >= 3) ?? ticksBetween([low, high], 3)).map(tick);
  }
  const stride = strides.find((decades) => (to - from) / decades <= count) ?? 100;
  const first = Math.ceil(from / stride);
  const exponents = Array.from({ length: Math.floor(to / stride) - first + 1 }, (_, i) => (first + i) * stride);
  const areShort = exponents.every((exponent) => exponent >= -3 && exponent <= 3);
  return exponents.map((exponent) => (areShort ? tick(10 ** exponent) : { value: 10 ** exponent, label: '10', exponent }));
}

function tick(value: number): Tick {
  const short = Number(value.toPrecision(6));
  if (short >= 1e-3 && short < 1e5) return { value, label: short.toLocaleString('en-GB', { maximumSignificantDigits: 6 }) };
  const [digit = '', exponent = ''] = short.toExponential().split('e');
  return { value, label: digit === '1' ? '10' : `${digit} × 10`, exponent: Number(exponent) };
}
