import type { Measurement, Row } from '../../../../src/lib/tools/bench/results.ts';
import { rowsOf } from '../../../../src/lib/tools/bench/results.ts';

/** A measurement of three equal samples. */
export const measured = (work: string, engine: string, ms: number, more: Partial<Measurement> = {}): Measurement => ({
  work,
  engine,
  backend: engine === 'ours' ? 'wasm' : 'cpu',
  threads: 1,
  unit: 'ms',
  samples: [ms, ms, ms],
  steps: 3,
  note: '',
  ...more,
});

/** Rows of measurements that were given as [work, engine, ms, backend]. */
export const rows = (...list: readonly (readonly [string, string, number, string?])[]): Row[] =>
  rowsOf(list.map(([work, engine, ms, backend]) => measured(work, engine, ms, backend === undefined ? {} : { backend })));
