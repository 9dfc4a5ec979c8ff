import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFrontmatter } from '@astrojs/markdown-remark';
import { attribute, LabelError, wordsOf, type JsxElement } from './labels.ts';
import { plan } from './plan.ts';

/** How a claim of a source fares, with the words and the sign that the page of sources has for it. */
export const verdicts = {
  holds: { word: 'Holds', sign: '✓', meaning: 'right as it stands, at most with a remark' },
  imprecise: { word: 'Imprecise', sign: '≈', meaning: 'right in substance; a condition, a factor or a word is missing' },
  wrong: { word: 'Wrong', sign: '✗', meaning: 'not so; the correct statement stands beside it' },
  unsourced: { word: 'Unsourced', sign: '?', meaning: 'possible, but we know of no evidence for it' },
  gap: { word: 'Gap', sign: '○', meaning: 'something that the source announces, or that belongs to it, and leaves out' },
} as const;

export type Verdict = keyof typeof verdicts;

export const verdictNames = Object.keys(verdicts) as Verdict[];

/** Titles that a claim may name as the chapter in which it belongs. */
export const plannedTitles = plan.flatMap(({ chapters }) => [...chapters]);

/** A claim of one of the three sources, as `src/content/claims/*.yaml` holds it. */
export interface Claim {
  /** "S1.11": the source, and the number of the claim in it. */
  readonly id: string;
  readonly verdict: Verdict;
  /** What the source says, in our words; Markdown with formulas. */
  readonly says: string;
  /** The correct statement; Markdown with formulas. */
  readonly holds: string;
  /** Keys of the bibliography. */
  readonly refs: readonly string[];
  /** Title of the chapter in which it belongs, for as long as no chapter has a note on it. */
  readonly chapter: string;
  /** An example that treats it, where none stands in the section of its note. */
  readonly example?: string | undefined;
}

/** "S1.11" -> "s1-11": where the claim is on the page of sources. */
export const claimAnchor = (id: string): string => id.toLowerCase().replace('.', '-');

export const claimsFolder = (root = process.cwd()): string => join(root, 'src', 'content', 'claims');

/** The ids of all claims, read from the files; what else they hold, the collection checks. */
export function readClaimIds(folder = claimsFolder()): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
    // The parser of frontmatter is the one for YAML that we have.
    const { frontmatter } = parseFrontmatter(`---\n${readFileSync(join(folder, name), 'utf8')}\n---\n`);
    const claims: unknown = frontmatter['claims'];
    for (const claim of Array.isArray(claims) ? (claims as unknown[]) : []) {
      const id: unknown = typeof claim === 'object' && claim !== null && 'id' in claim ? claim.id : undefined;
      if (typeof id !== 'string') throw new Error(`${join(folder, name)}: a claim has no id; give it one such as "S1.11".`);
      if (ids.has(id)) throw new Error(`${join(folder, name)}: the claim "${id}" is there twice; ids must differ.`);
      ids.add(id);
    }
  }
  return ids;
}

/**
 * Checks the claims of a `<SourceNote source="S1" claims="S1.11 S1.16">`.
 *
 * @throws LabelError for a claim that is not in the files, or that is of another source.
 */
export function checkSourceNote(node: JsxElement, known: ReadonlySet<string> = readClaimIds()): void {
  const source = attribute(node, 'source');
  const claims = wordsOf(attribute(node, 'claims'));
  if (claims.length === 0)
    throw new LabelError('<SourceNote> needs claims="..." with at least one claim, such as "S1.11".', node);
  for (const claim of claims) {
    const ofSource = [...known].filter((id) => id.startsWith(`${source}.`));
    if (known.has(claim) && ofSource.includes(claim)) continue;
    const choice = ofSource.length === 0 ? 'that source has none' : `${source} has ${ofSource[0]} to ${ofSource.at(-1)}`;
    throw new LabelError(
      `<SourceNote source="${source}" claims="${claims.join(' ')}">: there is no claim "${claim}" of that source in ` +
        `src/content/claims/; ${choice}.`,
      node,
    );
  }
}
