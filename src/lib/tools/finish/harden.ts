/** Keeps a file of this text, and returns its address. */
export type Emit = (extension: 'js' | 'css', text: string) => string;

const attributes = String.raw`(?:"[^"]*"|'[^']*'|[^"'>])*`;
/** Comments and tags in the order of the page, so that nothing inside of an attribute is taken for a tag. */
const pieces = new RegExp(String.raw`<!--[^]*?-->|<(script|style)\b(${attributes})>([^]*?)</\1\s*>|<[a-z/!]${attributes}>`, 'gi');

/**
 * Makes a page fit for a policy that allows no inline scripts, and puts that policy into it: scripts and styles that stand in the page become files.
 * What they do stays the same, since a script with a file still runs where it stands.
 *
 * @throws Error for an inline script that browsers read from the page only, and for a text that is no page.
 */
export function harden(html: string, policy: string, emit: Emit): string {
  const external = html.replace(pieces, (whole: string, tag?: string, attrs: string = '', text: string = '') => {
    if (tag?.toLowerCase() === 'style') return `<link rel="stylesheet"${withoutType(attrs)} href="${emit('css', text)}">`;
    if (tag?.toLowerCase() !== 'script' || /\ssrc\s*=/i.test(attrs)) return whole;
    return isRun(attrs) ? `<script${attrs} src="${emit('js', text)}"></script>` : whole;
  });
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  // What stands before the policy is not held to it: it comes first. A page that only leads to another one may have no head.
  const start = /<head\b[^>]*>/i.exec(external) ?? /<!doctype [^>]*>/i.exec(external);
  if (start === null) throw new Error('It has neither a <head> nor a <!doctype html> to put the policy after.');
  const end = start.index + start[0].length;
  return external.slice(0, end) + meta + external.slice(end);
}

const withoutType = (attrs: string): string => attrs.replace(/\stype\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/i, '');

/** Whether a script of these attributes is run, in contrast to data that scripts or search engines read. */
function isRun(attrs: string): boolean {
  const [, , double, single, bare] = /\stype\s*=\s*("([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(attrs) ?? [];
  const type = (double ?? single ?? bare ?? '').trim().toLowerCase();
  if (type === 'importmap' || type === 'speculationrules') {
    throw new Error(`An inline <script type="${type}"> is not allowed by the policy, and browsers read it from no file.`);
  }
  return type === '' || type === 'module' || /^(text|application)\/(java|ecma)script$/.test(type);
}
