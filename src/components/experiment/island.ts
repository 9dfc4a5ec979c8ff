/**
 * Wakes the islands of the book in place of Svelte's own entry: it first gets the examples and drawings that the server rendered into
 * an island, since that is taken over in one go, and nothing can be waited for then.
 */
import wake from '@astrojs/svelte/client.js';
import { isExperimentId, loadExperiments } from '../../lib/experiments/shelf.ts';
import { isDrawingName, loadDrawings } from '../drawings/drawings.ts';

type Wake = ReturnType<typeof wake>;

export default (element: HTMLElement): Wake => {
  const named = (attribute: 'experiment' | 'drawing'): (string | undefined)[] =>
    [...element.querySelectorAll<HTMLElement>(`[data-${attribute}]`)].map(({ dataset }) => dataset[attribute]);
  return async (...island) => {
    await Promise.all([
      loadExperiments(named('experiment').filter(isExperimentId)),
      loadDrawings(named('drawing').filter(isDrawingName)),
    ]);
    await wake(element)(...island);
  };
};
