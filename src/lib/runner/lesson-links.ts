import type { Experiment } from '../experiments/experiment.ts';
import type { Hideable, Lesson } from './lesson.ts';
import { presetNames } from './state.ts';

/** What a link may leave out, in the order of the page, and how a sentence names it. */
export const hideable = {
  summary: 'the summary',
  recording: 'the recorded curves',
  numbers: 'the figure in words and numbers',
  controls: 'the run controls',
  params: 'the parameters',
  verdict: 'the verdict',
  claims: 'the claims',
  code: 'the code',
  model: 'the model editor',
  share: 'links and export',
  runs: 'the kept runs',
} as const satisfies Readonly<Record<Hideable, string>>;

export const hideableNames = Object.keys(hideable) as readonly Hideable[];

/** What a link may lock on this example, by the name in the link, with the label that the reader sees. */
export function lockable(experiment: Experiment): Readonly<Record<string, string>> {
  const params = Object.entries(experiment.params).map(([name, { label }]) => [name, label] as const);
  const preset = presetNames(experiment).length > 1 ? [['preset', 'Preset'] as const] : [];
  const seed = experiment.kind === 'training' ? [['seed', 'Seed'] as const] : [];
  return Object.fromEntries([...params, ...preset, ...seed]);
}

/** Reads `hide=` and `lock=`. Names that mean nothing here are left out, with a note. */
export function decodeLesson(experiment: Experiment, query: URLSearchParams, notes: string[]): Lesson {
  const hidden = known(listed(query, 'hide'), hideableNames, (unknown) => {
    notes.push(`The link hides ${unknown}, which no example has; it can hide ${hideableNames.join(', ')}.`);
  });
  const names = Object.keys(lockable(experiment));
  const asked = listed(query, 'lock');
  const locked = known(asked, ['all', ...names], (unknown) => {
    notes.push(`The link locks ${unknown}, which this example does not have; it can lock ${[...names, 'all'].join(', ')}.`);
  });
  return { hidden, locked: locked.has('all') ? new Set(names) : locked };
}

/** `&hide=…&lock=…`, in the order of the page; empty where there is no lesson. */
export function encodeLesson(experiment: Experiment, { hidden, locked }: Lesson): string {
  const names = Object.keys(lockable(experiment));
  const fixed = names.filter((name) => locked.has(name));
  const parts = {
    hide: hideableNames.filter((name) => hidden.has(name)),
    lock: fixed.length === names.length ? ['all'] : fixed,
  };
  // Names are plain letters, so the commas can stay readable.
  return Object.entries(parts)
    .map(([key, list]) => (list.length === 0 ? '' : `&${key}=${list.join(',')}`))
    .join('');
}

/** One line for the reader: what the link left out and what it holds fast. Empty where there is no lesson. */
export function lessonInWords(experiment: Experiment, { hidden, locked }: Lesson): string {
  const labels = Object.entries(lockable(experiment));
  const fixed = labels.filter(([name]) => locked.has(name)).map(([, label]) => label.charAt(0).toLowerCase() + label.slice(1));
  const parts = [
    ...(hidden.size === 0
      ? []
      : [`leaves out ${inWords(hideableNames.filter((name) => hidden.has(name)).map((name) => hideable[name]))}`]),
    ...(fixed.length === 0 ? [] : [`fixes ${fixed.length === labels.length ? 'all settings' : inWords(fixed)}`]),
  ];
  return parts.length === 0 ? '' : `For a lesson, this link ${parts.join(', and ')}.`;
}

/** ["a", "b", "c"] -> "a, b and c". */
const inWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const listed = (query: URLSearchParams, name: string): readonly string[] => [
  ...new Set(
    query
      .getAll(name)
      .join(',')
      .split(',')
      .filter((item) => item !== ''),
  ),
];

/** Unknown names, and how much of each, that a note repeats. */
const mostQuoted = 3;
const longestQuote = 24;

/** Those that are accepted; the others are told, quoted, in one go. */
function known<T extends string>(
  asked: readonly string[],
  accepted: readonly T[],
  tell: (unknown: string) => void,
): ReadonlySet<T> {
  const unknown = asked.filter((name) => !accepted.some((one) => one === name));
  if (unknown.length > 0) {
    const quoted = unknown
      .slice(0, mostQuoted)
      .map((name) => (name.length > longestQuote ? `"${name.slice(0, longestQuote)}…"` : `"${name}"`));
    const rest = unknown.length - quoted.length;
    tell(inWords(rest > 0 ? [...quoted, `${rest} more`] : quoted));
  }
  return new Set(accepted.filter((name) => asked.includes(name)));
}
