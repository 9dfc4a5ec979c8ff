import { challengeOf, type Challenge } from '../../experiments/challenge.ts';
import { brokenTerms } from '../../experiments/challenge-judging.ts';
import {
  ParamError,
  formatValues,
  parseValues,
  type ParamSchema,
  type TextValues,
  type Values,
} from '../../experiments/params.ts';
import { experimentOf, isExperimentId, type ExperimentId } from '../../experiments/registry.ts';
import { answerFormat, answerVersion } from '../../runner/answerRecord.ts';
import { reserved } from '../../runner/permalink.ts';
import { initialState, largestSeed } from '../../runner/state.ts';
import { asRecord, isRecord, optionalText, text, Unreadable } from './fields.ts';

/** An answer as it was handed in, with what it says of the reader's own runs. */
export interface HandedIn {
  readonly example: ExperimentId;
  readonly challenge: Challenge;
  readonly values: Values<ParamSchema>;
  readonly params: TextValues;
  /** The first of the seeds that the rule has to be met on. */
  readonly seed: number;
  readonly name: string | undefined;
  /** Of the book and of the example's recording, where the answer names them. */
  readonly edition: string | undefined;
  readonly recording: string | undefined;
  /** By seed. */
  readonly digests: ReadonlyMap<number, Claimed>;
}

/** What a record says that one of its runs came to. */
export interface Claimed {
  readonly backend: string;
  readonly digests: Readonly<Record<string, string>>;
}

/** The answer keeps to the form, and breaks the terms of its challenge. */
export class Changed extends Error {
  override name = 'Changed';
}

/** One answer of a file, still to be read: a record, or the query of a link. */
export interface Sheet {
  readonly where: string;
  readonly read: () => HandedIn;
}

/**
 * The answers of a file: a record, a list of records, the file of all answers that the site's page of answers saves, or links, a line each.
 * Nothing of it is trusted: every sheet says for itself what is wrong with it.
 *
 * @throws Unreadable where there is no answer in it at all.
 */
export function sheetsIn(content: string, file: string): readonly Sheet[] {
  const trimmed = content.trim();
  if (trimmed === '') throw new Unreadable('the file is empty');
  if (!/^[[{]/.test(trimmed)) return linksIn(trimmed, file);
  const parsed = parseJson(trimmed);
  if (Array.isArray(parsed))
    return parsed.map((one, i): Sheet => ({ where: `${file}, answer ${i + 1}`, read: () => fromRecord(one) }));
  const kept = isRecord(parsed) ? parsed['challenges'] : undefined;
  if (!isRecord(kept)) return [{ where: file, read: () => fromRecord(parsed) }];
  const sheets = Object.entries(kept).map(([id, answer]): Sheet => ({
    where: `${file}, ${id}`,
    read: () => fromQuery(text(asRecord(answer, `"${id}"`), 'value')),
  }));
  if (sheets.length === 0) throw new Unreadable('the file holds no answer to a challenge');
  return sheets;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new Unreadable(`the file is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

const linksIn = (content: string, file: string): readonly Sheet[] =>
  content.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === '') return [];
    return [{ where: `${file}, line ${i + 1}`, read: () => fromLink(line.trim()) }];
  });

function fromLink(line: string): HandedIn {
  if (!URL.canParse(line)) throw new Unreadable(`"${line.slice(0, 60)}" is no link`);
  return fromQuery(new URL(line).search);
}

function fromQuery(search: string): HandedIn {
  const query = new URLSearchParams(search);
  const names = [...query.keys()].filter((name) => !reserved.has(name));
  return handedIn({
    example: query.get('e') ?? '',
    challenge: query.get('challenge') ?? '',
    params: Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])),
    seed: Number(query.get('seed') ?? '0'),
    recording: query.get('v') ?? undefined,
  });
}

function fromRecord(given: unknown): HandedIn {
  const record = asRecord(given, 'an answer');
  if (record['format'] !== answerFormat) throw new Unreadable(`its "format" is not "${answerFormat}": this is no answer record`);
  if (record['version'] !== answerVersion)
    throw new Unreadable(`it is of version ${String(record['version'])} of the format; this book reads version ${answerVersion}`);
  const params = asRecord(record['params'], '"params"');
  const runs = record['runs'];
  if (!Array.isArray(runs) || runs.length === 0) throw new Unreadable('"runs" is no list of runs');
  const claimed = runs.map((one) => {
    const run = asRecord(one, 'a run');
    const digests = asRecord(run['digests'], '"digests"');
    const all = Object.fromEntries(Object.keys(digests).map((arm) => [arm, text(digests, arm)]));
    return { seed: Number(run['seed']), backend: text(run, 'backend'), digests: all };
  });
  return handedIn({
    example: text(record, 'example'),
    challenge: text(record, 'challenge'),
    params: Object.fromEntries(Object.keys(params).map((name) => [name, text(params, name)])),
    seed: claimed[0]?.seed ?? Number.NaN,
    name: optionalText(record, 'name'),
    edition: optionalText(record, 'edition'),
    recording: optionalText(record, 'recording'),
    digests: new Map(claimed.map(({ seed, ...rest }) => [seed, rest])),
  });
}

interface Given {
  readonly example: string;
  readonly challenge: string;
  readonly params: TextValues;
  readonly seed: number;
  readonly name?: string | undefined;
  readonly edition?: string | undefined;
  readonly recording?: string | undefined;
  readonly digests?: ReadonlyMap<number, Claimed>;
}

function handedIn({ example, challenge: id, params, seed, name, edition, recording, digests = new Map() }: Given): HandedIn {
  if (!isExperimentId(example)) throw new Unreadable(`this book has no example "${example}"`);
  const experiment = experimentOf(example);
  const challenge = challengeOf(experiment, id);
  if (challenge === undefined) {
    const ids = experiment.challenges?.map((one) => one.id).join(', ') ?? 'none';
    throw new Unreadable(`"${example}" has no challenge "${id}"; it has ${ids}`);
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > largestSeed)
    throw new Unreadable(`its seed is no whole number from 0 to ${largestSeed}`);
  const start = initialState(experiment, 'quick', challenge).values;
  const texts = { ...formatValues(experiment.params, start), ...params };
  const values = parsed(experiment.params, texts);
  const broken = brokenTerms(experiment, challenge, start, formatValues(experiment.params, values));
  if (broken.length > 0) {
    const list = broken.map(({ label, held, found }) => `${label} is ${found}, held at ${held}`);
    throw new Changed(`what the challenge holds was changed: ${list.join('; ')}`);
  }
  return { example, challenge, values, params: texts, seed, name, edition, recording, digests };
}

function parsed(schema: ParamSchema, texts: TextValues): Values<ParamSchema> {
  try {
    return parseValues(schema, texts);
  } catch (error) {
    if (!(error instanceof ParamError)) throw error;
    throw new Unreadable(error.message.replace(/\.$/, ''));
  }
}
