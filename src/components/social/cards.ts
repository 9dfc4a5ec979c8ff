import type { Book, Page } from '../../lib/site/book.ts';
import { bookSubtitle, bookTitle } from '../../lib/site/cite.ts';
import { defaults } from '../../lib/experiments/params.ts';
import { chartsIn } from '../../lib/experiments/figure.ts';
import { experimentOf, isExperimentId } from '../../lib/experiments/registry.ts';
import { categoriesOf, liveLines, recordedLines } from '../experiment/panels.ts';
import { recordingOf } from '../experiment/recordings.ts';
import type { Card } from './card.ts';

const foot = 'An executable textbook';

const home: Card = {
  mark: '',
  title: bookTitle,
  description: `${bookSubtitle}.`,
  foot: 'Every figure is a recorded run. Press Run to repeat it.',
};

/** The card of every page of the book, by the name of its picture: the page's slug, or `index` for the home page. */
export function cardsOf({ chapters, sandboxes, appendices }: Book): Readonly<Record<string, Card>> {
  const cards: Record<string, Card> = { index: home };
  for (const chapter of chapters)
    cards[chapter.slug] = cardWithFigure(`Part ${chapter.part} · Chapter ${chapter.number}`, chapter);
  for (const sandbox of sandboxes) cards[sandbox.slug] = cardWithFigure('Sandbox', sandbox);
  for (const { slug, title, description } of appendices) cards[slug] = { mark: 'Appendix', title, description, foot };
  return cards;
}

function cardWithFigure(mark: string, page: Page): Card {
  const { title, description } = page;
  const figure = firstFigure(page);
  return { mark, title, description, foot, ...(figure && { figure }) };
}

/** The first chart of a page's first example: recorded, or computed for its defaults. */
function firstFigure({ labels }: Page): Card['figure'] {
  const id = labels.find(({ kind }) => kind === 'example')?.id.replace(/^ex-/, '') ?? '';
  if (!isExperimentId(id)) return undefined;
  const experiment = experimentOf(id);
  const [panel] = chartsIn(experiment.figure);
  if (panel === undefined) return undefined;
  const log = experiment.kind === 'compute' ? experiment.compute(defaults(experiment.params)) : {};
  const recording = experiment.kind === 'compute' ? undefined : recordingOf(id).presets.quick;
  const lines = [...recordedLines(experiment, panel, recording), ...liveLines(experiment, panel, log)];
  return { panel, lines, categories: categoriesOf(experiment, panel, recording, log) ?? [] };
}
