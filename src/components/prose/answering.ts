import { keepAnswer, readAnswers, type AnswerKind } from '../../lib/site/answers.ts';
import { judge, type NumericQuestion } from '../../lib/site/numeric-answer.ts';
import { showPredicted } from './predicted.ts';

/** What is kept of a prediction that was not made, so that it is not asked for again. */
const skipped = 'skipped';

/** Of a book without solutions. */
const checkedInClass = 'Answers are checked in class.';

/** Answers a form that was submitted: says how it came out, and keeps it. */
export function answer(form: HTMLFormElement): void {
  const { value, problem } = given(form);
  if (problem !== undefined) {
    say(form, problem);
    return;
  }
  const { right, words } = settle(form, value);
  // Only now: a page that comes back with its answers does not unfold them.
  const reason = form.querySelector<HTMLDetailsElement>('.option:has(:checked) details, :scope > details');
  if (reason !== null) reason.open = true;
  const keeps = right !== undefined || form.dataset['asks'] !== 'number' || isUnjudged(form);
  const trouble = keeps ? keep(form, value, right) : undefined;
  say(form, trouble !== undefined && isUnjudged(form) ? checkedInClass : words, trouble);
  moveFocus(form);
}

export function skip(form: HTMLFormElement): void {
  choose(form, undefined);
  settlePrediction(form, skipped);
  say(form, 'Skipped.', keep(form, skipped, undefined));
  moveFocus(form);
}

/** From a button that has gone to the one that came in its place. */
function moveFocus(form: HTMLFormElement): void {
  form.querySelector<HTMLElement>('[data-again]')?.focus({ preventScroll: true });
}

/** Lets a reader predict once more. The earlier prediction is kept until then. */
export function askAgain(form: HTMLFormElement): void {
  delete form.dataset['answered'];
  showButtons(form, true);
  say(form, '');
  form.querySelector<HTMLInputElement>('input:checked, input')?.focus();
}

/** Puts back into the page what its reader answered before. Nothing is announced, and no reason unfolded: the text would move. */
export function restore(): void {
  const answers = readAnswers();
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-asks]')) {
    const kept = answers[kindOf(form)][form.dataset['id'] ?? ''];
    // What a browser has put into the form by itself is older, or the same.
    if (kept === undefined || !put(form, kept.value)) continue;
    form.querySelector('output')?.setAttribute('aria-live', 'off');
    say(form, kept.value === skipped ? 'Skipped.' : settle(form, kept.value).words);
    if (kept.value === skipped) settlePrediction(form, skipped);
    form.querySelector('output')?.removeAttribute('aria-live');
  }
}

const kindOf = (form: HTMLFormElement): AnswerKind => (form.dataset['asks'] === 'prediction' ? 'predictions' : 'exercises');
const fieldOf = (form: HTMLFormElement): HTMLInputElement | null => form.querySelector('input[type="text"]');
const radiosOf = (form: HTMLFormElement): HTMLInputElement[] => [
  ...form.querySelectorAll<HTMLInputElement>('input[type="radio"]'),
];
const isUnjudged = ({ dataset }: HTMLFormElement): boolean =>
  dataset['asks'] === 'number' ? dataset['value'] === undefined : dataset['unjudged'] !== undefined;

interface Given {
  readonly value: string;
  /** Why this is no answer yet. */
  readonly problem?: string;
}

function given(form: HTMLFormElement): Given {
  if (form.dataset['asks'] === 'number') {
    const value = fieldOf(form)?.value.trim() ?? '';
    return value === '' ? { value, problem: 'Write a number first.' } : { value };
  }
  const chosen = radiosOf(form).find(({ checked }) => checked);
  return chosen === undefined ? { value: '', problem: 'Choose one first.' } : { value: chosen.value };
}

/** Whether the form can hold the value, which may be an older edition's. */
function put(form: HTMLFormElement, value: string): boolean {
  const field = fieldOf(form);
  if (field !== null) {
    field.value = value;
    return true;
  }
  return value === skipped || choose(form, value);
}

function choose(form: HTMLFormElement, value: string | undefined): boolean {
  for (const radio of radiosOf(form)) radio.checked = radio.value === value;
  return radiosOf(form).some(({ checked }) => checked);
}

interface Outcome {
  readonly right: boolean | undefined;
  readonly words: string;
}

/** Judges an answer, and shows what belongs to it. */
function settle(form: HTMLFormElement, value: string): Outcome {
  const outcome = form.dataset['asks'] === 'prediction' ? settlePrediction(form, value) : judged(form, value);
  const { right } = outcome;
  if (right === undefined) delete form.dataset['verdict'];
  else form.dataset['verdict'] = right ? 'right' : 'wrong';
  return outcome;
}

function judged(form: HTMLFormElement, value: string): Outcome {
  if (isUnjudged(form)) return { right: undefined, words: `Kept on this device. ${checkedInClass}` };
  if (form.dataset['asks'] === 'number') {
    // A verdict does not stand beside another number.
    fieldOf(form)?.addEventListener('input', () => forgetVerdict(form), { once: true });
    return judge(value, questionOf(form.dataset));
  }
  const chosen = radiosOf(form).find((radio) => radio.value === value);
  const right = chosen?.dataset['right'] !== undefined;
  const option = chosen?.closest<HTMLElement>('.option');
  if (option) option.dataset['tried'] = '';
  const reads = option?.querySelector('details') ? ' The reason stands below it.' : '';
  return { right, words: right ? `(${value}) is right.${reads}` : `(${value}) is not right.${reads}` };
}

function forgetVerdict(form: HTMLFormElement): void {
  delete form.dataset['verdict'];
  say(form, '');
}

/** The build wrote these, so they are numbers. */
function questionOf({ value, tolerance, absolute, unit = '' }: DOMStringMap): NumericQuestion {
  const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
  return {
    value: Number(value),
    tolerance: number(tolerance),
    absolute: number(absolute),
    units: unit.split('|').filter((name) => name !== ''),
  };
}

function settlePrediction(form: HTMLFormElement, value: string): Outcome {
  const radios = radiosOf(form);
  const chosen = radios.find((radio) => radio.value === value);
  const isDecided = radios.some(({ dataset }) => dataset['right'] !== undefined);
  const right = chosen === undefined || !isDecided ? undefined : chosen.dataset['right'] !== undefined;
  form.dataset['answered'] = '';
  showButtons(form, false);
  showPredicted(form, chosen?.closest('label')?.querySelector('.words') ?? undefined, right);
  const words = right === undefined ? '' : right ? ' So it turns out.' : ' It turns out otherwise.';
  return { right, words: `You predicted (${value}).${words}` };
}

function showButtons(form: HTMLFormElement, asks: boolean): void {
  for (const button of form.querySelectorAll<HTMLButtonElement>('.buttons button')) {
    button.hidden = asks === (button.dataset['again'] !== undefined);
  }
}

const keep = (form: HTMLFormElement, value: string, right: boolean | undefined): string | undefined =>
  keepAnswer(kindOf(form), form.dataset['id'] ?? '', { value, ...(right !== undefined && { right }) }).problem;

function say(form: HTMLFormElement, words: string, problem = ''): void {
  const output = form.querySelector('output');
  if (output !== null) output.textContent = `${words} ${problem}`.trim();
}
