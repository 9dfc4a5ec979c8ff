import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, fetchingPolicy, policyOf } from '../../../../src/lib/site/policy.ts';
import { harden, type Emit } from '../../../../src/lib/tools/finish/harden.ts';

const meta = `<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">`;

/** What became of the body, and the files that were made. */
function hardened(body: string): { body: string; files: string[] } {
  const files: string[] = [];
  const emit: Emit = (extension, text) => {
    files.push(`${extension}: ${text}`);
    return `/file-${files.length}.${extension}`;
  };
  const html = harden(`<!doctype html><html><head></head><body>${body}</body></html>`, contentSecurityPolicy, emit);
  return { body: /<body>([^]*)<\/body>/.exec(html)?.[1] ?? '', files };
}

describe('the policy', () => {
  it('allows no inline script and no eval, and of styles the attributes only', () => {
    expect(contentSecurityPolicy).toBe(
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
        "img-src 'self' data:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'",
    );
  });

  it('lets one page fetch from other addresses, and differs there in nothing else', () => {
    expect(policyOf('transfer-lab/index.html')).toBe(fetchingPolicy);
    expect(fetchingPolicy).toBe(contentSecurityPolicy.replace("connect-src 'self'", "connect-src 'self' https:"));
    expect(fetchingPolicy).not.toBe(contentSecurityPolicy);
    for (const page of ['index.html', 'transfer-learning/index.html', 'embed/transfer-lab/index.html', '404.html'])
      expect(policyOf(page)).toBe(contentSecurityPolicy);
  });
});

describe('a page', () => {
  it.each([
    [
      '<!doctype html><html><head><meta charset="utf-8"></head></html>',
      `<!doctype html><html><head>${meta}<meta charset="utf-8"></head></html>`,
    ],
    ['<!DOCTYPE html><HEAD lang="en"><title>a</title>', `<!DOCTYPE html><HEAD lang="en">${meta}<title>a</title>`],
    ['<!doctype html><title>Elsewhere</title>', `<!doctype html>${meta}<title>Elsewhere</title>`],
  ])('gets the policy before anything that it holds: %s', (html, expected) => {
    expect(harden(html, contentSecurityPolicy, () => '')).toBe(expected);
  });

  it('that is none is refused', () => {
    expect(() => harden('<p>text</p>', contentSecurityPolicy, () => '')).toThrow(
      new Error('It has neither a <head> nor a <!doctype html> to put the policy after.'),
    );
  });

  it.each([
    ['<script>a()</script>', '<script src="/file-1.js"></script>', ['js: a()']],
    ["<script type='module' async>b\n()</script>", '<script type=\'module\' async src="/file-1.js"></script>', ['js: b\n()']],
    ['<SCRIPT type=text/javascript>c()</SCRIPT >', '<script type=text/javascript src="/file-1.js"></script>', ['js: c()']],
    ['<style>p{}</style>', '<link rel="stylesheet" href="/file-1.css">', ['css: p{}']],
    [
      '<style type="text/css" media="print">q{}</style>',
      '<link rel="stylesheet" media="print" href="/file-1.css">',
      ['css: q{}'],
    ],
  ])('has files in place of inline scripts and styles: %s', (before, after, files) => {
    expect(hardened(before)).toEqual({ body: after, files });
  });

  it.each([
    '<script src="/a.js"></script>',
    '<script type="module" src="/a.js"></script>',
    '<script type="application/ld+json">{"a": 1}</script>',
    '<script type="text/template"><b></b></script>',
    '<!-- <script>a()</script> -->',
    '<div data-code="<script>a()</script>" title=\'<style>\'>text</div>',
    '<p style="top:1em">a &lt;script> b</p>',
  ])('keeps what the policy allows, and what is no code: %s', (html) => {
    expect(hardened(html)).toEqual({ body: html, files: [] });
  });

  it.each(['importmap', 'speculationrules'])('with an inline %s is refused', (type) => {
    expect(() => hardened(`<script type="${type}">{}</script>`)).toThrow(
      new Error(`An inline <script type="${type}"> is not allowed by the policy, and browsers read it from no file.`),
    );
  });
});
