/** What one reader gives each source: that of the block's input first, then those of its layers. */
export type Row = readonly number[];

/**
 * The numbers of the metric `featureReuse` as rows: of each block those of its n layers, the l-th with l sources, and that of the
 * transition or the classifier, with n + 1.
 */
export function reuseRows(values: readonly number[], layersPerBlock: number): readonly (readonly Row[])[] {
  const lengths = Array.from({ length: layersPerBlock + 1 }, (_, i) => i + 1);
  const perBlock = lengths.reduce((sum, length) => sum + length, 0);
  if (values.length === 0 || values.length % perBlock !== 0)
    throw new RangeError(`reuseRows() needs ${perBlock} numbers a block of ${layersPerBlock} layers, got ${values.length}.`);
  return Array.from({ length: values.length / perBlock }, (_, block) => {
    let start = block * perBlock;
    return lengths.map((length) => values.slice(start, (start += length)));
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Each number by the mean of its row. */
export const relative = (row: Row): Row => row.map((value) => value / mean(row));

/** What the input of the block gets, against the mean of what the layers get; undefined for a reader that has no other source. */
export function inputShare([input = Number.NaN, ...layers]: Row): number | undefined {
  return layers.length === 0 ? undefined : input / mean(layers);
}

/** Mean of `inputShare` over the layers of a block, without its transition or classifier. */
export const meanInputShare = (rows: readonly Row[]): number =>
  mean(
    rows
      .slice(0, -1)
      .map(inputShare)
      .filter((share) => share !== undefined),
  );
