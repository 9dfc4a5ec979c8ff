import { untrack } from 'svelte';
import type { Challenge } from '../experiments/challenge.ts';
import { judgeChallenge, seedsOf } from '../experiments/challenge-judging.ts';
import { answerFormat, answerVersion, type AnswerRecord, type AnswerRun } from './answerRecord.ts';
import type { ExperimentRunner } from './ExperimentRunner.svelte.ts';
import { noLesson } from './lesson.ts';
import { linkTo } from './links.ts';

/**
 * `open`: nothing was run with these settings. `failed`: the last run does not meet the rule. `partly`: it does, and other seeds are
 * still to be tried. `met`: on as many seeds as the challenge asks for.
 */
export type AttemptStatus = 'open' | 'failed' | 'partly' | 'met';

/** What the record says besides the run. */
interface Particulars {
  readonly edition: string;
  /** Whole address of the example, without a query. */
  readonly address: string;
  readonly at: Date;
  readonly name: string;
}

/** How far a reader has come with a challenge, at the settings that the example has now. */
export class ChallengeAttempt {
  readonly challenge: Challenge;
  readonly #runner: ExperimentRunner;
  /** Runs with these settings, one a seed. */
  #runs = $state.raw<readonly AnswerRun[]>([]);
  #settings = '';

  constructor(runner: ExperimentRunner, challenge: Challenge) {
    this.#runner = runner;
    this.challenge = challenge;
  }

  /** The run on the figure, judged; undefined where there is none yet. */
  readonly current: AnswerRun | undefined = $derived.by(() => {
    const { status, live, seed, experiment, values } = this.#runner;
    if (status !== 'done' && status !== 'diverged') return undefined;
    const finding = judgeChallenge(experiment, this.challenge, live.finishedLog, values);
    return { seed, backend: live.backend ?? 'none', digests: live.digests, finding };
  });

  /** The seeds that the last run is one of, without a gap, on which these settings meet the rule: from the least on. */
  readonly streak: readonly AnswerRun[] = $derived.by(() => {
    const { current } = this;
    if (current?.finding.held !== true) return [];
    const heldOn = (seed: number): AnswerRun | undefined =>
      seed === current.seed ? current : this.#runs.find((run) => run.seed === seed && run.finding.held);
    let first = current.seed;
    while (heldOn(first - 1) !== undefined) first -= 1;
    const streak: AnswerRun[] = [];
    for (let run = heldOn(first); run !== undefined; run = heldOn(first + streak.length)) streak.push(run);
    return streak;
  });

  readonly status: AttemptStatus = $derived.by(() => {
    if (this.current === undefined) return 'open';
    if (!this.current.finding.held) return 'failed';
    return this.streak.length < seedsOf(this.challenge) ? 'partly' : 'met';
  });

  /** Keeps the run on the figure for the seeds to come; other settings begin anew. */
  remember(): void {
    const settings = JSON.stringify(this.#runner.texts);
    const { current } = this;
    untrack(() => {
      if (settings !== this.#settings) this.#runs = [];
      this.#settings = settings;
      if (current !== undefined) this.#runs = [...this.#runs.filter(({ seed }) => seed !== current.seed), current];
    });
  }

  /** The query that leads back to the answer. */
  get query(): string {
    return linkTo(this.#runner, noLesson, this.streak[0]?.seed);
  }

  /** The answer as a file has it; meaningful once the challenge is met. */
  record({ edition, address, at, name }: Particulars): AnswerRecord {
    const { id, texts, recording } = this.#runner;
    return {
      format: answerFormat,
      version: answerVersion,
      edition,
      recording: recording?.version ?? '',
      example: id,
      challenge: this.challenge.id,
      params: texts,
      runs: this.streak.slice(0, seedsOf(this.challenge)),
      link: `${address}${this.query}#ex-${id}`,
      at: at.toISOString(),
      ...(name !== '' && { name }),
    };
  }
}
