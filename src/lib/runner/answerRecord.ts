import type { Finding } from '../experiments/claims.ts';
import type { TextValues } from '../experiments/params.ts';

/** One run of an answer. */
export interface AnswerRun {
  readonly seed: number;
  /** `none` where the example computes. */
  readonly backend: string;
  /** Hash over every raw number of each arm; empty where the example computes. */
  readonly digests: Readonly<Record<string, string>>;
  readonly finding: Finding;
}

/**
 * A challenge met, as a reader hands it in: all that a rerun needs, and what the reader's own run came to. Nothing in it proves that the
 * reader made the run; it says which run to make again.
 */
export interface AnswerRecord {
  readonly format: typeof answerFormat;
  readonly version: typeof answerVersion;
  /** Of the book: "version 0.1.0, commit abc1234". */
  readonly edition: string;
  /** Version of the example's recording, or '' where it has none. */
  readonly recording: string;
  readonly example: string;
  readonly challenge: string;
  readonly params: TextValues;
  /** As many as the challenge asks for, each of the seed after the one before. */
  readonly runs: readonly AnswerRun[];
  /** Leads back to the settings, and to the first seed. */
  readonly link: string;
  /** ISO, with the time. */
  readonly at: string;
  /** What the reader wants to be called. */
  readonly name?: string;
}

export const answerFormat = 'deep-and-trainable answer';
/** A later edition that writes something else counts up. */
export const answerVersion = 1;

/** The file that a reader saves. */
export const printAnswer = (record: AnswerRecord): string => `${JSON.stringify(record, undefined, 2)}\n`;
