import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { trainingMetrics, type Metric, type TrainingMetric } from '../experiments/metrics.ts';
import type { ArmLog, Series } from '../experiments/runlog.ts';
import type { Frame, StartedEvent } from './protocol.ts';

/** One growing series: `y` holds numbers, or one list a measurement for a layered metric. */
interface Growing {
  readonly x: number[];
  readonly y: (number | readonly number[])[];
}

/**
 * Turns the frames of one arm into its log: applies each metric's running mean, and hashes every raw number on the way, so that
 * two runs can be compared bit by bit without keeping all of them.
 */
export class ArmLogBuilder {
  readonly #layers: StartedEvent['layers'];
  readonly #inputs: StartedEvent['inputs'];
  readonly #metrics = new Map<TrainingMetric, Growing>();
  readonly #hash = sha256.create();
  #diverged = false;

  constructor({ layers, inputs }: Pick<StartedEvent, 'layers' | 'inputs'>) {
    this.#layers = layers;
    this.#inputs = inputs;
  }

  /** Whether the arm left the finite numbers: such an arm has a log, but never counts as finished. */
  get diverged(): boolean {
    return this.#diverged;
  }

  markDiverged(): void {
    this.#diverged = true;
  }

  add({ step, values }: Frame): void {
    for (const metric of Object.keys(values).sort() as TrainingMetric[]) {
      const value = values[metric];
      if (value === undefined) continue;
      this.#hash.update(new Uint8Array(new Float64Array([step, ...[value].flat()]).buffer));
      const { against } = trainingMetrics[metric] as Metric;
      if (against !== undefined) {
        const y = [value].flat();
        this.#metrics.set(metric, { x: against === 'input' ? [...this.#inputs] : y.map((_, i) => i + 1), y });
        continue;
      }
      const growing = this.#metrics.get(metric) ?? { x: [], y: [] };
      this.#metrics.set(metric, growing);
      growing.x.push(step);
      growing.y.push(smoothed(value, growing.y.at(-1), trainingMetrics[metric].smoothing));
    }
  }

  /** The series so far. Copies, since the builder goes on growing its own. */
  log(): ArmLog {
    return Object.fromEntries(
      [...this.#metrics].map(([metric, { x, y }]) => [metric, series(this.#layers[metric], [...x], [...y])]),
    );
  }

  /** First 16 hexadecimal digits of the SHA-256 of every number measured, in order. */
  digest(): string {
    return bytesToHex(this.#hash.clone().digest()).slice(0, 16);
  }
}

/** Running mean m <- factor m + (1 - factor) value, started at the first value. Layered metrics are never smoothed. */
function smoothed(
  value: number | readonly number[],
  mean: number | readonly number[] | undefined,
  factor: number,
): number | readonly number[] {
  if (typeof value !== 'number' || typeof mean !== 'number') return value;
  return factor * mean + (1 - factor) * value;
}

function series(layers: readonly string[] | undefined, x: readonly number[], y: readonly (number | readonly number[])[]): Series {
  // `started` names layers for exactly those metrics whose frames hold a list.
  return layers === undefined ? { x, y: y as readonly number[] } : { layers, x, y: y as readonly (readonly number[])[] };
}
