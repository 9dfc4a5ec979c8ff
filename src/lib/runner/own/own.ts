/** What a reader's own model needs of the page. A chunk of its own: few readers make one. */
import type { Experiment } from '../../experiments/experiment.ts';
import { needOf, withOwnModel } from '../../experiments/own-model.ts';
import type { ParamSchema, Values } from '../../experiments/params.ts';
import { compactModel } from '../../models/schema/format.ts';
import { parseModel } from '../../models/schema/parse.ts';
import { ModelError } from '../../models/schema/problems.ts';
import type { ExperimentRunner } from '../ExperimentRunner.svelte.ts';
import type { Joined, LinkedModel } from '../state.ts';
import { decodeModel, encodeModel, type ModelInLink } from './link.ts';

/** The example with the model as an arm; where it does not fit the settings any more, the example without it, and a note that says so. */
export function joined(plain: Experiment, own: ModelInLink, values: Values<ParamSchema>): Joined {
  if (plain.kind !== 'training') return { experiment: plain, notes: [] };
  try {
    return { experiment: withOwnModel(plain, own, values, own.isAlone), notes: [] };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const note = `Your model does not fit these settings, and is left out until it does. ${error.message}`;
    return { experiment: plain, notes: [note] };
  }
}

/**
 * A model that was written here, checked, with its link.
 *
 * @throws ModelError where it does not fit the example, or no link.
 */
export async function linked(
  plain: Experiment,
  values: Values<ParamSchema>,
  { base, text, isAlone }: ModelInLink,
): Promise<LinkedModel> {
  if (plain.kind !== 'training') throw new ModelError('This example computes, and trains no model.');
  const layers = parseModel(text, needOf(plain, base, values));
  const compact = compactModel(layers);
  const own = { base, text: compact, isAlone };
  return { ...own, link: await encodeModel(own), join: (example, settings) => joined(example, own, settings) };
}

/** The model that a link holds, or what to tell the reader where it holds none that can be used. */
export async function fromLink(
  plain: Experiment,
  values: Values<ParamSchema>,
  link: string,
): Promise<{ readonly own?: LinkedModel; readonly notes: readonly string[] }> {
  try {
    return { own: await linked(plain, values, await decodeModel(link)), notes: [] };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { notes: [`The model of this link was left out. ${error.message}`] };
  }
}

/** Takes the model that the example's link holds, and tells the reader where it cannot be used. */
export async function openOwn(runner: ExperimentRunner, link: string): Promise<void> {
  const { own, notes } = await fromLink(runner.plain, runner.values, link);
  runner.setOwn(own, notes);
}
