import { expect, it } from 'vitest';
import { disturbances, relativeChange } from '../../../../src/lib/experiments/normalisers/disturbances.ts';
import { randomLayer, weightedInputs } from '../../../../src/lib/experiments/normalisers/layer.ts';

const block = { examples: 3, channels: 4, pixels: 2 };
const state = randomLayer(block, 0);
const z = weightedInputs(state);
const own = block.channels * block.pixels;

/** How the weighted inputs differ under the disturbance of this label. */
function after(label: string): Float64Array {
  const disturbance = disturbances.find((other) => other.label === label);
  if (disturbance === undefined) throw new Error(`There is no disturbance "${label}".`);
  return disturbance.disturbed(state, { factor: 3, constant: 0.5 });
}

it('a constant and a factor on one example leave the others alone', () => {
  const [plus, times] = [after('this example + c'), after('this example × a')];
  z.forEach((value, i) => {
    expect(plus[i]).toBeCloseTo(i < own ? value + 0.5 : value, 12);
    expect(times[i]).toBeCloseTo(i < own ? 3 * value : value, 12);
  });
});

it('a vector added to all inputs moves each unit by an amount of its own, the same for all examples and pixels', () => {
  const moved = after('all inputs + c\u00a0v').map((value, i) => value - (z[i] ?? 0));
  moved.forEach((shift, i) => expect(shift).toBeCloseTo(moved[Math.floor((i % own) / 2) * 2] ?? Number.NaN, 12));
  expect(new Set([0, 2, 4, 6].map((i) => moved[i]?.toFixed(6))).size).toBe(4);
});

it('a vector added to the weights of every unit moves all units alike, each pixel by an amount of its own', () => {
  const moved = after('weights of all units + c\u00a0u').map((value, i) => value - (z[i] ?? 0));
  moved.forEach((shift, i) => expect(shift).toBeCloseTo(moved[Math.floor(i / own) * own + (i % 2)] ?? Number.NaN, 12));
  expect(moved[0]).not.toBeCloseTo(moved[1] ?? 0, 3);
});

it('factors on weights multiply all units, or one', () => {
  const ratio = (label: string): number[] => [...after(label)].map((value, i) => Math.round(value / (z[i] ?? Number.NaN)));
  expect(new Set(ratio('all weights × a'))).toEqual(new Set([3]));
  expect(ratio('weights of one unit × a').filter((factor) => factor === 3)).toHaveLength(block.examples * block.pixels);
});

it('replacing the other examples leaves the first as it is', () => {
  const replaced = after('other examples replaced');
  expect(replaced.slice(0, own)).toEqual(z.slice(0, own));
  expect(relativeChange(z, replaced, z.length)).toBeGreaterThan(0.3);
});

it('the relative change looks at the first numbers alone', () => {
  expect(relativeChange(Float64Array.of(3, 4, 1), Float64Array.of(3, 5, 9), 2)).toBeCloseTo(0.2, 12);
});
