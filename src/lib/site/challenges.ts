import { challengeOf, type Challenge } from '../experiments/challenge.ts';
import { experimentIds, experimentOf, isExperimentId, type ExperimentId } from '../experiments/registry.ts';

/** A challenge of the book, with the example that it is checked on. */
export interface PlacedChallenge {
  readonly example: ExperimentId;
  readonly challenge: Challenge;
}

/** All challenges of the book, in the order of the registry. */
export const allChallenges = (): readonly PlacedChallenge[] =>
  experimentIds.flatMap((example) => (experimentOf(example).challenges ?? []).map((challenge) => ({ example, challenge })));

/** The challenge that an author names, or what is wrong with the name. */
export function challengeAt(example: string, id: string): PlacedChallenge | { readonly problem: string } {
  if (!isExperimentId(example)) return { problem: `there is no such example; there are ${experimentIds.join(', ')}.` };
  const challenge = challengeOf(experimentOf(example), id);
  if (challenge !== undefined) return { example, challenge };
  const ids = (experimentOf(example).challenges ?? []).map((one) => one.id);
  return { problem: `the example has no such challenge; it has ${ids.length === 0 ? 'none' : ids.join(', ')}.` };
}
