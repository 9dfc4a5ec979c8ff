/** Parts of an example that a link may leave out. */
export type Hideable =
  'summary' | 'recording' | 'numbers' | 'controls' | 'params' | 'verdict' | 'claims' | 'code' | 'model' | 'share' | 'runs';

/** What a link leaves out and what it holds fast, for a lesson. It guides; it keeps no secret, and the reader can undo it. */
export interface Lesson {
  readonly hidden: ReadonlySet<Hideable>;
  /** Names of parameters, and `preset` and `seed`: shown, and not to be changed. */
  readonly locked: ReadonlySet<string>;
}

export const noLesson: Lesson = { hidden: new Set(), locked: new Set() };
