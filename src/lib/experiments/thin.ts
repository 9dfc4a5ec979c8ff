/** At most `most` indices below `length`, evenly spread, with both ends: what a table or a drawn line keeps of a long series. */
export function thin(length: number, most: number): readonly number[] {
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : Math.round((i * (length - 1)) / (count - 1))));
}
