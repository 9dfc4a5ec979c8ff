import type { Challenge } from './challenge.ts';
import type { Finding } from './claims.ts';
import type { Experiment } from './experiment.ts';
import { formatValues, type ParamSchema, type TextValues, type Values } from './params.ts';
import type { RunLog } from './runlog.ts';

/** Whether a run meets the rule. A run of which an arm is missing does not: it diverged. */
export function judgeChallenge(
  experiment: Pick<Experiment, 'arms'>,
  challenge: Challenge,
  log: RunLog,
  values: Values<ParamSchema>,
): Finding {
  const missing = challenge.arms.filter((arm) => log[arm] === undefined);
  if (missing.length === 0) return challenge.test(log, values);
  const labels = missing.map((arm) => experiment.arms[arm]?.label ?? arm);
  return { held: false, evidence: `${labels.join(' and ')}: the run left the finite numbers` };
}

/** A parameter that a challenge holds, and that has another value than it is held at. */
export interface BrokenTerm {
  readonly name: string;
  readonly label: string;
  readonly held: string;
  readonly found: string;
}

/** The terms that settings break: all parameters but the free ones have to be those of the start. */
export function brokenTerms(
  experiment: Experiment,
  challenge: Challenge,
  start: Values<ParamSchema>,
  found: TextValues,
): readonly BrokenTerm[] {
  const held = formatValues(experiment.params, start);
  return Object.entries(experiment.params).flatMap(([name, { label }]) => {
    const [asked = '', given = asked] = [held[name], found[name]];
    return challenge.free.includes(name) || given === asked ? [] : [{ name, label, held: asked, found: given }];
  });
}

/** How many seeds, one after the other, the same settings have to do on. */
export const seedsOf = ({ seeds = 1 }: Challenge): number => seeds;
