/** A least and a greatest number. */
export type Extent = readonly [number, number];

/** `size` / `per`, whole numbers of which one is 1: multiples of a step such as 0.2, which is no binary number, come out as they read. */
interface Step {
  readonly size: number;
  readonly per: number;
}

const multiple = (i: number, { size, per }: Step): number => (i * size) / per;

/** 1, 2 or 5 times a power of ten, for about `count` steps between two numbers. */
function stepOf([low, high]: Extent, count: number): Step {
  const rough = (high - low) / count;
  const power = Math.floor(Math.log10(rough));
  const digits = rough / 10 ** power;
  // The nearest of them by ratio: between 2 and 5 lies the square root of 10.
  const digit = digits >= Math.sqrt(50) ? 10 : digits >= Math.sqrt(10) ? 5 : digits >= Math.sqrt(2) ? 2 : 1;
  return power < 0 ? { size: 1, per: 10 ** -power / digit } : { size: digit * 10 ** power, per: 1 };
}

/** How far apart `ticksBetween` puts them. */
export function tickStep(extent: Extent, count: number): number {
  return multiple(1, stepOf(extent, count));
}

/** Multiples of one step, about `count` of them, that lie between two different numbers, these included. */
export function ticksBetween(extent: Extent, count: number): readonly number[] {
  const step = stepOf(extent, count);
  // What was rounded to the nearest multiple may lie just beyond.
  let [first, last] = extent.map((end) => Math.round((end * step.per) / step.size)) as [number, number];
  if (multiple(first, step) < extent[0]) first += 1;
  if (multiple(last, step) > extent[1]) last -= 1;
  return Array.from({ length: last - first + 1 }, (_, i) => multiple(first + i, step));
}

/** Widened to where ticks begin and end; once wider, the ticks may lie further apart, so this goes on until nothing changes. */
export function rounded(extent: Extent, count: number): Extent {
  let [wide, before] = [extent, undefined as Step | undefined];
  for (;;) {
    const step = stepOf(wide, count);
    if (before?.size === step.size && before.per === step.per) return wide;
    let [first, last] = [Math.ceil((wide[0] * step.per) / step.size), Math.floor((wide[1] * step.per) / step.size)];
    if (multiple(first, step) > wide[0]) first -= 1;
    if (multiple(last, step) < wide[1]) last += 1;
    wide = [multiple(first, step), multiple(last, step)];
    before = step;
  }
}
