/**
 * Names of the files below `_astro/` that a page asks for. The build lists them, and the browser looks whether a page that it saves
 * asks for no others: the same code for both.
 */
export function assetsNamedIn(html: string): readonly string[] {
  return [
    ...new Set(
      [...html.matchAll(/\/_astro\/([\w.@-]+\.(?:js|css|woff2|svg|png|webp|avif|json|wasm))\b/g)].map(([, name = '']) => name),
    ),
  ];
}
