import { hasAnswers } from '../../lib/site/answers-key.ts';

/** What answers is fetched when a reader turns to a question, or has answered one before. */
const load = () => import('./answering.ts');

/**
 * Makes the questions of a page answer. Only this small part comes with the page; a press that is faster than the rest is not lost.
 */
export function offerAnswering(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (formOf(target) !== undefined) void load().catch(() => undefined);
  });
  document.addEventListener('submit', (event) => {
    const form = formOf(event.target);
    if (form === undefined) return;
    event.preventDefault();
    load().then(
      ({ answer }) => answer(form),
      () => fail(form),
    );
  });
  document.addEventListener('click', ({ target }) => {
    const form = formOf(target);
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-skip], [data-again]') : null;
    if (form === undefined || button === null) return;
    load().then(
      ({ skip, askAgain }) => (button.dataset['skip'] === undefined ? askAgain(form) : skip(form)),
      () => fail(form),
    );
  });
  document.documentElement.dataset['answering'] = '';
  if (hasAnswers()) void load().then(({ restore }) => restore(), console.error);
}

const formOf = (target: EventTarget | null): HTMLFormElement | undefined =>
  target instanceof Element ? (target.closest<HTMLFormElement>('form[data-asks]') ?? undefined) : undefined;

function fail(form: HTMLFormElement): void {
  const output = form.querySelector('output');
  if (output !== null)
    output.textContent = 'The part of this page that answers could not be fetched. Are you offline? Try again.';
}
