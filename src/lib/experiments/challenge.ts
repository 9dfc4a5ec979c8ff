import type { Claim, Finding, TypedArm } from './claims.ts';
import type { Experiment } from './experiment.ts';
import type { Metric } from './metrics.ts';
import type { ParamSchema, Values } from './params.ts';

/**
 * An exercise that is checked on the experiment itself: some of its parameters are free, the others are held, and whatever run meets the
 * rule is a solution. It is always of the quick preset.
 */
export interface Challenge {
  /** Author-given words, for ever: where its card stands on a page, in links and in what readers hand in. */
  readonly id: `exr-${string}`;
  readonly title: string;
  /** What to reach, and with what: a sentence or two for the reader. */
  readonly task: string;
  /** Settings that it opens with, where they are not those of the preset. */
  readonly start: Partial<Values<ParamSchema>>;
  /** Parameters that the reader may turn; all others stay as they are at the start. */
  readonly free: readonly string[];
  /** The arms that run, and that the rule looks at. */
  readonly arms: readonly string[];
  /** Where luck has a say: the same settings have to do on so many seeds that follow each other. 1 where absent. */
  readonly seeds?: number;
  readonly test: Claim['test'];
}

/** A challenge as a spec writes it, in the names of its arms, metrics and parameters. */
export interface ChallengeOf<N extends string, M extends Readonly<Record<string, Metric>>, S extends ParamSchema> extends Omit<
  Challenge,
  'test'
> {
  readonly start: Partial<Values<S>>;
  readonly free: readonly (keyof S & string)[];
  readonly arms: readonly N[];
  readonly rule: (arms: { readonly [K in N]: TypedArm<M> }, values: Values<S>) => Finding;
}

/** The challenge of this id, of those that an example has. */
export const challengeOf = ({ challenges }: Pick<Experiment, 'challenges'>, id: string): Challenge | undefined =>
  challenges?.find((one) => one.id === id);
