import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { parsePage, readBook } from '../../../src/lib/site/book.ts';
import { questionsOfBook } from '../../../src/lib/site/kept.ts';
import { allChallenges } from '../../../src/lib/site/challenges.ts';
import { attribute, isJsx } from '../../../src/lib/site/labels.ts';
import { studyAids } from '../../../src/lib/site/remark-book-aids.ts';

const { chapters } = readBook();
const trees = chapters.map(({ slug, file }) => [slug, parsePage(file).tree] as const);

describe.each(trees)('the chapter %s', (_, tree) => {
  it('has a solution for every exercise', () => {
    const without: string[] = [];
    let exercises = 0;
    visit(tree, (node) => {
      if (!isJsx(node) || node.name !== 'Exercise') return;
      exercises += 1;
      const solved = node.children.some((child) => isJsx(child) && attribute(child, 'slot') === 'solution');
      if (!solved) without.push(attribute(node, 'id') ?? '');
    });
    expect(exercises).toBeGreaterThan(0);
    expect(without).toEqual([]);
  });

  it('has numbers and a choice that the page can check, and a prediction', () => {
    const of = (component: string): number => studyAids(tree).filter((aid) => aid.component === component).length;
    expect(of('NumericAnswer')).toBeGreaterThanOrEqual(2);
    expect(of('Choice')).toBeGreaterThanOrEqual(1);
    expect(of('Prediction')).toBeGreaterThanOrEqual(1);
  });
});

describe('the questions of the book', () => {
  const questions = questionsOfBook();

  it('have one id each in the whole book, for that is what answers are kept under', () => {
    const names = questions.map(({ kind, id }) => `${kind} ${id}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('tell where they stand', () => {
    expect(questions).toContainEqual({
      kind: 'exercises',
      id: 'exr-count-three',
      href: '/residual-learning/#exr-count',
      title: expect.stringMatching(/^Exercise \d+\.\d+, Counting parameters$/) as unknown,
    });
    expect(questions).toContainEqual({
      kind: 'predictions',
      id: 'degradation',
      href: '/residual-learning/#ex-degradation',
      title: expect.stringMatching(/^Example \d+\.\d+$/) as unknown,
    });
  });

  it('name the challenges as the pages number them', () => {
    expect(questions).toContainEqual({
      kind: 'challenges',
      id: 'exr-no-skips',
      href: '/residual-learning/#exr-no-skips',
      title: expect.stringMatching(/^Exercise \d+\.\d+, Thirty-two layers, no shortcut$/) as unknown,
    });
    expect(
      questions
        .filter(({ kind }) => kind === 'challenges')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(
      allChallenges()
        .map(({ challenge }) => challenge.id)
        .toSorted(),
    );
  });

  it('ask for predictions where intuition fails: about depth, large weights and the size of batches', () => {
    const predicted = questions.filter(({ kind }) => kind === 'predictions').map(({ id }) => id);
    expect(predicted).toEqual(expect.arrayContaining(['depth-accuracy', 'degradation', 'initial-speeds', 'norm-batch-size']));
  });
});
