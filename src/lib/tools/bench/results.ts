import { summarise, type Summary } from './statistics.ts';

/** Measurements that share one work and are compared. */
export interface Row extends Summary {
  readonly work: string;
  readonly engine: string;
  readonly backend: string;
  /** Of the computation; null for a GPU of silicon. */
  readonly threads: number | null;
  readonly unit: 'ms' | 'dispatches';
  /** How many times our median; null where ours was not measured. */
  readonly ratio: number | null;
  /** Steps or runs that the samples are of. */
  readonly steps: number;
  /** What a reader of the figures should know. */
  readonly note: string;
}

/** A row that should be there and is not. */
export interface Missing {
  readonly work: string;
  readonly engine: string;
  readonly backend: string;
  /** `cannot`: it was tried and failed. `missing`: what it needs is not here. `left out`: not asked for. */
  readonly kind: 'cannot' | 'missing' | 'left out';
  readonly reason: string;
}

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  /** For example "Chromium 156.0.8078.79". */
  readonly browser: string;
  readonly system: string;
  /** Tasks that wanted a core in the minute before the bench: other people's work disturbs the figures. */
  readonly loadBefore: number;
  readonly date: string;
}

export type Measurement = Omit<Row, 'ratio' | keyof Summary> & { readonly samples: readonly number[] };

/** A clock's digits beyond the fifth are noise of its arithmetic. */
const rounded = (value: number): number => Number(value.toPrecision(5));

/** Rows of measurements; each work's reference is its first row of ours. */
export function rowsOf(measurements: readonly Measurement[]): Row[] {
  const rows = measurements.map(({ samples, ...rest }) => ({ ...rest, ...summarise(samples.map(rounded)) }));
  return rows.map((row) => {
    const ours = rows.find(({ work, engine }) => work === row.work && engine === 'ours');
    return { ...row, ratio: ours === undefined ? null : row.median / ours.median };
  });
}

/** What was measured, and what was not. */
export interface Findings {
  readonly measurements: readonly Measurement[];
  readonly missing: readonly Missing[];
}
