/** Made by `src/lib/tools/python/claims-plugin.ts`: the claims of all examples, `PythonClaims` by id. A file of globals can import no type. */
declare module 'virtual:python-claims' {
  const claims: unknown;
  export default claims;
}
