import type { Control } from '../../lib/experiments/params.ts';

type Slider = Extract<Control, { kind: 'slider' }>;

/** A slider counts 0 to 1000 whatever the parameter's range and scale; the text field beside it takes exact values. */
const positions = 1000;

export function toPosition({ min, max, scale }: Slider, value: number): number {
  const share = scale === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.round(positions * share);
}

/** The value at a position: two significant digits on a log scale, a whole number of steps on a linear one. */
export function fromPosition({ min, max, step, scale }: Slider, position: number): number {
  const share = position / positions;
  if (scale === 'log') return clamp(Number((min * (max / min) ** share).toPrecision(2)), min, max);
  const steps = Math.round((share * (max - min)) / step);
  // toPrecision removes the tail that 0.1 + 0.2 would show to the reader.
  return clamp(Number((min + steps * step).toPrecision(10)), min, max);
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
