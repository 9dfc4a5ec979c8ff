import type { ExperimentId } from '../experiments/registry.ts';
import type { ExperimentRunner } from './ExperimentRunner.svelte.ts';
import { lessonInWords } from './lesson-links.ts';
import { noLesson, type Lesson } from './lesson.ts';
import { decodeLink, encodeLink, versionNote } from './permalink.ts';
import type { ExampleState } from './state.ts';

/** What a link to an example tells. */
export type Linkable = Pick<ExperimentRunner, 'id' | 'state' | 'recording'>;

/*
 * Between an example on a page and links to it. Nothing that a page begins with imports this: it is fetched by readers who come by a
 * link, and by those who want one.
 */

/** The query string that leads back to the state of an example, and to this lesson. */
export const linkTo = ({ id, state, recording }: Linkable, lesson: Lesson = noLesson, seed: number = state.seed): string =>
  encodeLink(id, { ...state, seed }, recording?.version ?? '', lesson);

/** The state that a query string leads to; what cannot be used in it is as if it were not there. */
export const stateOf = (id: ExperimentId, search: string): ExampleState => decodeLink(id, search).state;

/** Takes the state and the lesson that a link holds, and keeps what it could not use as notes. Runs nothing. */
export function openLink(runner: Linkable & Pick<ExperimentRunner, 'plain' | 'takeLink'>, search: string): void {
  const link = decodeLink(runner.id, search);
  runner.takeLink(link, lessonInWords(runner.plain, link.lesson), (recorded) => versionNote(link.version, recorded));
}
