import type { Layer } from '../layers.ts';
import { checkModel, type Need, type Size } from './check.ts';
import type { Range } from './json.ts';
import { ModelError, placeIn, type Problem } from './problems.ts';
import { readModel } from './read.ts';

/** A text as far as it could be understood: layers and their size where it is a model that can be trained, else what is wrong. */
export type Judged =
  | { readonly layers: readonly Layer[]; readonly size: Size; readonly problems: readonly [] }
  | { readonly layers?: never; readonly size?: never; readonly problems: readonly Problem[] };

/** Reads a model and holds it against what an example asks of it. Never throws. */
export function judgeModel(text: string, need: Need): Judged {
  const { layers, problems, places } = readModel(text);
  if (layers === undefined) return { problems };
  const { misfit, size } = checkModel(layers, need);
  if (misfit === undefined) return { layers, size, problems: [] };
  const whole: Range = { from: 0, to: text.length };
  const { from, to } = places.get(misfit.path) ?? whole;
  return { problems: [{ message: misfit.message, from, to }] };
}

/**
 * The layers of a text that comes from elsewhere: a link, or the page that a worker answers.
 *
 * @throws ModelError with the first thing that is wrong, and where it stands.
 */
export function parseModel(text: string, need: Need): readonly Layer[] {
  const { layers, problems } = judgeModel(text, need);
  if (layers !== undefined) return layers;
  const [first] = problems;
  throw new ModelError(first === undefined ? 'The model cannot be read.' : `${first.message} (${placeIn(text, first)})`);
}
