import type { Need } from '../models/schema/check.ts';
import { parseModel } from '../models/schema/parse.ts';
import { ModelError } from '../models/schema/problems.ts';
import { shapeAfter } from '../models/shapes.ts';
import { inputShapeOf, trainCount } from './datasets.ts';
import { datasetOf, planOf, type Preset, type TrainingArm, type TrainingExperiment } from './experiment.ts';
import { OWN, ownLabel, ownLook, type OwnModel } from './own-arm.ts';
import type { ParamSchema, Values } from './params.ts';

type Panel = TrainingExperiment['figure'][number];

/** The arm that an own model is made from. */
function baseOf(experiment: TrainingExperiment, base: string): TrainingArm {
  const arm = Object.hasOwn(experiment.arms, base) ? experiment.arms[base] : undefined;
  if (arm !== undefined) return arm;
  throw new ModelError(
    `This example has no arm "${base.slice(0, 24)}" to start from; it has ${Object.keys(experiment.arms).join(', ')}.`,
  );
}

/**
 * What an example asks of a model in the place of an arm's.
 *
 * @throws ModelError where there is no such arm.
 */
export function needOf(experiment: TrainingExperiment, base: string, values: Values<ParamSchema>): Need {
  const model = baseOf(experiment, base).model(values);
  const request = datasetOf(experiment, base, values);
  const inputShape = inputShapeOf(request);
  const { batchSize } = planOf(experiment, base, values);
  const [outputs = 0] = shapeAfter(model, inputShape);
  return { inputShape, outputs, batch: batchSize === 'all' ? trainCount(request) : batchSize };
}

/**
 * The example with the own model as one more arm, which all that reads an example treats like any other: it is trained with the arms of
 * each preset, or in their place, and drawn wherever arms are.
 *
 * @param values those that the model is trained with: what it must fit depends on them.
 * @param isAlone whether it is trained without the example's arms.
 * @throws ModelError where the text is no model that can stand in the place of its base.
 */
export function withOwnModel(
  experiment: TrainingExperiment,
  own: OwnModel,
  values: Values<ParamSchema>,
  isAlone: boolean,
): TrainingExperiment {
  const base = baseOf(experiment, own.base);
  const layers = parseModel(own.text, needOf(experiment, own.base, values));
  const arm: TrainingArm = { ...base, label: ownLabel, look: ownLook, model: () => layers };
  const { quick, full } = experiment.presets;
  const trains = (preset: Preset): Preset =>
    isAlone
      ? { ...preset, note: 'Your model alone', arms: [OWN] }
      : { ...preset, note: `${preset.note}, and your model`, arms: [...preset.arms, OWN] };
  const figure = experiment.figure.flatMap((panel) => drawnWith(panel, own.base));
  return {
    ...experiment,
    // It trained other nets, on data that this one need not fit.
    paper: undefined,
    arms: { ...experiment.arms, [OWN]: arm },
    presets: { quick: trains(quick), ...(full && { full: trains(full) }) },
    figure,
    remarks: (now) => [...(experiment.remarks?.(now) ?? []), `${remark(base, isAlone)}${whereDrawn(figure, own.base)}`],
  };
}

const remark = ({ label }: TrainingArm, isAlone: boolean): string =>
  `Your model learns from the data, and by the plan, of “${label}”.${
    isAlone ? ' It runs alone: the claims are about the example’s arms, and stay as they were recorded.' : ''
  }`;

const quoted = (panels: readonly Panel[]): string => new Intl.ListFormat('en-GB').format(panels.map(({ title }) => `“${title}”`));

/** Which panels draw the own model, and which do not; nothing where all do, or those beside them. */
function whereDrawn(figure: readonly Panel[], base: string): string {
  const ours = figure.filter(drawsOwn);
  const others = figure.filter((panel) => !drawsOwn(panel) && !('arm' in panel && panel.arm === base));
  if (others.length === 0) return '';
  const why = `which ${others.length === 1 ? 'shows' : 'show'} other models alone`;
  return ours.length === 0
    ? ` No panel of the figure draws it: it has ${quoted(others)}, ${why}. The numbers of your model are below the figure.`
    : ` It is drawn in ${quoted(ours)}, but not in ${quoted(others)}, ${why}.`;
}

function drawsOwn(panel: Panel): boolean {
  if (panel.kind === 'sweep') return panel.lines.some(({ arms }) => arms.includes(OWN));
  return !('arm' in panel) || panel.arm === OWN;
}

/**
 * A panel that also draws the own model, and behind a panel of its base alone, one like it of the own model. A panel of another arm alone
 * stays as it is.
 */
function drawnWith(panel: Panel, base: string): readonly Panel[] {
  switch (panel.kind) {
    case 'curves':
    case 'profile':
    case 'points':
      return [panel.arms === undefined ? panel : { ...panel, arms: [...panel.arms, OWN] }];
    case 'bars':
      return besides(panel, base);
    case 'sweep':
      return [sweptWith(panel, base)];
    case 'layers':
    case 'metrics':
    case 'heatmap':
    case 'drawing':
      return besides(panel, base);
    default:
      throw panel satisfies never;
  }
}

const besides = (panel: Extract<Panel, { arm?: string }>, base: string): readonly Panel[] =>
  panel.arm === base ? [panel, { ...panel, arm: OWN, title: `${panel.title}: ${ownLabel}` }] : [panel];

/** Its base's place in a sweep is the own model's: one point, at that setting. */
function sweptWith(panel: Extract<Panel, { kind: 'sweep' }>, base: string): Panel {
  const place = panel.lines.map(({ arms }) => arms.indexOf(base)).find((index) => index >= 0);
  if (place === undefined) return panel;
  // The other settings have no arm of this line, so no numbers either.
  const arms = panel.settings.map((_, i) => (i === place ? OWN : ''));
  return { ...panel, lines: [...panel.lines, { label: ownLabel, look: ownLook, arms }] };
}
