import type { ClaimStatus } from '../../experiments/claims.ts';
import type { Backend } from '../../experiments/frame.ts';
import type { ExperimentId } from '../../experiments/registry.ts';
import type { ArmLog, RunLog, Series } from '../../experiments/runlog.ts';
import { isNamed } from '../../experiments/shelf.ts';
import { mostOfLayers, mostPoints, pointsOf } from './kept-log.ts';
import { longestName, type KeptRun, type Outcome, type Run, type RunSummary, type Where } from './kept-run.ts';
import {
  field,
  fields,
  items,
  measured,
  numberFrom,
  oneOf,
  ReadingError,
  refuse,
  text,
  wholeFrom,
  type Found,
} from './reading.ts';

const outcomes: readonly Outcome[] = ['done', 'diverged', 'stopped'];
const backends: readonly Backend[] = ['webgpu', 'webgl', 'wasm', 'cpu'];
const statuses: readonly ClaimStatus[] = ['held', 'failed', 'pending'];
const tensors: readonly Where['tensor'][] = ['activation', 'loss', 'gradient', 'weights'];

/** Far beyond what any example has; what is longer was not written by this book. */
const most = { arms: 100, metrics: 40, claims: 60, letters: 1000, query: 20_000 } as const;

const at = (value: unknown): Found => ({ value, place: '' });

/** Reads a run from a file. @throws ReadingError where it is none. */
export function readRun(value: unknown): Run {
  return { ...readSummary(value), log: readLog(field(at(value), 'log')) };
}

/** Reads what the storage holds of a run besides its numbers. @throws ReadingError where it is none. */
export function readKept(value: unknown): KeptRun {
  const found = at(value);
  return {
    ...readSummary(value),
    key: wholeFrom(field(found, 'key'), 1),
    number: wholeFrom(field(found, 'number'), 1),
    bytes: wholeFrom(field(found, 'bytes'), 0),
  };
}

/** Reads the numbers of a run, as the storage holds them. @throws ReadingError where they are none. */
export function readLogText(json: unknown): RunLog {
  const found = { value: json, place: 'log' };
  if (typeof json !== 'string') refuse(found, 'a text');
  try {
    return readLog({ value: JSON.parse(json), place: 'log' });
  } catch (error) {
    if (error instanceof SyntaxError) refuse(found, 'JSON');
    throw error;
  }
}

function readSummary(value: unknown): RunSummary {
  const of = (name: string): Found => field(at(value), name);
  const experiment = readExample(of('experiment'));
  return {
    experiment,
    name: text(of('name'), longestName).trim(),
    when: readDate(of('when')),
    book: text(of('book'), most.letters),
    query: readQuery(of('query'), experiment),
    outcome: oneOf(of('outcome'), outcomes),
    backend: oneOf(of('backend'), backends),
    seconds: numberFrom(of('seconds'), 0),
    verdict: text(of('verdict'), most.letters),
    claims: items(of('claims'), most.claims, (claim) => ({
      text: text(field(claim, 'text'), most.letters),
      status: oneOf(field(claim, 'status'), statuses),
    })),
    digests: fields(of('digests'), most.arms, (digest) => text(digest, most.letters)),
    divergences: fields(of('divergences'), most.arms, (where) => ({
      step: wholeFrom(field(where, 'step'), 0),
      layer: text(field(where, 'layer'), most.letters),
      tensor: oneOf(field(where, 'tensor'), tensors),
    })),
  };
}

function readExample(found: Found): ExperimentId {
  const name = text(found, most.letters);
  if (!isNamed(name)) throw new ReadingError(`It is a run of the example "${name}", which this book does not have.`);
  return name;
}

function readDate(found: Found): Date {
  const date = new Date(text(found, most.letters));
  return Number.isNaN(date.getTime()) ? refuse(found, 'a date such as 2026-11-30T18:00:00.000Z') : date;
}

/** What stands in it is read again, and answered with notes, where its settings are opened. */
function readQuery(found: Found, experiment: ExperimentId): string {
  const query = text(found, most.query);
  if (new URLSearchParams(query).get('e') !== experiment) refuse(found, `the query of a link to "${experiment}"`);
  return query;
}

/** Arms and metrics of any name: a run may be of an edition that had others. */
function readLog(found: Found): RunLog {
  return fields(found, most.arms, (arm): ArmLog => fields(arm, most.metrics, readSeries));
}

function readSeries(found: Found): Series {
  const { value } = field(found, 'layers');
  const x = items(field(found, 'x'), mostPoints, measured);
  const y = field(found, 'y');
  const isFull = (length: number): boolean => length === x.length || refuse(y, `a list as long as x, of ${x.length} entries`);
  if (value === undefined) {
    const series = { x, y: items(y, mostPoints, measured) };
    isFull(series.y.length);
    return series;
  }
  const layers = items(field(found, 'layers'), mostOfLayers, (layer) => text(layer, most.letters));
  const row = (one: Found): readonly number[] => {
    const numbers = items(one, mostOfLayers, measured);
    return numbers.length === layers.length ? numbers : refuse(one, `a list of ${layers.length} numbers, one a layer`);
  };
  const series = { layers, x, y: items(y, pointsOf({ layers, x, y: [] }), row) };
  isFull(series.y.length);
  return series;
}
