/**
 * Addresses of the fonts in a style sheet that a text of these letters makes a browser load. A family comes in files for ranges of
 * letters, each in forms for older browsers too: those that run the examples read woff2.
 */
export function fontsFor(css: string, letters: ReadonlySet<string>): readonly string[] {
  const faces = css.match(/@font-face\s*{[^}]*}/g) ?? [];
  return faces
    .filter((face) => needs(face, letters))
    .flatMap((face) => {
      const [, url] = /url\(\s*["']?([^"')]+\.woff2)["']?\s*\)/.exec(face) ?? [];
      return url === undefined || url.includes(':') ? [] : [url];
    });
}

function needs(face: string, letters: ReadonlySet<string>): boolean {
  const [, ranges] = /unicode-range:\s*([^;}]+)/i.exec(face) ?? [];
  if (ranges === undefined) return true;
  const spans = ranges.split(',').map(spanOf);
  for (const letter of letters) {
    const code = letter.codePointAt(0) ?? 0;
    if (spans.some(([first, last]) => first <= code && code <= last)) return true;
  }
  return false;
}

/** "U+20-7F", "U+20AC" or "U+4??". */
function spanOf(range: string): readonly [number, number] {
  const [first = '', last = first] = range.trim().replace(/^U\+/i, '').split('-');
  return [parseInt(first.replaceAll('?', '0'), 16), parseInt(last.replaceAll('?', 'F'), 16)];
}
