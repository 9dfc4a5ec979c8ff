/**
 * What a run measured, in the one form that claims, charts, tables, exports and recordings read.
 */

/** One number per point: `y[i]` was measured at `x[i]` (updates made so far, or the layer index in a computed example). */
export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** One number per layer and point: `y[i][l]` belongs to `layers[l]` at `x[i]`. Layers run from the input to the output. */
export interface LayerCurves {
  readonly layers: readonly string[];
  readonly x: readonly number[];
  readonly y: readonly (readonly number[])[];
}

export type Series = Curve | LayerCurves;

export const isLayered = (series: Series): series is LayerCurves => 'layers' in series;

/** Whether there is nothing to tell: no measurement, or one of layers that the net does not have, such as the gates of a plain one. */
export const isEmpty = ({ x, layers }: { readonly x: readonly number[]; readonly layers?: readonly string[] }): boolean =>
  x.length === 0 || layers?.length === 0;

/** Metric name to series, for each arm that was run. */
export type ArmLog = Readonly<Record<string, Series>>;
export type RunLog = Readonly<Record<string, ArmLog>>;

export function first<T>(values: readonly T[]): T {
  const value = values[0];
  if (value === undefined) throw new RangeError('first() of an empty series: nothing was measured yet.');
  return value;
}

export function last<T>(values: readonly T[]): T {
  const value = values.at(-1);
  if (value === undefined) throw new RangeError('last() of an empty series: nothing was measured yet.');
  return value;
}
