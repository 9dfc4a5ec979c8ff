import type { Experiment } from '../experiments/experiment.ts';

/** Where an example can be met, as paths inside the site. */
export interface Places {
  /** The chapter that it stands in. */
  readonly chapter: string;
  /** The section of the chapter that it belongs to. */
  readonly section: string;
  readonly lecture: string;
  readonly embed: string;
  readonly oembed: string;
}

export function placesOf(id: string, { section }: Pick<Experiment, 'section'>): Places {
  const chapter = section.replace(/#.*$/, '');
  return { chapter, section, lecture: `/lecture/${id}/`, embed: `/embed/${id}/`, oembed: `/oembed/${id}.json` };
}
