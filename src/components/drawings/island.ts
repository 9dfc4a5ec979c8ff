/**
 * Wakes the islands of the book in place of Svelte's own entry: it first gets the drawings that the server rendered into an island,
 * since that is taken over in one go, and nothing can be waited for then.
 */
import wake from '@astrojs/svelte/client.js';
import { isDrawingName, loadDrawings } from './drawings.ts';

type Wake = ReturnType<typeof wake>;

export default (element: HTMLElement): Wake =>
  async (...island) => {
    const drawn = [...element.querySelectorAll<HTMLElement>('[data-drawing]')].map(({ dataset }) => dataset['drawing']);
    await loadDrawings(drawn.filter(isDrawingName));
    await wake(element)(...island);
  };
