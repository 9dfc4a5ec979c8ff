import { linkTo, openLink } from '../links.ts';
import type { ExperimentRunner } from '../ExperimentRunner.svelte.ts';

/** Names in a link that make a lesson. */
const ofLesson = ['hide', 'lock'] as const;

/** Takes the settings of a kept run, given as the query of its link, and stays in the lesson that the page is in. Runs nothing. */
export function openSettings(runner: ExperimentRunner, query: string): void {
  const settings = new URLSearchParams(query);
  const present = new URLSearchParams(linkTo(runner, runner.lesson));
  for (const name of ofLesson) {
    settings.delete(name);
    for (const value of present.getAll(name)) settings.append(name, value);
  }
  openLink(runner, `?${settings}`);
}
