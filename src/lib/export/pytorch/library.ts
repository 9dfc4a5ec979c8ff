import type { TrainingPlan } from '../../experiments/experiment.ts';

/** The Python that scripts share, a file a subject. */
const files = import.meta.glob<string>('./python/**/*.py', { query: '?raw', import: 'default', eager: true });

const fileOf = (name: string): string => {
  const text = files[`./python/${name}.py`];
  if (text === undefined) throw new Error(`There is no Python file "${name}".`);
  return text;
};

export type Loss = TrainingPlan['loss'];

/** Sections of a script behind what is printed of an example, in their order. */
const sections = {
  'The layers': ['starts', 'layers', 'blocks'],
  'The data': ['data'],
  'The plan': ['plan', 'momentum-schedule', 'one-cycle'],
  Training: ['batches', 'randaugment', 'optimizer', 'train'],
  'The layers by their names in the book, and what they start from': ['walk', 'initialise', 'stored-weights', 'continuation'],
  'What is measured': ['metrics'],
  'Judging claims': ['claims'],
  "The book's random numbers": ['stream'],
  Running: ['running'],
} as const;

export interface Section {
  readonly title: string;
  readonly code: string;
}

/** The imports of every script. */
export const imports = (): string => fileOf('imports').trim();

/**
 * What a script needs of the library: the functions and classes that its own code names, and those that these name. A loss is chosen by
 * its name in the plan.
 */
export function libraryFor(code: string, loss: Loss): readonly Section[] {
  const titled = Object.entries(sections).map(([title, places]) => ({ title, pieces: places.flatMap(piecesIn) }));
  titled.find(({ title }) => title === 'Training')?.pieces.unshift(...pieces(fileOf(`losses/${loss}`)));
  const used = reached(
    code,
    titled.flatMap((section) => section.pieces),
  );
  return titled.flatMap(({ title, pieces: all }) => {
    const kept = all.filter((piece) => used.has(piece));
    return kept.length === 0 ? [] : [{ title, code: kept.map(({ text }) => text).join('\n\n\n') }];
  });
}

/**
 * Functions and classes of the library by their names, for a script that has a main function and sections of its own.
 *
 * @throws Error where the library has none of that name.
 */
export function piecesNamed(...names: readonly string[]): string {
  const all = Object.values(files).flatMap(pieces);
  const found = names.map((name) => {
    const piece = all.find((one) => one.name === name);
    if (piece === undefined) throw new Error(`The Python library has no "${name}".`);
    return piece.text;
  });
  return found.join('\n\n\n');
}

/** A function, class or constant. */
interface Piece {
  readonly text: string;
  readonly name: string;
  readonly mentions: ReadonlySet<string>;
}

/** Those of a file of this name, or of all files in a folder of it. */
const piecesIn = (place: string): readonly Piece[] =>
  Object.keys(files)
    .filter((path) => path === `./python/${place}.py` || path.startsWith(`./python/${place}/`))
    .flatMap((path) => pieces(files[path] ?? ''));

/** Pieces stand two empty lines apart. */
const pieces = (text: string): readonly Piece[] =>
  text
    .trim()
    .split('\n\n\n')
    .map((piece) => {
      const name = /^(?:def|class) (\w+)|^(\w+) = /m.exec(piece);
      return { text: piece, name: name?.[1] ?? name?.[2] ?? '', mentions: mentionsIn(piece) };
    });

/** Names in code, but those behind a dot; comments and docstrings mention nothing. */
function mentionsIn(code: string): ReadonlySet<string> {
  const bare = code.replaceAll(/"""[\s\S]*?"""/g, '').replaceAll(/# .*$/gm, '');
  return new Set(bare.match(/(?<![.\w])[A-Za-z_]\w*/g));
}

function reached(code: string, all: readonly Piece[]): ReadonlySet<Piece> {
  const found = new Set<Piece>();
  const queue = [mentionsIn(code)];
  for (let names = queue.pop(); names !== undefined; names = queue.pop()) {
    for (const piece of all) {
      if (found.has(piece) || !names.has(piece.name)) continue;
      found.add(piece);
      queue.push(piece.mentions);
    }
  }
  return found;
}
