/** Made by `src/lib/tools/python/claims-plugin.ts`: the claims of all examples, by id. */
declare module 'virtual:python-claims' {
  const claims: Readonly<Record<string, import('./claims.ts').PythonClaims | undefined>>;
  export default claims;
}
