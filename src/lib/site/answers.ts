import { answersChanged, answersKey } from './answers-key.ts';

/**
 * What a reader has answered, kept in this browser and nowhere else: their answers to exercises, their predictions and how far they
 * came with challenges. Each is kept under the id that the book gave it. Storage is untrusted: an older edition, another page of the
 * host or the reader may have written it, so what cannot be used is dropped when it is read.
 *
 * Where the browser stores nothing, answers last as long as the page, and whoever keeps one is told why.
 */
export const answerKinds = ['exercises', 'predictions', 'challenges'] as const;
export type AnswerKind = (typeof answerKinds)[number];

export interface Answer {
  /** The words, the number as typed, or the id of the option; a challenge may put the query of its run here. */
  readonly value: string;
  /** Absent where nothing was judged. */
  readonly right?: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Each kind's answers by id. */
export type Answers = Readonly<Record<AnswerKind, Readonly<Record<string, Answer>>>>;

/** `problem` is a sentence for the reader; without one, the answer is stored. */
export interface Keeping {
  readonly problem?: string;
}

/** Of what is stored: a later edition that stores something else counts up. */
export const answersVersion = 1;

/** More than the book will ever ask; a store that holds more was not written by it. */
const mostOfAKind = 500;
const longestValue = 1000;

const isId = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,99}$/.test(text);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What of a stored text can be used. Another version's is not. */
export function parseAnswers(text: string | null): Answers {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '{}');
  } catch {
    stored = {};
  }
  const usable: Readonly<Record<string, unknown>> = isRecord(stored) && stored['version'] === answersVersion ? stored : {};
  return {
    exercises: parseKind(usable['exercises']),
    predictions: parseKind(usable['predictions']),
    challenges: parseKind(usable['challenges']),
  };
}

function parseKind(stored: unknown): Record<string, Answer> {
  const entries = isRecord(stored) ? Object.entries(stored).slice(0, mostOfAKind) : [];
  return Object.fromEntries(
    entries.flatMap(([id, answer]) => {
      if (!isId(id) || !isRecord(answer)) return [];
      const { value, right, at } = answer;
      if (typeof value !== 'string' || value.length > longestValue || typeof at !== 'number' || !Number.isFinite(at)) return [];
      return [[id, { value, ...(typeof right === 'boolean' && { right }), at }]];
    }),
  );
}

/** The text that is stored, and that the reader gets as a file. */
export const printAnswers = (answers: Answers, indent?: number): string =>
  JSON.stringify({ version: answersVersion, ...answers }, null, indent);

/** The answers of this page where the browser stores none. */
let unstored: Answers | undefined;

export function readAnswers(): Answers {
  if (unstored !== undefined) return unstored;
  try {
    return parseAnswers(localStorage.getItem(answersKey));
  } catch {
    // Even to look at it is an error where storage is forbidden.
    return parseAnswers(null);
  }
}

/**
 * Keeps an answer in place of an earlier one, with the time.
 *
 * @throws RangeError where the id or the value is none that could be read back: the page asks too much, not the reader.
 */
export function keepAnswer(kind: AnswerKind, id: string, { value, right }: Omit<Answer, 'at'>): Keeping {
  if (!isId(id)) throw new RangeError(`"${id}" cannot be the id of an answer: small letters, digits and hyphens only.`);
  if (value.length > longestValue)
    throw new RangeError(`The answer to "${id}" has ${value.length} characters; ${longestValue} can be kept.`);
  const before = readAnswers();
  if (!Object.hasOwn(before[kind], id) && Object.keys(before[kind]).length >= mostOfAKind) {
    return { problem: `This browser keeps ${mostOfAKind} answers already, so this one is not kept.` };
  }
  const answer: Answer = { value, ...(right !== undefined && { right }), at: Date.now() };
  return store({ ...before, [kind]: { ...before[kind], [id]: answer } });
}

/** Forgets all answers, or one. */
export function forgetAnswers(kind?: AnswerKind, id?: string): Keeping {
  const before = readAnswers();
  if (kind === undefined) return store(parseAnswers(null));
  const left = Object.entries(before[kind]).filter(([kept]) => id !== undefined && kept !== id);
  return store({ ...before, [kind]: Object.fromEntries(left) });
}

/** Puts back answers that were forgotten; one given again since stays as it is. */
export function restoreAnswers(forgotten: Answers): Keeping {
  const now = readAnswers();
  return store({
    exercises: { ...forgotten.exercises, ...now.exercises },
    predictions: { ...forgotten.predictions, ...now.predictions },
    challenges: { ...forgotten.challenges, ...now.challenges },
  });
}

function store(answers: Answers): Keeping {
  let keeping: Keeping = {};
  try {
    if (answerKinds.every((kind) => Object.keys(answers[kind]).length === 0)) localStorage.removeItem(answersKey);
    else localStorage.setItem(answersKey, printAnswers(answers));
    unstored = undefined;
  } catch {
    unstored = answers;
    keeping = { problem: 'Your browser stores nothing for this page, so this lasts only until you leave it.' };
  }
  dispatchEvent(new Event(answersChanged));
  return keeping;
}
