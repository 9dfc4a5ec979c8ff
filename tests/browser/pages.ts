import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { inject } from 'vitest';
import { isRedirect } from '../../src/lib/site/builtPages.ts';
import { experimentOf, isExperimentId, type ExperimentId } from '../../src/lib/experiments/registry.ts';

const htmlOf = (path: string): string => readFileSync(join(inject('dist'), path, 'index.html'), 'utf8');

/** Paths of all built pages below the base, '' for the home page; without those that only lead on from a former address. */
export const pages: readonly string[] = readdirSync(inject('dist'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('index.html'))
  .map((file) => file.slice(0, -'index.html'.length).split(sep).join('/'))
  .filter((path) => !isRedirect(htmlOf(path)))
  .sort();

const idsOn = (path: string): string[] => [...htmlOf(path).matchAll(/data-experiment="([^"]+)"/g)].map(([, id]) => id ?? '');

/** A page that holds one example and nothing else. */
export const isFrame = (path: string): boolean => /^(embed|lecture)\//.test(path);

/** Pages of text with at least one example. */
export const chapters: readonly string[] = pages.filter((path) => !isFrame(path) && idsOn(path).length > 0);

/** [page, id] for each example that trains. */
export const chaptersWithTraining: readonly (readonly [string, ExperimentId])[] = chapters.flatMap((path) =>
  idsOn(path)
    .filter(isExperimentId)
    .filter((id) => experimentOf(id).kind === 'training')
    .map((id) => [path, id] as const),
);
