/** What the source models tell apart, in the order of their logits. */
export const classes = {
  aeroplane: 'aeroplane',
  bird: 'bird',
  cat: 'cat',
  dog: 'dog',
  horse: 'horse',
  ship: 'ship',
} as const;

export const classNames: readonly string[] = Object.keys(classes);
