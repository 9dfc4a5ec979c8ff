/** Longest line, its indent included. */
const WIDTH = 120;

/** How far a level is indented. */
const STEP = 4;

/**
 * A statement of Python that stands in one line, broken at the commas within its brackets where it is too long: as formatters of Python
 * do it, each part of a bracket has a line of its own then, with a comma behind it.
 */
export function laidOut(line: string, indent = 0): string {
  const margin = ' '.repeat(indent);
  if (indent + line.length <= WIDTH) return margin + line;
  const bracket = widestBracket(line);
  if (bracket === undefined) return margin + line;
  const { open, close } = bracket;
  const parts = partsOf(line.slice(open + 1, close));
  const comma = takesComma(line, open, parts) ? ',' : '';
  const body = parts.map((part) => laidOut(part + comma, indent + STEP));
  return [margin + line.slice(0, open + 1), ...body, laidOut(line.slice(close), indent)].join('\n');
}

/** The bracket outside of all others that holds most. */
function widestBracket(line: string): { readonly open: number; readonly close: number } | undefined {
  let widest: { open: number; close: number } | undefined;
  let open = 0;
  scan(line, (sign, depth, at) => {
    if ('([{'.includes(sign) && depth === 0) open = at;
    if (')]}'.includes(sign) && depth === 0 && at - open > 1 && at - open > (widest ? widest.close - widest.open : 0))
      widest = { open, close: at };
  });
  return widest;
}

/** Whether a comma may follow the last part: it would make a tuple of what is in parentheses alone, and end no generator. */
function takesComma(line: string, open: number, parts: readonly string[]): boolean {
  const follows = /[\w)\]]/.test(line[open - 1] ?? '');
  const [only = ''] = parts;
  if (line[open] === '[' && follows) return false;
  return parts.length > 1 || ((line[open] !== '(' || follows) && !isComprehension(only));
}

const isComprehension = (text: string): boolean => {
  let found = false;
  scan(text, (sign, depth, at) => (found ||= sign === ' ' && depth === 0 && text.startsWith(' for ', at)));
  return found;
};

/** Parts between the commas outside of all brackets; those of a comprehension, or between the parameters of a lambda, part nothing. */
function partsOf(text: string): string[] {
  if (isComprehension(text)) return [text.trim()];
  const parts: string[] = [];
  let start = 0;
  let isInHead = false;
  scan(text, (sign, depth, at) => {
    if (depth > 0) return;
    if (sign === 'l' && /^lambda\b/.test(text.slice(at)) && !/\w/.test(text[at - 1] ?? '')) isInHead = true;
    else if (sign === ':') isInHead = false;
    else if (sign === ',' && !isInHead) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  });
  const rest = text.slice(start).trim();
  return rest === '' ? parts : [...parts, rest];
}

/** Each character outside of strings, with the brackets around it, and its place. */
function scan(text: string, visit: (sign: string, depth: number, at: number) => void): void {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
      continue;
    }
    if (sign === '"' || sign === "'") quote = sign;
    else if (')]}'.includes(sign)) visit(sign, (depth -= 1), at);
    else {
      visit(sign, depth, at);
      if ('([{'.includes(sign)) depth += 1;
    }
  }
}
