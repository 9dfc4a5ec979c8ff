/** An address inside the site, under whatever sub-path it is served from: ("/book", "/references/#he16") -> "/book/references/#he16". */
export function withBase(base: string, path: string): string {
  return path.startsWith('#') ? path : `${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
}
