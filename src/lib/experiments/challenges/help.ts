import type { ParamSchema, Values } from '../params.ts';

/** What a card holds back until it is asked for. Pages load none of it: it is rendered when the site is built. */
export interface Help<V = Values<ParamSchema>> {
  /** From a nudge to nearly all: each is read after the one before. */
  readonly hints: readonly [string, string, ...string[]];
  /** One solution; others that meet the rule count as well. */
  readonly solution: {
    /** Of the free parameters, where they differ from the start. */
    readonly values: Partial<V>;
    readonly why: string;
  };
}
