import type { Experiment } from '../../experiments/experiment.ts';
import { initialState, presetOf, textValues, type ExampleState } from '../state.ts';

/** Settings as a link holds them: its query string, and the state that it leads to. */
export interface Linked {
  readonly query: string;
  readonly state: ExampleState;
}

/** How a run differs from its preset as the book has it: "seed 3", "learning rate 0.1 (preset: 0.02)". */
export function differencesFromPreset(experiment: Experiment, { query, state }: Linked): readonly string[] {
  const preset = initialState(experiment, state.preset);
  return [`seed ${state.seed}`, ...changed(experiment, state, preset, 'preset'), ...others(experiment, query, '')];
}

/** How a run differs from the settings of the page. */
export function differencesFromPage(experiment: Experiment, { query, state }: Linked, page: Linked): readonly string[] {
  const here = page.state;
  const label = presetOf(experiment, state.preset)?.label ?? state.preset;
  return [
    ...(state.preset === here.preset ? [] : [`preset “${label}”`]),
    ...(state.seed === here.seed ? [] : [`seed ${state.seed} (here ${here.seed})`]),
    ...changed(experiment, state, here, 'here'),
    ...others(experiment, query, page.query),
  ];
}

function changed(experiment: Experiment, state: ExampleState, other: ExampleState, where: string): readonly string[] {
  const [texts, otherTexts] = [textValues(experiment, state), textValues(experiment, other)];
  return Object.entries(experiment.params).flatMap(([name, { label }]) =>
    texts[name] === otherTexts[name]
      ? []
      : [`${label.charAt(0).toLowerCase()}${label.slice(1)} ${texts[name]} (${where}: ${otherTexts[name]})`],
  );
}

/** What every link may hold besides parameters. */
const usual: ReadonlySet<string> = new Set(['e', 'preset', 'seed', 'v', 'hide', 'lock', 'theme']);

/** Of a model of the reader's own, which a run, the page, or both of them may have. */
function ownInWords(hasOurs: boolean, hasTheirs: boolean): string {
  if (hasOurs && hasTheirs) return 'another model of your own';
  return hasOurs ? 'with a model of your own' : 'without your own model';
}

/** Whatever else the links hold, by its name. */
function others({ params }: Experiment, query: string, other: string): readonly string[] {
  const [ours, theirs] = [new URLSearchParams(query), new URLSearchParams(other)];
  const names = new Set([...ours.keys(), ...theirs.keys()]);
  return [...names]
    .filter((name) => !usual.has(name) && !Object.hasOwn(params, name) && ours.get(name) !== theirs.get(name))
    .map((name) => (name === 'own' ? ownInWords(ours.has(name), theirs.has(name)) : `another “${name}” in its link`));
}
