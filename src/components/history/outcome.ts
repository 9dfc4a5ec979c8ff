/** How a kept run ended, in words. */
import { shelved } from '../../lib/experiments/shelf.ts';
import { titleOf, type KeptRun } from '../../lib/runner/history/kept-run.ts';
import { divergenceInWords } from '../experiment/divergence.ts';

const endings = { done: 'Ran to its end.', stopped: 'Stopped before its end.' } as const;

/** Sentences; without what the claims came to, where a lesson leaves that out. */
export function outcomeInWords(run: KeptRun, hidesVerdict: boolean): readonly string[] {
  const { experiment, outcome, verdict, divergences } = run;
  const arms = shelved(experiment).arms;
  const where = Object.entries(divergences).map(([arm, at]) => divergenceInWords(arms[arm]?.label ?? arm, at));
  const ended = outcome === 'diverged' ? [] : [endings[outcome]];
  return [...ended, ...where, ...(hidesVerdict ? [] : [verdict, claimsInWords(run)])].filter((sentence) => sentence !== '');
}

function claimsInWords({ claims }: KeptRun): string {
  const failed = claims.filter(({ status }) => status === 'failed');
  return failed.length === 0 ? '' : `Did not hold: ${failed.map(({ text }) => text).join(' ')}`;
}

/** Another kept run with the very same numbers, if there is one. */
export function twinOf(run: KeptRun, runs: readonly KeptRun[]): string | undefined {
  const arms = Object.entries(run.digests);
  const twin = runs.find(
    ({ key, digests }) =>
      key !== run.key &&
      arms.length > 0 &&
      Object.keys(digests).length === arms.length &&
      arms.every(([arm, digest]) => digests[arm] === digest),
  );
  return twin && titleOf(twin);
}
