import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shardsFor } from '../../datasets/manifest.ts';
import { isGenerated } from '../../experiments/datasets.ts';
import { datasetOf, storedWeights } from '../../experiments/experiment.ts';
import { experimentOf, isExperimentId, type ExperimentId } from '../../experiments/registry.ts';
import { modelCards } from '../../experiments/source-models/cards.ts';
import { bytesOf, manifestName, type PackFile, type PackManifest } from '../../offline/manifest.ts';
import { presetNames, presetValues } from '../../runner/state.ts';
import type { Page } from '../../site/book.ts';
import { closureOf } from './closure.ts';

/** Pages on which one example stands alone, where the site has them. */
const views = ['lecture', 'embed'] as const;

/** What has to be kept of the built site for a page to work without a network. The index of the search is not part of it. */
export function packOf(dir: string, { slug, title }: Pick<Page, 'slug' | 'title'>, base: string): PackManifest {
  const examples = examplesOn(readFileSync(join(dir, slug, 'index.html'), 'utf8'));
  const alone = examples.flatMap((id) => views.map((view) => `${view}/${id}/`));
  const pages = [`${slug}/`, ...alone.filter((page) => existsSync(join(dir, page, 'index.html')))];
  const fixed = [...closureOf(dir, pages, base), ...shardsOf(examples), ...weightsOf(examples)];
  const read = (path: string): Buffer => readFileSync(join(dir, path));
  const pageBytes = pages.map((page) => read(join(page, 'index.html')));
  const files: readonly PackFile[] = [
    ...pages.map((path, i) => ({ path, bytes: pageBytes[i]?.length ?? 0 })),
    ...fixed.map((path) => ({ path, bytes: read(path).length, sha256: sha256(read(path)) })),
  ];
  const edition = sha256([...pageBytes.map(sha256), JSON.stringify(files)].join(' ')).slice(0, 16);
  return { chapter: slug, title, edition, files };
}

/** Writes the manifest of every one of these pages beside it. Returns a line that says what they hold. */
export function writePacks(dir: string, pages: readonly Page[], base: string): string {
  const packs = pages.map((page) => packOf(dir, page, base));
  for (const pack of packs) writeFileSync(join(dir, pack.chapter, manifestName), JSON.stringify(pack));
  const sizes = packs.map(({ chapter, files }) => `${chapter} ${(bytesOf(files) / 1e6).toFixed(1)} MB`);
  return `offline packs: ${sizes.join(', ')}`;
}

const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

const examplesOn = (html: string): readonly ExperimentId[] =>
  [...new Set([...html.matchAll(/\sdata-experiment="([^"]+)"/g)].map(([, id = '']) => id))].filter(isExperimentId);

/** The data for every preset of these examples, each shard once. */
function shardsOf(examples: readonly ExperimentId[]): readonly string[] {
  const requests = examples.flatMap((id) => {
    const experiment = experimentOf(id);
    if (experiment.kind !== 'training') return [];
    return presetNames(experiment).flatMap((preset) =>
      Object.keys(experiment.arms).map((arm) => datasetOf(experiment, arm, presetValues(experiment, preset))),
    );
  });
  const plans = requests.flatMap((request) => (isGenerated(request) ? [] : [shardsFor(request)]));
  return [...new Set(plans.flatMap(({ train, test }) => [...train, ...test]).map(({ file }) => `data/${file}`))].sort();
}

/** The stored weights of every arm of these examples, in every preset. */
function weightsOf(examples: readonly ExperimentId[]): readonly string[] {
  const ids = examples.flatMap((id) => {
    const experiment = experimentOf(id);
    if (experiment.kind !== 'training') return [];
    const arms = Object.keys(experiment.arms);
    return presetNames(experiment).flatMap((preset) => storedWeights(experiment, arms, presetValues(experiment, preset)));
  });
  return [...new Set(ids)].map((id) => `weights/${modelCards[id].file}`).sort();
}
