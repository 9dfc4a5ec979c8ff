import type { Experiment } from '../experiments/experiment.ts';
import { ParamError, type ParamSchema, type Values } from '../experiments/params.ts';
import type { ExperimentId } from '../experiments/registry.ts';
import { isNamed, shelved } from '../experiments/shelf.ts';
import { decodeLesson, encodeLesson, noLesson, type Lesson } from './lesson.ts';
import { firstSeed, initialState, largestSeed, presetNames, presetValues, type ExampleState } from './state.ts';

/**
 * The state of an example in an address: `?e=ID&preset=...&seed=...&PARAM=...&v=RECORDING&hide=...&lock=...#ex-ID`, holding only
 * what differs from the defaults. `theme` is for a page that shows the example alone.
 */
export interface DecodedLink {
  readonly state: ExampleState;
  /** What the link asked for and did not get, one sentence each; the reader sees them. */
  readonly notes: readonly string[];
  /** Version of the recording at the time of the link, or '' where it named none. */
  readonly version: string;
  readonly lesson: Lesson;
  readonly theme: Theme | undefined;
}

export type Theme = 'light' | 'dark';

/** The example that a query string speaks of: its id, none, or one that this book does not have. */
export type LinkTarget =
  | { readonly kind: 'example'; readonly id: ExperimentId }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly note: string };

/** Names in a link that no parameter may have. */
export const reserved: ReadonlySet<string> = new Set(['e', 'preset', 'seed', 'v', 'hide', 'lock', 'theme']);

/** Longest part of a refused text that a note repeats. */
const quoted = (text: string): string => (text.length > 24 ? `"${text.slice(0, 24)}…"` : `"${text}"`);

export function linkTarget(search: string): LinkTarget {
  const id = new URLSearchParams(search).get('e');
  if (id === null) return { kind: 'none' };
  if (isNamed(id)) return { kind: 'example', id };
  return { kind: 'unknown', note: `This link asks for an example called ${quoted(id)}, which this book does not have.` };
}

/** Reads a query string for one example. Never throws: what cannot be used falls back to its default, with a note. */
export function decodeLink(id: ExperimentId, search: string): DecodedLink {
  const experiment = shelved(id);
  const query = new URLSearchParams(search);
  const notes: string[] = [];
  const preset = decodePreset(experiment, query.get('preset'), notes);
  const values: Record<string, unknown> = { ...presetValues(experiment, preset) };
  for (const [name, text] of query) {
    if (reserved.has(name)) continue;
    const param = Object.hasOwn(experiment.params, name) ? experiment.params[name] : undefined;
    if (param === undefined) {
      notes.push(`The link sets ${quoted(name)}, which this example does not have; it was left out.`);
      continue;
    }
    try {
      values[name] = param.parse(text);
    } catch (error) {
      if (!(error instanceof ParamError)) throw error;
      notes.push(`${error.message} The link's value was replaced by ${param.format(values[name])}.`);
    }
  }
  const seed = decodeSeed(query.get('seed'), firstSeed(experiment, preset), notes);
  // Every value came from `presetValues` or from its own parameter's `parse`.
  const state = { preset, values: values as Values<ParamSchema>, seed };
  const lesson = decodeLesson(experiment, query, notes);
  return { state, notes, version: query.get('v') ?? '', lesson, theme: decodeTheme(query.get('theme'), notes) };
}

/** What to tell a reader whose link was made for another recording than the present one; undefined where it was not. */
export function versionNote(linked: string, recorded: string): string | undefined {
  if (linked === '' || linked === recorded) return undefined;
  return 'This example has changed since the link was made: it was recorded anew. The settings are those of the link; the numbers may differ from those that you were told of.';
}

/** The query string for this state, beginning with `?`. */
export function encodeLink(id: ExperimentId, state: ExampleState, version: string, lesson: Lesson = noLesson): string {
  const experiment = shelved(id);
  const query = new URLSearchParams({ e: id });
  const usual = initialState(experiment, state.preset);
  if (state.preset !== 'quick') query.set('preset', state.preset);
  if (state.seed !== usual.seed) query.set('seed', String(state.seed));
  for (const [name, param] of Object.entries(experiment.params)) {
    const text = param.format(state.values[name]);
    if (text !== param.format(usual.values[name])) query.set(name, text);
  }
  if (version !== '') query.set('v', version);
  return `?${query}${encodeLesson(experiment, lesson)}`;
}

function decodePreset(experiment: Experiment, text: string | null, notes: string[]): ExampleState['preset'] {
  const names = presetNames(experiment);
  const found = names.find((name) => name === text);
  if (text !== null && found === undefined) {
    const known = names.length === 0 ? 'it has none' : `it has ${names.join(' and ')}`;
    notes.push(`The link asks for a preset ${quoted(text)} that this example does not have; ${known}.`);
  }
  return found ?? 'quick';
}

function decodeSeed(text: string | null, usual: number, notes: string[]): number {
  if (text === null) return usual;
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (seed <= largestSeed) return seed;
  notes.push(`A seed is a whole number from 0 to ${largestSeed}, got ${quoted(text)}; seed ${usual} is used.`);
  return usual;
}

function decodeTheme(text: string | null, notes: string[]): Theme | undefined {
  if (text === null || text === 'light' || text === 'dark') return text ?? undefined;
  notes.push(`The link asks for a theme ${quoted(text)}; there are light and dark.`);
  return undefined;
}
