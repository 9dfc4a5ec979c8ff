import { challengeOf, type Challenge } from '../experiments/challenge.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { ParamError, type ParamSchema, type Values } from '../experiments/params.ts';
import type { ExperimentId } from '../experiments/registry.ts';
import { shelved } from '../experiments/shelf.ts';
import { decodeLesson, encodeLesson } from './lesson-links.ts';
import { noLesson, type Lesson } from './lesson.ts';
import { quoted } from './link-target.ts';
import { initialState, largestSeed, presetNames, type ExampleState } from './state.ts';

/**
 * The state of an example in an address: `?e=ID&preset=...&seed=...&PARAM=...&own=...&v=RECORDING&challenge=...&hide=...&lock=...#ex-ID`,
 * holding only what differs from the defaults, or from where the challenge starts. `theme` is for a page that shows the example alone.
 */
export interface DecodedLink {
  readonly state: ExampleState;
  /** What the link asked for and did not get, one sentence each; the reader sees them. */
  readonly notes: readonly string[];
  /** Version of the recording at the time of the link, or '' where it named none. */
  readonly version: string;
  readonly lesson: Lesson;
  readonly theme: Theme | undefined;
  /** A reader's own model, which `own/link.ts` reads; '' where there is none. */
  readonly own: string;
}

export type Theme = 'light' | 'dark';

/** Names in a link that no parameter may have. */
export const reserved: ReadonlySet<string> = new Set(['e', 'preset', 'seed', 'v', 'hide', 'lock', 'theme', 'own', 'challenge']);

/** Reads a query string for one example. Never throws: what cannot be used falls back to its default, with a note. */
export function decodeLink(id: ExperimentId, search: string): DecodedLink {
  const experiment = shelved(id);
  const query = new URLSearchParams(search);
  const notes: string[] = [];
  const challenge = decodeChallenge(experiment, query.get('challenge'), notes);
  const preset = challenge === undefined ? decodePreset(experiment, query.get('preset'), notes) : 'quick';
  const start = initialState(experiment, preset, challenge);
  const values: Record<string, unknown> = { ...start.values };
  for (const [name, text] of query) {
    if (reserved.has(name)) continue;
    const param = Object.hasOwn(experiment.params, name) ? experiment.params[name] : undefined;
    if (param === undefined) {
      notes.push(`The link sets ${quoted(name)}, which this example does not have; it was left out.`);
      continue;
    }
    try {
      const value: unknown = param.parse(text);
      if (challenge?.free.includes(name) !== false) values[name] = value;
      else if (param.format(value) !== param.format(values[name]))
        notes.push(`The challenge holds ${quoted(name)} at ${param.format(values[name])}; the link’s was left out.`);
    } catch (error) {
      if (!(error instanceof ParamError)) throw error;
      notes.push(`${error.message} The link's value was replaced by ${param.format(values[name])}.`);
    }
  }
  const seed = decodeSeed(query.get('seed'), start.seed, notes);
  // Every value came from `initialState` or from its own parameter's `parse`.
  const state = { preset, values: values as Values<ParamSchema>, seed, challenge };
  const lesson = decodeLesson(experiment, query, notes);
  const theme = decodeTheme(query.get('theme'), notes);
  const own = query.get('own') ?? '';
  if (own !== '' && challenge !== undefined) notes.push('The challenge holds the models; the link’s was left out.');
  return { state, notes, version: query.get('v') ?? '', lesson, theme, own: challenge === undefined ? own : '' };
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
  const usual = initialState(experiment, state.preset, state.challenge);
  if (state.preset !== 'quick') query.set('preset', state.preset);
  if (state.seed !== usual.seed) query.set('seed', String(state.seed));
  for (const [name, param] of Object.entries(experiment.params)) {
    const text = param.format(state.values[name]);
    if (text !== param.format(usual.values[name])) query.set(name, text);
  }
  if (state.own !== undefined) query.set('own', state.own.link);
  if (version !== '') query.set('v', version);
  if (state.challenge !== undefined) query.set('challenge', state.challenge.id);
  return `?${query}${encodeLesson(experiment, lesson)}`;
}

function decodeChallenge(experiment: Experiment, text: string | null, notes: string[]): Challenge | undefined {
  const found = text === null ? undefined : challengeOf(experiment, text);
  if (text !== null && found === undefined) notes.push(`This example has no challenge ${quoted(text)}.`);
  return found;
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
