/** A part of a list that stands in it several times in a row. */
interface Repeat {
  readonly start: number;
  readonly period: number;
  readonly times: number;
}

/**
 * A list of modules in which rows of the same modules are written once: `*repeated(6, lambda: [conv(...), nn.ReLU()])`, first the row
 * that saves most.
 */
export function compressed(items: readonly string[]): readonly string[] {
  const repeat = bestRepeat(items);
  if (repeat === undefined) return items;
  const { start, period, times } = repeat;
  const once = compressed(items.slice(start, start + period));
  return [
    ...compressed(items.slice(0, start)),
    `*repeated(${times}, lambda: [${once.join(', ')}])`,
    ...compressed(items.slice(start + period * times)),
  ];
}

/** Of those that save as much, the last one: a layer's weights come before what follows them. */
function bestRepeat(items: readonly string[]): Repeat | undefined {
  let best: Repeat | undefined;
  const saved = ({ period, times }: Repeat): number => period * (times - 1);
  for (let period = 1; period <= items.length / 2; period += 1) {
    for (let start = 0; start + 2 * period <= items.length; start += 1) {
      const repeat = { start, period, times: timesFrom(items, start, period) };
      if (repeat.times > 1 && (best === undefined || isBetter(repeat, best, saved))) best = repeat;
    }
  }
  return best;
}

const isBetter = (a: Repeat, b: Repeat, saved: (repeat: Repeat) => number): boolean =>
  saved(a) > saved(b) || (saved(a) === saved(b) && a.period <= b.period);

function timesFrom(items: readonly string[], start: number, period: number): number {
  let end = start + period;
  while (end < items.length && items[end] === items[end - period]) end += 1;
  return Math.floor((end - start) / period);
}
