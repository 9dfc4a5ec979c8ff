/** What a row of the table tells about its samples. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws RangeError where there is no value, or one is not a number. */
export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined || values.some(Number.isNaN)) {
    throw new RangeError(`A median needs one number or more, got [${values}].`);
  }
  const low = sorted[(sorted.length - 1) >> 1] ?? min;
  const high = sorted[sorted.length >> 1] ?? min;
  return { median: (low + high) / 2, min, max };
}
