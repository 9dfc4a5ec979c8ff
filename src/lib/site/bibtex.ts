import type { Bibliography, Reference } from './references.ts';
import { venueFields } from './venues.ts';

/** A field of an entry, and how its value is written; absent values are left out. */
type Field = readonly [name: string, value: string | undefined, as?: keyof typeof writers];

/** One entry of a BibTeX file. @throws Error for a venue that it cannot sort, and for a character that it cannot write. */
export function bibtexEntry(key: string, work: Reference): string {
  try {
    const { type, fields } = venueFields(work.venue);
    const all: readonly Field[] = [
      ['author', authors(work), 'latex'],
      ['title', work.title, 'title'],
      ...fields,
      ['year', work.year === undefined ? undefined : String(work.year)],
      ['doi', work.doi, 'address'],
      ['eprint', work.arxiv, 'address'],
      ['archiveprefix', work.arxiv === undefined ? undefined : 'arXiv'],
      ['url', work.url, 'address'],
      ['note', work.note],
    ];
    const lines = all.flatMap(([name, value, as = 'text']) =>
      value === undefined ? [] : [`  ${name} = {${writers[as](value)}},`],
    );
    return `@${type}{${key},\n${lines.join('\n')}\n}`;
  } catch (error) {
    throw new Error(`The reference "${key}": ${(error as Error).message}`, { cause: error });
  }
}

/** The whole bibliography as a BibTeX file, by key. */
export function bibtexFile(bibliography: Bibliography): string {
  const keys = Object.keys(bibliography).sort();
  return keys
    .flatMap((key) => {
      const work = bibliography[key];
      return work === undefined ? [] : [`${bibtexEntry(key, work)}\n`];
    })
    .join('\n');
}

/** "He, K. and Zhang, X. and others". A body without a comma is kept whole, so that nobody takes its last word for a family name. */
function authors({ authors: list, others = false }: Reference): string {
  const names = list.map((name) => (name.includes(',') || !name.includes(' ') ? latex(name) : `{${latex(name)}}`));
  return [...names, ...(others ? ['others'] : [])].join(' and ');
}

/** Styles set titles in small letters; what must keep its capitals stands in braces: names, abbreviations, "ImageNet". */
function latexTitle(title: string): string {
  return title
    .split(' ')
    .map((word, i) => (/\p{Lu}/u.test(i === 0 ? word.slice(1) : word) ? braced(word) : latex(word)))
    .join(' ');
}

/** "(BYOL)," -> "({BYOL}),": the signs around a word stay outside. */
function braced(word: string): string {
  const [, before = '', core = word, after = ''] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u.exec(word) ?? [];
  return `${latex(before)}{${latex(core)}}${latex(after)}`;
}

const signs: Readonly<Record<string, string>> = {
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '\\': '\\textbackslash{}',
  '–': '--',
  '—': '---',
  '‘': '`',
  '’': "'",
  '“': '``',
  '”': "''",
  '\u00a0': '~',
  ß: '{\\ss}',
  æ: '{\\ae}',
  Æ: '{\\AE}',
  œ: '{\\oe}',
  Œ: '{\\OE}',
  ø: '{\\o}',
  Ø: '{\\O}',
  ł: '{\\l}',
  Ł: '{\\L}',
  å: '{\\aa}',
  Å: '{\\AA}',
};

/** Combining marks, as Unicode takes accented letters apart, and LaTeX's commands for them. */
const accents: Readonly<Record<string, string>> = {
  '\u0300': '`',
  '\u0301': "'",
  '\u0302': '^',
  '\u0303': '~',
  '\u0304': '=',
  '\u0306': 'u',
  '\u0307': '.',
  '\u0308': '"',
  '\u030a': 'r',
  '\u030b': 'H',
  '\u030c': 'v',
  '\u0327': 'c',
  '\u0328': 'k',
};

/** Plain text as LaTeX: "Håstad & Sons" -> "H{\aa}stad \& Sons". @throws Error for a character that it has no way to write. */
export function latex(text: string): string {
  return [...text.normalize('NFC')].map(latexCharacter).join('');
}

function latexCharacter(character: string): string {
  const sign = signs[character];
  if (sign !== undefined) return sign;
  if (/^[\x20-\x7e]$/.test(character)) return character;
  const [letter = '', mark = '', ...rest] = character.normalize('NFD');
  const accent = accents[mark];
  if (accent !== undefined && rest.length === 0) return `{\\${accent}{${letter}}}`;
  throw new Error(`BibTeX cannot be given "${character}"; add it to the signs in src/lib/site/bibtex.ts.`);
}

/** Addresses are read as they stand; only what would end the field early is encoded. */
const address = (value: string): string => value.replace(/[{}\\]/g, (sign) => encodeURIComponent(sign));

const writers = { text: latex, title: latexTitle, latex: (value: string) => value, address } as const;
