/** An example in PyTorch, as a file. A chunk of its own, with the Python that all scripts share and the claims of the whole book. */
import claims from 'virtual:python-claims';
import type { PythonClaims } from '../../lib/export/pytorch/claims.ts';
import { toNotebook } from '../../lib/export/pytorch/notebook.ts';
import { scriptable } from '../../lib/export/pytorch/offered.ts';
import { scriptOf, toPython } from '../../lib/export/pytorch/script.ts';
import type { ExperimentRunner } from '../../lib/runner/ExperimentRunner.svelte.ts';
import { withBase } from '../../lib/site/href.ts';
import { download } from './download.ts';

/** As the plugin that makes the module writes them. */
const translated = claims as Readonly<Record<string, PythonClaims | undefined>>;

/**
 * The example with the reader's settings.
 *
 * @param address of the example in the book.
 * @throws Error where a script would measure nothing.
 */
export function saveScript(runner: ExperimentRunner, format: 'py' | 'ipynb', address: string): void {
  const { id, preset, values, seed } = runner;
  const experiment = scriptable(runner.experiment);
  if (experiment === undefined) throw new Error('there is nothing that a script would measure of this example');
  const script = scriptOf({
    id,
    experiment,
    claims: translated[id] ?? { definitions: [], claims: [] },
    chosen: { preset, values },
    seed,
    address,
    weights: `${location.origin}${withBase(import.meta.env.BASE_URL, 'weights/')}`,
  });
  const [text, type] = format === 'py' ? [toPython(script), 'text/x-python'] : [toNotebook(script), 'application/x-ipynb+json'];
  download(`${id}.${format}`, new Blob([text], { type }));
}
