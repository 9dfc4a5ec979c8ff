import { onAnswersChanged } from '../../lib/site/answers-key.ts';
import {
  answerKinds,
  forgetAnswers,
  parseAnswers,
  printAnswers,
  readAnswers,
  restoreAnswers,
  type Answer,
  type AnswerKind,
  type Answers,
  type Keeping,
} from '../../lib/site/answers.ts';
import { download } from '../experiment/download.ts';

/** A question of the book, as the build lists it: kind, id, address and title. */
type Question = readonly [kind: AnswerKind, id: string, href: string, title: string];

/** An answer, and where its question stands: an older edition may have had questions that this one lacks. */
interface Row {
  readonly kind: AnswerKind;
  readonly id: string;
  readonly answer: Answer;
  readonly question: Question | undefined;
}

/** What was deleted last, which can be put back until something else is deleted or the page is left. */
interface Deletion {
  readonly words: string;
  /** Its place among the rows, from 0. */
  readonly index: number;
  readonly forgotten: Answers;
  /** The button that deleted it, which is there again once it is put back. */
  readonly button: string;
}

/** Lists what the browser keeps in a place that the build has made, and keeps the list up to date. */
export function listAnswers(place: HTMLElement): void {
  // The build wrote it into this very page.
  const questions = JSON.parse(place.dataset['questions'] ?? '[]') as readonly Question[];
  const status = place.querySelector('[role="status"]');
  let deletion: Deletion | undefined;
  const show = (): void => render(place, rowsOf(questions), deletion);
  const say = (words: string, { problem }: Keeping): void => {
    if (status !== null) status.textContent = problem === undefined ? words : `${words} ${problem}`;
  };
  const focusOn = (selector: string): void => place.querySelector<HTMLElement>(selector)?.focus();

  /** The list is made anew at once: whoever pressed the button is at the one that takes it back. */
  function remove(what: Deletion, forget: () => Keeping): void {
    deletion = what;
    say(`Deleted ${what.words}.`, forget());
    focusOn('[data-undo]');
  }

  function removeOne(button: string): void {
    const rows = rowsOf(questions);
    const index = rows.findIndex((row) => keyOf(row) === button);
    const row = rows[index];
    if (row === undefined) return;
    const { kind, id, answer } = row;
    const forgotten = { ...parseAnswers(null), [kind]: { [id]: answer } };
    const words = `the answer to ${titleOf(row)}`;
    remove({ words, index, forgotten, button: `[data-forget="${button}"]` }, () => forgetAnswers(kind, id));
  }

  function removeAll(): void {
    const count = rowsOf(questions).length;
    const words = count === 1 ? '1 answer' : `${count} answers`;
    remove({ words, index: 0, forgotten: readAnswers(), button: '[data-delete]' }, () => forgetAnswers());
  }

  function undo({ words, forgotten, button }: Deletion): void {
    deletion = undefined;
    say(`Put back ${words}.`, restoreAnswers(forgotten));
    focusOn(button);
  }

  place.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('button') : null;
    if (button === null) return;
    const { forget } = button.dataset;
    if (forget !== undefined) removeOne(forget);
    else if ('delete' in button.dataset) removeAll();
    else if ('undo' in button.dataset && deletion !== undefined) undo(deletion);
    else if ('export' in button.dataset) {
      download('answers.json', new Blob([printAnswers(readAnswers(), 2)], { type: 'application/json' }));
    }
  });
  onAnswersChanged(show);
  show();
}

function rowsOf(questions: readonly Question[]): readonly Row[] {
  const answers = readAnswers();
  const place = new Map(questions.map((question, index) => [keyOf({ kind: question[0], id: question[1] }), { question, index }]));
  return answerKinds
    .flatMap((kind) =>
      Object.entries(answers[kind]).map(([id, answer]) => ({ kind, id, answer, ...place.get(keyOf({ kind, id })) })),
    )
    .toSorted((a, b) => (a.index ?? Infinity) - (b.index ?? Infinity) || a.answer.at - b.answer.at)
    .map(({ kind, id, answer, question }) => ({ kind, id, answer, question }));
}

/** As the button that deletes an answer names it. */
const keyOf = ({ kind, id }: Pick<Row, 'kind' | 'id'>): string => `${kind} ${id}`;

function titleOf({ kind, id, question }: Row): string {
  const name = question?.[3] ?? id;
  return kind === 'predictions' ? `Prediction for ${name.replace(/^E/, 'e')}` : name;
}

function render(place: HTMLElement, rows: readonly Row[], deletion: Deletion | undefined): void {
  const body = place.querySelector('tbody');
  const [none, some] = [place.querySelector<HTMLElement>('.none'), place.querySelector<HTMLElement>('.some')];
  if (body === null || none === null || some === null) return;
  none.textContent = 'Nothing is kept on this device.';
  none.hidden = rows.length > 0;
  some.hidden = rows.length === 0 && deletion === undefined;
  for (const button of some.querySelectorAll<HTMLButtonElement>('.buttons button')) button.disabled = rows.length === 0;
  const elements = rows.map(rowElement);
  if (deletion !== undefined) elements.splice(deletion.index, 0, undoElement(deletion));
  body.replaceChildren(...elements);
}

function undoElement({ words }: Deletion): HTMLTableRowElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset['undo'] = '';
  button.textContent = `Undo: put back ${words}`;
  const cell = document.createElement('td');
  cell.colSpan = 4;
  cell.append(button);
  const row = document.createElement('tr');
  row.append(cell);
  return row;
}

/** What a challenge keeps are the settings that met it, which the JSON file has. */
function inWords(kind: AnswerKind, { value, right }: Answer): string {
  if (kind === 'challenges') return right === true ? 'met' : 'not met yet';
  const outcome = right === undefined ? '' : right ? ', right' : ', not right';
  return `${/^[a-z]$/.test(value) ? `(${value})` : value}${outcome}`;
}

function rowElement(entry: Row): HTMLTableRowElement {
  const { kind, answer, question } = entry;
  const row = document.createElement('tr');
  const link = document.createElement(question === undefined ? 'span' : 'a');
  if (question !== undefined) link.setAttribute('href', question[2]);
  link.textContent = titleOf(entry);
  const forget = document.createElement('button');
  forget.type = 'button';
  forget.dataset['forget'] = keyOf(entry);
  forget.setAttribute('aria-label', `Delete the answer to ${link.textContent}`);
  forget.textContent = 'Delete';
  const { at } = answer;
  const cells: readonly (string | Node)[] = [link, inWords(kind, answer), new Date(at).toLocaleDateString(), forget];
  row.append(
    ...cells.map((content) => {
      const cell = document.createElement('td');
      cell.append(content);
      return cell;
    }),
  );
  return row;
}
