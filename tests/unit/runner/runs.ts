import '../../../src/lib/experiments/registry.ts';
import type { Run } from '../../../src/lib/runner/history/kept-run.ts';

/** A run as an example leaves it, with what a test changes. */
export const aRun = (change: Partial<Run> = {}): Run => ({
  experiment: 'degradation',
  name: '',
  when: new Date('2026-11-30T18:00:00.000Z'),
  book: '0.1.0',
  query: '?e=degradation&seed=3&learningRate=0.1&v=abc',
  outcome: 'done',
  backend: 'wasm',
  seconds: 11.5,
  verdict: 'With your settings all 4 claims hold.',
  claims: [{ text: 'Depth hurts.', status: 'held' }],
  digests: { plain20: '0011223344556677' },
  divergences: {},
  log: { plain20: { trainLoss: { x: [0, 1], y: [2.5, 2.25] } } },
  ...change,
});
