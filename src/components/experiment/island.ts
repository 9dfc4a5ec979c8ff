/**
 * Wakes the islands of the book in place of Svelte's own entry: it first gets the examples and drawings that the server rendered into
 * an island, since that is taken over in one go, and nothing can be waited for then.
 */
import wake from '@astrojs/svelte/client.js';
import { isNamed, nameExperiments } from '../../lib/experiments/shelf.ts';
import { loadLinks } from '../../lib/runner/link-target.ts';
import { isDrawingName, loadDrawings } from '../drawings/drawings.ts';
import { files, loadExperiments } from './files.ts';

type Wake = ReturnType<typeof wake>;

nameExperiments(Object.keys(files));

export default (element: HTMLElement): Wake => {
  const named = (attribute: 'experiment' | 'drawing'): (string | undefined)[] =>
    [...element.querySelectorAll<HTMLElement>(`[data-${attribute}]`)].map(({ dataset }) => dataset[attribute]);
  return async (...island) => {
    await Promise.all([
      loadExperiments(named('experiment').filter(isNamed)),
      loadDrawings(named('drawing').filter(isDrawingName)),
      // What reads the state in an address. Who asks for it again is told where it does not come.
      location.search !== '' && loadLinks().catch(() => undefined),
    ]);
    await wake(element)(...island);
  };
};
