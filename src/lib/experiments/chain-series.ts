/** What examples with a chain of neurons measure, and how its drawing reads in words. */
import { show } from './claims.ts';
import type { Metric } from './metrics.ts';
import { isLayered, type ArmLog, type Curve } from './runlog.ts';
import type { Chain, ChainNeuron } from './sigmoid.ts';

const scalar = <const L extends string>(label: L) => ({ kind: 'scalar', label, unit: '', smoothing: 0 }) as const;

export const chainMetrics = {
  weight: scalar('weight w'),
  bias: scalar('bias b'),
  weightedInput: scalar('weighted input z'),
  activation: scalar('activation a'),
  slope: scalar('slope σ′(z)'),
  factor: scalar('factor to the next neuron, w σ′(z)'),
  biasGradient: scalar('dC/db'),
  speed: scalar('abs(dC/db)'),
} satisfies Record<string, Metric>;

/** One point a neuron, counted from 1; `factor` at l leads from neuron l + 1 back to neuron l. */
export function chainSeries(neurons: readonly ChainNeuron[], chain: Chain): Readonly<Record<keyof typeof chainMetrics, Curve>> {
  const curve = (y: readonly number[]): Curve => ({ x: y.map((_, i) => i + 1), y });
  return {
    weight: curve(neurons.map(({ weight }) => weight)),
    bias: curve(neurons.map(({ bias }) => bias)),
    weightedInput: curve(chain.weightedInputs),
    activation: curve(chain.activations),
    slope: curve(chain.slopes),
    factor: curve(chain.factors),
    biasGradient: curve(chain.biasGradients),
    speed: curve(chain.biasGradients.map(Math.abs)),
  };
}

/** The numbers of a scalar metric of an arm; none where it has not been computed. */
export function numbersOf(log: ArmLog, metric: keyof typeof chainMetrics): readonly number[] {
  const series = log[metric];
  return series === undefined || isLayered(series) ? [] : series.y;
}

export function chainInWords(log: ArmLog): string {
  const [slopes, factors, gradients] = [numbersOf(log, 'slope'), numbersOf(log, 'factor'), numbersOf(log, 'biasGradient')];
  const list = (values: readonly number[]): string => values.map(show).join(', ');
  return (
    `A chain of ${slopes.length} neurons. Slopes from the first to the last: ${list(slopes)}. ` +
    `Factors between them, from the input side: ${list(factors)}. dC/db from the first to the last: ${list(gradients)}.`
  );
}
