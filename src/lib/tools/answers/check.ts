import { judgeChallenge, seedsOf } from '../../experiments/challenge-judging.ts';
import type { Finding } from '../../experiments/claims.ts';
import { experimentOf } from '../../experiments/registry.ts';
import { Unreadable } from './fields.ts';
import { Changed, type Claimed, type HandedIn, type Sheet } from './read.ts';
import type { Rerunner } from './rerun.ts';

export type AnswerStatus = 'met' | 'not met' | 'changed' | 'unreadable';

/** What came of one answer. */
export interface CheckedAnswer {
  readonly where: string;
  readonly status: AnswerStatus;
  readonly name?: string | undefined;
  readonly example?: string;
  readonly challenge?: string;
  /** What is wrong, where it was not run. */
  readonly problem?: string;
  readonly runs: readonly CheckedRun[];
  /** What an instructor should know besides. */
  readonly notes: readonly string[];
}

export interface CheckedRun {
  readonly seed: number;
  readonly finding: Finding;
  /** How the rerun compares with the digests of the record. */
  readonly recorded: 'identical' | 'differs' | 'not comparable';
}

/** What is known of the book that checks. */
export interface Shelf {
  readonly edition: string;
  readonly recordingOf: (example: string) => string | undefined;
}

/** Reads an answer and makes its runs again; whether the challenge is met is decided by the rerun alone. */
export async function checkAnswer(sheet: Sheet, rerunner: Pick<Rerunner, 'run'>, shelf: Shelf): Promise<CheckedAnswer> {
  const { where } = sheet;
  let answer: HandedIn;
  try {
    answer = sheet.read();
  } catch (error) {
    if (error instanceof Changed) return { where, status: 'changed', problem: error.message, runs: [], notes: [] };
    if (error instanceof Unreadable) return { where, status: 'unreadable', problem: error.message, runs: [], notes: [] };
    throw error;
  }
  const { example, challenge, params, values, name } = answer;
  const runs: CheckedRun[] = [];
  for (let seed = answer.seed; seed < answer.seed + seedsOf(challenge); seed++) {
    const { log, digests } = await rerunner.run(example, challenge, params, seed);
    const finding = judgeChallenge(experimentOf(example), challenge, log, values);
    runs.push({ seed, finding, recorded: compared(digests, answer.digests.get(seed)) });
  }
  const status = runs.every(({ finding }) => finding.held) ? 'met' : 'not met';
  return { where, status, name, example, challenge: challenge.id, runs, notes: notesOn(answer, runs, shelf) };
}

/** Only WebAssembly gives the same bits everywhere; what only computes has no digests. */
function compared(digests: Readonly<Record<string, string>>, claimed: Claimed | undefined): CheckedRun['recorded'] {
  if (claimed?.backend !== 'wasm') return 'not comparable';
  const arms = Object.entries(digests);
  return arms.every(([arm, digest]) => claimed.digests[arm] === digest) ? 'identical' : 'differs';
}

function notesOn({ edition, recording, example }: HandedIn, runs: readonly CheckedRun[], shelf: Shelf): readonly string[] {
  const own = shelf.recordingOf(example);
  return [
    edition !== undefined &&
      edition !== shelf.edition &&
      `It was made with another edition of the book (${edition}; this is ${shelf.edition}).`,
    recording !== undefined &&
      recording !== '' &&
      own !== undefined &&
      recording !== own &&
      'The example was recorded anew since: it may have changed.',
    runs.some(({ recorded }) => recorded === 'differs') &&
      'The rerun does not give the numbers of the record, which says that it ran on WebAssembly, where it should.',
  ].filter((note) => note !== false);
}
