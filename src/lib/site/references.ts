/** An entry of the bibliography, as `src/content/references/references.json` holds it under its key. */
export interface Reference {
  /** "Family, Initials"; a single name without a comma for a body. */
  readonly authors: readonly string[];
  /** More authors than are listed. */
  readonly others?: boolean | undefined;
  readonly title: string;
  readonly venue: string;
  /** Absent for notes that are kept up to date. */
  readonly year?: number | undefined;
  readonly arxiv?: string | undefined;
  readonly doi?: string | undefined;
  readonly url?: string | undefined;
  readonly note?: string | undefined;
}

export type Bibliography = Readonly<Record<string, Reference>>;

const familyName = (author: string): string => author.split(',')[0] ?? author;

/** "Hochreiter", "Zhang and Sennrich", "He et al." */
export function authorsInText({ authors, others = false }: Reference): string {
  const [first = '', second = ''] = authors.map(familyName);
  if (others || authors.length > 2) return `${first} et al.`;
  return authors.length === 2 ? `${first} and ${second}` : first;
}

/** "He, K., Zhang, X., Ren, S. and Sun, J." */
export function authorsInFull({ authors, others = false }: Reference): string {
  if (others) return `${authors.join(', ')} et al.`;
  return authors.length < 2 ? authors.join('') : `${authors.slice(0, -1).join(', ')} and ${authors.at(-1)}`;
}

/** "2016", or "2016a" and "2016b" where two entries would read alike, in the order of the bibliography; "undated". */
export function yearInText(key: string, bibliography: Bibliography): string {
  const entry = bibliography[key];
  if (entry === undefined) throw new Error(unknownKey(key, bibliography));
  if (entry.year === undefined) return 'undated';
  const twins = Object.entries(bibliography)
    .filter(([, other]) => other.year === entry.year && authorsInText(other) === authorsInText(entry))
    .map(([twin]) => twin);
  return twins.length === 1 ? String(entry.year) : `${entry.year}${'abcdefgh'[twins.indexOf(key)] ?? ''}`;
}

export interface Citation {
  readonly key: string;
  /** Empty where the citation before it has the same authors: "He et al., 2016a, 2016b". */
  readonly authors: string;
  readonly year: string;
}

/** The citations of one `<Cite keys="he16 he16b" />`. Throws for a key that the bibliography lacks. */
export function citations(keys: string, bibliography: Bibliography): Citation[] {
  const list = keys.split(/\s+/).filter((key) => key !== '');
  if (list.length === 0) throw new Error('<Cite> needs keys="..." with at least one key of the bibliography.');
  return list.map((key, i) => {
    const entry = bibliography[key];
    if (entry === undefined) throw new Error(unknownKey(key, bibliography));
    const before = bibliography[list[i - 1] ?? ''];
    const repeated = before !== undefined && authorsInText(before) === authorsInText(entry);
    return { key, authors: repeated ? '' : authorsInText(entry), year: yearInText(key, bibliography) };
  });
}

/** Where to read it: the DOI, else arXiv, else the address given. */
export function linkOf({ doi, arxiv, url }: Reference): string | undefined {
  if (doi !== undefined) return `https://doi.org/${doi}`;
  return arxiv === undefined ? url : `https://arxiv.org/abs/${arxiv}`;
}

function unknownKey(key: string, bibliography: Bibliography): string {
  const stem = key.replace(/\d.*$/, '');
  const close = Object.keys(bibliography).filter((known) => known.startsWith(stem));
  const hint = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : 'Add it to src/content/references/references.json.';
  return `The bibliography has no "${key}". ${hint}`;
}
