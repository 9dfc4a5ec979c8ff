import { expect, test } from 'vitest';
import { readBook } from '../../src/lib/site/book.ts';
import { experimentOf, isExperimentId } from '../../src/lib/experiments/registry.ts';
import { builtPages } from './pages.ts';

const pages = new Map(builtPages().map((page) => [page.path, page]));
const { chapters, sandboxes } = readBook();

test.each(chapters.map((chapter) => [chapter.slug, chapter] as const))(
  'the chapter %s has every id and number that its source gives',
  (slug, { labels, number }) => {
    const page = pages.get(`/${slug}/`);
    expect(page?.html).toContain(`Chapter ${number}`);
    for (const label of labels) {
      expect(page?.ids, `${label.kind} ${label.number}`).toContain(label.id);
      if (label.kind === 'section') expect(page?.html).toContain(`<span class="section-number">${label.number}</span>`);
      if (label.kind === 'equation') expect(page?.html).toContain(`>(${label.number})</a>`);
      if (label.kind === 'example') expect(page?.html).toContain(`Example ${label.number}`);
    }
  },
);

test('the section that each example names is where the example stands', () => {
  const examples = [...chapters, ...sandboxes].flatMap(({ slug, labels }) =>
    labels.filter(({ kind }) => kind === 'example').map(({ id }) => [slug, id.slice(3)] as const),
  );
  expect(examples.length).toBeGreaterThan(0);
  for (const [slug, id] of examples) {
    if (!isExperimentId(id)) throw new Error(`${slug} has an example "${id}" that the registry lacks.`);
    const [path = '', section = ''] = experimentOf(id).section.split('#');
    expect(path).toBe(`/${slug}/`);
    expect(pages.get(path)?.ids).toContain(section);
  }
});

test('no page has a formula that KaTeX could not set', () => {
  for (const { path, html } of pages.values()) expect(html, path).not.toContain('katex-error');
});

test('formulas keep their MathML for screen readers', () => {
  const withFormulas = [...pages.values()].filter(({ html }) => html.includes('class="katex"'));
  expect(withFormulas.length).toBeGreaterThanOrEqual(chapters.length);
  for (const { html } of withFormulas) expect(html.match(/<math /g)?.length).toBe(html.match(/class="katex"/g)?.length);
});

test.each(sandboxes.map((sandbox) => [sandbox.slug, sandbox] as const))(
  'the sandbox %s is named as one, and can be found and kept',
  (slug, { labels, title }) => {
    const page = pages.get(`/${slug}/`);
    expect(page?.ids).toEqual(expect.arrayContaining([...labels.map(({ id }) => id), 'save-for-the-lecture-hall']));
    for (const { id } of labels.filter(({ kind }) => kind === 'example')) {
      expect(page?.html).toMatch(new RegExp(`<a href="#${id}"[^>]*>Sandbox</a>`));
    }
    expect(page?.html).not.toMatch(/Example \d/);
    expect(page?.html).toContain('data-pagefind-body');
    for (const path of ['/', '/for-lecturers/']) {
      const from = pages.get(path);
      expect(from?.html).toContain(title);
      expect(from?.links.some((href) => href.endsWith(`/${slug}/`))).toBe(true);
    }
  },
);

test('every chart of an example is in the page before any script runs', () => {
  for (const { slug, labels } of chapters) {
    const examples = labels.filter(({ kind }) => kind === 'example').length;
    const charts = pages.get(`/${slug}/`)?.html.match(/<svg [^>]*data-layout="wide"/g)?.length ?? 0;
    expect(charts, slug).toBeGreaterThanOrEqual(examples);
  }
});

test('the home page links to every chapter and every section', () => {
  const home = pages.get('/');
  for (const { slug, labels } of chapters) {
    expect(home?.links.some((href) => href.endsWith(`/${slug}/`))).toBe(true);
    for (const { id } of labels.filter(({ kind, depth }) => kind === 'section' && depth === 2)) {
      expect(
        home?.links.some((href) => href.endsWith(`/${slug}/#${id}`)),
        id,
      ).toBe(true);
    }
  }
});

test('the transfer lab stands among the appendices, and the chapter that it belongs to leads to it', () => {
  for (const path of ['/', '/transfer-learning/']) {
    expect(pages.get(path)?.links.some((href) => href.endsWith('/transfer-lab/'))).toBe(true);
  }
  expect(pages.get('/transfer-lab/')?.html).toContain('data-pagefind-body');
});

test('the page of references has every work of the bibliography as a place to link to', () => {
  expect(pages.get('/references/')?.ids).toEqual(expect.arrayContaining(['he16', 'he16b', 'nielsen15', 'glorot10']));
});
