import type { Challenge, ChallengeOf } from './challenge.ts';
import { first, isLayered, last, type ArmLog, type RunLog } from './runlog.ts';
import type { Metric, MetricKind } from './metrics.ts';
import type { ParamSchema, Values } from './params.ts';

/**
 * A claim: a sentence of the book with a comparison in it, as something that can be run. It is checked when a recording is
 * made, when CI reruns the example, and after the reader's own run.
 */
export interface Claim {
  readonly text: string;
  /** The arms it speaks of; with one of them missing from a run the claim stays pending. */
  readonly arms: readonly string[];
  readonly test: (log: RunLog, values: Values<ParamSchema>) => Finding;
  /** Settings it speaks of; under others it stays pending. */
  readonly needs?: Condition<Values<ParamSchema>>;
}

/** A condition on the settings of a run, and its words after "tested": "after 300 steps or more". */
export interface Condition<V> {
  readonly text: string;
  readonly isMet: (values: V) => boolean;
}

/** Whether a comparison came out as said, and the numbers that decided it, ready to read. */
export interface Finding {
  readonly held: boolean;
  readonly evidence: string;
}

/** A series with its ends within reach, as claims want to read it: `y` is one number, or one per layer. */
export interface Readings<Y> {
  readonly x: readonly number[];
  readonly y: readonly Y[];
  readonly first: Y;
  readonly last: Y;
}

export type SeriesOf<K extends MetricKind> = K extends 'scalar' ? Readings<number> : Readings<readonly number[]>;

/** The series of one arm, typed by the experiment's metrics. */
export type TypedArm<M extends Readonly<Record<string, Metric>>> = { readonly [N in keyof M]: SeriesOf<M[N]['kind']> };

/** What a claim may speak of: the names that an experiment declares. */
interface Vocabulary<A extends string, M, S> {
  readonly arms: readonly A[];
  readonly metrics: M;
  readonly params: S;
}

/** Makes the `claim` function of one experiment, so that a misspelt arm, metric or parameter does not compile. */
export function claimsOver<const A extends string, M extends Readonly<Record<string, Metric>>, S extends ParamSchema>({
  metrics,
}: Vocabulary<A, M, S>) {
  return function claim<const N extends A>(
    text: string,
    arms: readonly N[],
    holds: (arms: { readonly [K in N]: TypedArm<M> }, values: Values<S>) => Finding,
    needs?: Condition<Values<S>>,
  ): Claim {
    return {
      text,
      arms,
      // The values that reach a claim come from parsing `params`.
      ...(needs && { needs: { text: needs.text, isMet: (values) => needs.isMet(values as Values<S>) } }),
      test: (log, values) => {
        const typed = Object.fromEntries(arms.map((name) => [name, typedArm(metrics, log[name] ?? {}, name)]));
        // Built just above from `arms` and `metrics`, and `values` from parsing `params`: facts that fromEntries forgets.
        return holds(typed as { readonly [K in N]: TypedArm<M> }, values as Values<S>);
      },
    };
  };
}

/** Makes the `challenge` function of one experiment, which takes the same names, and no others. */
export function challengesOver<const A extends string, M extends Readonly<Record<string, Metric>>, S extends ParamSchema>(
  vocabulary: Vocabulary<A, M, S>,
) {
  const claim = claimsOver(vocabulary);
  return <const N extends A>({ rule, ...asked }: ChallengeOf<N, M, S>): Challenge => ({
    ...asked,
    test: claim(asked.task, asked.arms, rule).test,
  });
}

function typedArm<M extends Readonly<Record<string, Metric>>>(metrics: M, arm: ArmLog, name: string): TypedArm<M> {
  const all = Object.entries(metrics).map(([metric, { kind }]) => {
    const series = arm[metric];
    if (series === undefined) throw new Error(`The run of "${name}" has no "${metric}".`);
    if (isLayered(series) !== (kind === 'layers')) throw new Error(`"${metric}" of "${name}" is not of kind "${kind}".`);
    const { x, y } = series;
    const readings = {
      x,
      y,
      // A series may be empty, as long as no claim asks for its ends.
      get first() {
        return first<unknown>(y);
      },
      get last() {
        return last<unknown>(y);
      },
    };
    return [metric, readings];
  });
  // Each kind was checked against the series just above.
  return Object.fromEntries(all) as TypedArm<M>;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const superscript = (exponent: string): string =>
  [...exponent].map((sign) => (sign === '-' ? '⁻' : sign === '+' ? '' : (superscripts[Number(sign)] ?? ''))).join('');

/** Three significant digits, as evidence is read rather than computed with: 0.0123, 2.31, 1.73 × 10²⁶. */
export function show(value: number): string {
  if (value === 0 || (Math.abs(value) < 1e4 && Math.abs(value) >= 1e-3)) return String(Number(value.toPrecision(3)));
  const [digits = '', exponent] = value.toExponential(2).split('e');
  return exponent === undefined ? digits : `${digits} × 10${superscript(exponent)}`;
}

/** a > b + by. */
export function exceeds(a: number, b: number, by = 0): Finding {
  const margin = by === 0 ? '' : ` (asked: by more than ${show(by)})`;
  return { held: a > b + by, evidence: `${show(a)} against ${show(b)}${margin}` };
}

/** a <= b + by. */
export function notAbove(a: number, b: number, by = 0): Finding {
  const margin = by === 0 ? '' : ` (allowed: ${show(by)} above)`;
  return { held: a <= b + by, evidence: `${show(a)} against ${show(b)}${margin}` };
}

/** value >= bound. */
export function atLeast(value: number, bound: number, what = ''): Finding {
  return { held: value >= bound, evidence: `${what}${show(value)}, asked: at least ${show(bound)}` };
}

/** abs(value - target) <= relative * abs(target). */
export function near(value: number, target: number, relative: number): Finding {
  return { held: Math.abs(value - target) <= relative * Math.abs(target), evidence: `${show(value)}, expected ${show(target)}` };
}

/** max - min <= relative * max: all the values are the same but for rounding. */
export function spread(values: readonly number[], relative: number): Finding {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return { held: high - low <= relative * high, evidence: `${show(low)} to ${show(high)}` };
}

/** value <= bound. */
export function atMost(value: number, bound: number, what = ''): Finding {
  return { held: value <= bound, evidence: `${what}${show(value)}, asked: at most ${show(bound)}` };
}

/** value < bound. */
export function below(value: number, bound: number, what = ''): Finding {
  return { held: value < bound, evidence: `${what}${show(value)}, asked: below ${show(bound)}` };
}

/** Every value is the target, up to this relative error. */
export function allNear(values: readonly number[], target: number, relative: number): Finding {
  const held = values.every((value) => near(value, target, relative).held);
  return { held, evidence: `${show(Math.min(...values))} to ${show(Math.max(...values))}, expected ${show(target)}` };
}

/** Each value is greater than the one before it. */
export function increasing(values: readonly number[]): Finding {
  const held = values.every((value, i) => i === 0 || value > (values[i - 1] ?? Infinity));
  return { held, evidence: values.map(show).join(' < ') };
}

export function every(...findings: readonly Finding[]): Finding {
  return { held: findings.every(({ held }) => held), evidence: findings.map(({ evidence }) => evidence).join('; ') };
}

export type ClaimStatus = 'held' | 'failed' | 'pending';

export interface ClaimResult {
  readonly text: string;
  readonly status: ClaimStatus;
  /** The numbers that decided it; for a claim that these settings cannot decide, which ones could. Else empty. */
  readonly evidence: string;
}

/** A claim is only ever judged on finished arms, and under the settings that it speaks of. */
export function judge(claims: readonly Claim[], log: RunLog, values: Values<ParamSchema>): ClaimResult[] {
  return claims.map((claim) => {
    const { text, needs } = claim;
    if (needs?.isMet(values) === false) return { text, status: 'pending', evidence: `tested ${needs.text}` };
    if (claim.arms.some((arm) => log[arm] === undefined)) return { text, status: 'pending', evidence: '' };
    const { held, evidence } = claim.test(log, values);
    return { text, status: held ? 'held' : 'failed', evidence };
  });
}
