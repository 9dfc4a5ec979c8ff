import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { experimentIds, experimentOf } from '../../src/lib/experiments/registry.ts';
import { hideableNames } from '../../src/lib/runner/lesson-links.ts';
import { readBook } from '../../src/lib/site/book.ts';
import { placesOf } from '../../src/lib/site/places.ts';
import { plan } from '../../src/lib/site/plan.ts';
import { keyTable } from '../../src/components/lecture/keys.ts';
import { base, builtPages, dist } from './pages.ts';

const pages = new Map(builtPages().map((page) => [page.path, page]));
const page = (path: string) => {
  const found = pages.get(path);
  if (found === undefined) throw new Error(`The site has no page ${path}.`);
  return found;
};

/** An address of the site as its pages write it. */
const inside = (path: string): string => `${base.slice(0, -1)}${path}`;

describe.each(experimentIds)('the example %s', (id) => {
  const experiment = experimentOf(id);
  const places = placesOf(id, experiment);

  it.each(['lecture', 'embed'] as const)('has a page of its own for the %s, with its figure before any script runs', (view) => {
    const { html, ids, links } = page(places[view]);
    expect(ids).toContain(`ex-${id}`);
    expect(html.match(/<h1\b/g)).toHaveLength(1);
    expect(html).toContain(experiment.title);
    expect(html.match(/<svg [^>]*data-layout="medium"/g)).toHaveLength(experiment.figure.length);
    expect(links).toContain(inside(places.section));
  });

  it.each(['lecture', 'embed'] as const)('has no button in the %s that says it works before the script does', (view) => {
    const [section = ''] = /<section\b[^>]*data-experiment=.*?<\/section>/s.exec(page(places[view]).html) ?? [];
    const buttons = [...section.matchAll(/<button\b[^>]*data-action="[^>]*>/g)].map(([tag]) => tag);
    expect(buttons.length + Number(experiment.kind === 'compute')).toBeGreaterThan(0);
    expect(buttons.filter((tag) => !/\bdisabled\b/.test(tag))).toEqual([]);
  });

  it.each(['lecture', 'embed'] as const)('is found by searches in its chapter, and not in the %s', (view) => {
    const { html } = page(places[view]);
    expect(html).toContain('<meta name="robots" content="noindex"');
    expect(html).not.toContain('data-pagefind-body');
    expect(html).toMatch(new RegExp(`<link rel="canonical" href="https?://[^"]+${places.chapter}"`));
  });

  it('tells sites that speak oEmbed how to show it', () => {
    const file = join(dist, places.oembed);
    expect(existsSync(file)).toBe(true);
    const answer: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(answer).toMatchObject({ version: '1.0', type: 'rich', title: experiment.title, provider_name: 'Deep, and Trainable' });
    const { html, width, height } = answer as { html: string; width: number; height: number };
    expect(html).toMatch(new RegExp(`^<iframe src="https?://[^"]+${places.embed}"`));
    expect(Math.min(width, height)).toBeGreaterThan(300);
    for (const path of [places.embed, places.lecture]) {
      expect(page(path).html).toMatch(
        new RegExp(`<link rel="alternate" type="application/json\\+oembed" href="https?://[^"]+${places.oembed}"`),
      );
    }
  });

  it('stands in the gallery, with a picture and the ways to it', () => {
    const { html, links } = page('/examples/');
    for (const path of [`${places.chapter}#ex-${id}`, places.section, places.lecture, places.embed]) {
      expect(links).toContain(inside(path));
    }
    expect(html).toContain(`id="thumbnail-${id}-narrow-title"`);
    expect(html).toContain(experiment.summary);
  });
});

test('the gallery has every example in a chapter or a sandbox', () => {
  expect(page('/examples/').html.match(/id="thumbnail-[a-z-]+-narrow-title"/g)).toHaveLength(experimentIds.length);
  expect(page('/examples/').html).not.toContain('Not in a chapter yet');
});

test('there is a lecture view, a frame and an oEmbed file for each example, and for nothing else', () => {
  const named = (folder: string): string[] => readdirSync(join(dist, folder)).map((name) => name.replace(/\.json$/, ''));
  for (const folder of ['lecture', 'embed', 'oembed']) expect(named(folder).sort()).toEqual(experimentIds.toSorted());
});

test('the site map has the chapters and the gallery, and neither lecture views nor frames', () => {
  const maps = readdirSync(dist).filter((name) => /^sitemap-\d+\.xml$/.test(name));
  const text = maps.map((name) => readFileSync(join(dist, name), 'utf8')).join('');
  expect(text).toContain('/residual-learning/</loc>');
  expect(text).toContain('/examples/</loc>');
  expect(text).not.toMatch(/\/(lecture|embed|oembed)\//);
});

describe('the page for lecturers', () => {
  const { html, links } = page('/for-lecturers/');

  it('explains every key of the lecture view, and everything that a link may leave out', () => {
    for (const { names, does } of keyTable) {
      expect(html).toContain(does);
      for (const name of names) expect(html).toContain(`>${name}</kbd>`);
    }
    for (const name of hideableNames) expect(html).toContain(`hide=${name}`);
  });

  it('leads to every chapter and lecture view, and names what is not written yet', () => {
    const { chapters } = readBook();
    for (const { slug } of chapters) expect(links).toContain(inside(`/${slug}/`));
    for (const id of experimentIds) expect(links).toContain(inside(placesOf(id, experimentOf(id)).lecture));
    const titles = new Set(chapters.map(({ title }) => title));
    for (const title of plan.flatMap((part) => part.chapters)) {
      if (!titles.has(title)) expect(html).toContain(`${title} (not written yet)`);
    }
  });
});
