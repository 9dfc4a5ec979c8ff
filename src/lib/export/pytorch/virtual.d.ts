/** Made by `src/lib/tools/python/claims-plugin.ts`: the claims of all examples, by id. */
declare module 'virtual:python-claims' {
  import type { PythonClaims } from './claims.ts';
  const claims: Readonly<Record<string, PythonClaims | undefined>>;
  export default claims;
}
