/** The claims of one example in Python. `src/lib/tools/python` translates them when the site is built. */
export interface PythonClaims {
  /** Constants and functions that they use, a line each. */
  readonly definitions: readonly string[];
  /** In the order of the example. */
  readonly claims: readonly PythonClaim[];
}

export type PythonClaim =
  | {
      /** From the arms and the settings to what was found. */
      readonly test: string;
      /** From the settings to whether they are those that the claim speaks of; all are, where absent. */
      readonly applies?: string;
    }
  /** Why there is no translation. */
  | { readonly why: string };
