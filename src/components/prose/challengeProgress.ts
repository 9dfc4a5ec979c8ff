import { readAnswers, type Answer } from '../../lib/site/answers.ts';

/** "Met on 30 November, seed 3.", from the query that is kept; a seed is named where it is not the first. */
export function metInWords({ value, right, at }: Answer): string {
  if (right !== true) return '';
  const day = new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long' });
  const seed = new URLSearchParams(value).get('seed');
  return `Met on ${day}${seed === null ? '' : `, seed ${seed}`}.`;
}

/** Says at each card of the page how far the reader came with its challenge. */
export function showProgress(): void {
  const { challenges } = readAnswers();
  for (const card of document.querySelectorAll<HTMLElement>('[data-challenge-card]')) {
    const answer = challenges[card.dataset['challengeCard'] ?? ''];
    const place = card.parentElement?.querySelector('[data-challenge-progress]');
    if (place) place.textContent = answer === undefined ? '' : metInWords(answer);
  }
}
