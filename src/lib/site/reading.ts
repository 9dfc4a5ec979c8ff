import type { Root } from 'mdast';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { SKIP, visit } from 'unist-util-visit';
import { attribute, isJsx } from './labels.ts';

/** What a page asks of its reader, counted from its source. */
export interface ReadingCounts {
  readonly words: number;
  /** Formulas in the line. */
  readonly formulas: number;
  /** Formulas on lines of their own. */
  readonly displays: number;
  readonly examples: number;
  readonly exercises: number;
}

/** The rule of the reading time; `readingRule` says the same to the reader. */
const wordsPerMinute = 220;
const secondsPerFormula = 2;
const secondsPerDisplay = 15;
const secondsPerExample = 60;

export const readingRule =
  `Counted at ${wordsPerMinute} words a minute, with ${secondsPerFormula} seconds for a formula in the line, ` +
  `${secondsPerDisplay} for one on a line of its own and a minute for looking at each example. ` +
  'Exercises are counted as read, not as solved; their solutions are left out.';

const parser = unified().use(remarkParse).use(remarkMath).use(remarkMdx);

/** Counts a page written in MDX, without its frontmatter. Listings, solutions and reasons are looked up, not read,
 * and count nothing. */
export function readingCounts(mdx: string): ReadingCounts {
  const counts = { words: 0, formulas: 0, displays: 0, examples: 0, exercises: 0 };
  const tree: Root = parser.parse(mdx);
  visit(tree, (node) => {
    if (isJsx(node)) {
      if (['solution', 'why'].includes(attribute(node, 'slot') ?? '')) return SKIP;
      if (node.name === 'Experiment') counts.examples += 1;
      if (node.name === 'Exercise' || node.name === 'Challenge') counts.exercises += 1;
    } else if (node.type === 'text' || node.type === 'inlineCode') counts.words += wordsIn(node.value);
    else if (node.type === 'inlineMath') counts.formulas += 1;
    else if (node.type === 'math') counts.displays += 1;
    return undefined;
  });
  return counts;
}

/** Runs of characters with a letter or a digit among them: a dash between spaces is no word. */
const wordsIn = (text: string): number => text.split(/\s+/).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;

/** Whole minutes up to ten, then fives: the rule is no more exact than that. */
export function readingMinutes({ words, formulas, displays, examples }: ReadingCounts): number {
  const seconds = formulas * secondsPerFormula + displays * secondsPerDisplay + examples * secondsPerExample;
  const minutes = words / wordsPerMinute + seconds / 60;
  return minutes <= 10 ? Math.max(1, Math.round(minutes)) : Math.round(minutes / 5) * 5;
}

/** "About 40 minutes to read, and 7 exercises" */
export function readingInWords(counts: ReadingCounts): string {
  const minutes = readingMinutes(counts);
  const time = `About ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} to read`;
  if (counts.exercises === 0) return time;
  return `${time}, and ${counts.exercises} ${counts.exercises === 1 ? 'exercise' : 'exercises'}`;
}
