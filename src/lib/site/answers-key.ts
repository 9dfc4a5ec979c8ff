/**
 * Whether there are answers, and when they change: by itself, so that a page that has none to show loads nothing that reads them
 * (`answers.ts`).
 */

/** The name that a reader's answers are stored under. */
export const answersKey = 'answers';

/** The event of a page whose answers changed. */
export const answersChanged = 'answers-changed';

/** Whether any are stored. Even to look is an error where storage is forbidden. */
export function hasAnswers(): boolean {
  try {
    return localStorage.getItem(answersKey) !== null;
  } catch {
    return false;
  }
}

/** Calls back when an answer of this page or of another page of the book changes. Returns how to stop. */
export function onAnswersChanged(listener: () => void): () => void {
  const ofOtherPage = (event: StorageEvent): void => {
    // No key: all was cleared.
    if (event.key === answersKey || event.key === null) listener();
  };
  addEventListener(answersChanged, listener);
  addEventListener('storage', ofOtherPage);
  return () => {
    removeEventListener(answersChanged, listener);
    removeEventListener('storage', ofOtherPage);
  };
}
