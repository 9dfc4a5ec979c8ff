import { metricOf, type PresetName } from '../experiments/experiment.ts';
import type { PresetRecording, RecordedSeries, Recording } from '../experiments/recording.ts';
import { experimentOf, isExperimentId } from '../experiments/registry.ts';

/** One number of a recorded run: which curve, which layer of it, and where on it. */
export interface Reading {
  readonly arm: string;
  readonly metric: string;
  /** `first`, `last`, or the x of a recorded point (steps made, or the layer's index in a computed example). */
  readonly at: 'first' | 'last' | number;
  /** For metrics with one number per layer: 0 is the first layer, -1 the last. */
  readonly layer?: number | undefined;
}

export type Statistic = 'mean' | 'median' | 'min' | 'max' | 'range';

export interface Query extends Reading {
  readonly preset: PresetName;
  /** Divide, seed by seed, by another reading; what it leaves out is as in the first. */
  readonly over?: Partial<Reading> | undefined;
  /** Subtract, seed by seed, another reading. */
  readonly minus?: Partial<Reading> | undefined;
  readonly stat: Statistic;
  /** Significant digits. */
  readonly digits: number;
}

export interface RecordedNumber {
  /** "2.24", "2.21 to 2.29" or "7.01 × 10⁻⁴⁶". */
  readonly text: string;
  /** One a seed. */
  readonly values: readonly number[];
  readonly seeds: readonly number[];
}

/**
 * A number for the prose, read from a recording: r_s, r_s / o_s or r_s - o_s for each seed s, then the statistic over the seeds.
 * Throws, with what there is to choose from, for a preset, arm, metric, point or layer that the recording lacks.
 */
export function recordedNumber(recording: Recording, query: Query): RecordedNumber {
  const preset = recording.presets[query.preset];
  if (preset === undefined) {
    throw new Error(
      `The recording of "${recording.experiment}" has no preset "${query.preset}". It has: ${Object.keys(recording.presets).join(', ')}.`,
    );
  }
  if (query.over !== undefined && query.minus !== undefined) {
    throw new Error(`Give either over={...} or minus={...}, not both, for a number of "${recording.experiment}".`);
  }
  let values = read(preset, query);
  const other = query.over ?? query.minus;
  if (other !== undefined) {
    const second = read(preset, { ...query, ...other });
    values = values.map((value, seed) =>
      query.over === undefined ? value - (second[seed] ?? NaN) : value / (second[seed] ?? NaN),
    );
  }
  if (!values.every(Number.isFinite))
    throw new Error(`A number of "${recording.experiment}" is not finite: ${values.join(', ')}.`);
  // A quotient of counts is no count.
  const compared = query.over === undefined ? [query.metric, query.minus?.metric ?? query.metric] : [];
  if (!isExperimentId(recording.experiment)) throw new Error(`The book has no experiment "${recording.experiment}".`);
  const experiment = experimentOf(recording.experiment);
  const isCount = compared.length > 0 && compared.every((metric) => metricOf(experiment, metric)?.isCount);
  return {
    text: summarise(values, query.stat, (value) => printNumber(value, query.digits, isCount)),
    values,
    seeds: preset.seeds,
  };
}

/** The reading of every seed. */
function read(preset: PresetRecording, { arm, metric, at, layer }: Reading): number[] {
  const metrics = preset.arms[arm]?.metrics;
  if (metrics === undefined)
    throw new Error(`The recording has no arm "${arm}". It has: ${Object.keys(preset.arms).join(', ')}.`);
  const series = metrics[metric];
  if (series === undefined)
    throw new Error(`The recorded arm "${arm}" has no "${metric}". It has: ${Object.keys(metrics).join(', ')}.`);
  const index = indexOf(series, at, `"${metric}" of "${arm}"`);
  if (!('layers' in series)) {
    if (layer !== undefined)
      throw new Error(`"${metric}" of "${arm}" is one number, not one per layer; leave layer={${layer}} out.`);
    return series.y.map((curve) => curve[index] ?? NaN);
  }
  const known = `It has ${series.layers.length}: ${series.layers.join(', ')}.`;
  if (layer === undefined)
    throw new Error(`"${metric}" of "${arm}" has one number per layer; add layer={0} for the first. ${known}`);
  const place = layer < 0 ? series.layers.length + layer : layer;
  if (series.layers[place] === undefined) throw new Error(`"${metric}" of "${arm}" has no layer ${layer}. ${known}`);
  return series.y.map((points) => points[index]?.[place] ?? NaN);
}

function indexOf({ x }: RecordedSeries, at: Reading['at'], what: string): number {
  const index = at === 'first' ? 0 : at === 'last' ? x.length - 1 : x.indexOf(at);
  if (x[index] === undefined) throw new Error(`${what} was not recorded at ${at}. It was at: ${x.join(', ') || 'no point'}.`);
  return index;
}

function summarise(values: readonly number[], stat: Statistic, print: (value: number) => string): string {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0] ?? NaN, sorted.at(-1) ?? NaN];
  if (stat === 'range') {
    const [low, high] = [print(min), print(max)];
    return low === high ? low : `${low} to ${high}`;
  }
  const middle = (sorted.length - 1) / 2;
  const results: Record<Exclude<Statistic, 'range'>, number> = {
    min,
    max,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    median: ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2,
  };
  return print(results[stat]);
}

/**
 * Significant digits as a book prints them: "0.0140", "1,440", "−0.31", "2.59 × 10²⁶". A count that is whole has no decimals: "8", where
 * a measurement would read "8.00".
 */
export function printNumber(value: number, digits: number, isCount = false): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) {
    const [factor = '', exponent = ''] = value.toExponential(digits - 1).split('e');
    return `${factor.replace('-', '−')} × 10${superscript(Number(exponent))}`;
  }
  // toPrecision alone would print 1440 to two digits as 1.4e+3.
  const rounded = Number(value.toPrecision(digits));
  const isWhole = isCount && Number.isInteger(rounded);
  const places = rounded === 0 ? digits - 1 : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded))));
  const decimals = isWhole ? 0 : places;
  return rounded.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace('-', '−');
}

/** -46 -> "⁻⁴⁶". */
export function superscript(exponent: number): string {
  const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  return [...String(exponent)].map((sign) => (sign === '-' ? '⁻' : (digits[Number(sign)] ?? ''))).join('');
}
