import { inputShapeOf, type DatasetRequest, type FixedScaling } from '../../experiments/datasets.ts';
import {
  datasetOf,
  planOf,
  type Continuation,
  type RandAugmentPlan,
  type TrainingExperiment,
  type TrainingPlan,
  type WeightsRequest,
} from '../../experiments/experiment.ts';
import { defaults, type ParamSchema, type Values } from '../../experiments/params.ts';
import { modelCards, type StoredWeightsId } from '../../experiments/source-models/cards.ts';
import type { Layer } from '../../models/layers.ts';
import { modules } from './layers.ts';
import { called, literal, number, snake } from './literals.ts';

/** Settings of an example as a script offers them. */
export interface ScriptPreset {
  readonly name: string;
  readonly values: Values<ParamSchema>;
  readonly arms: readonly string[];
  /** Of all arms that have no other. */
  readonly dataset: DatasetRequest;
  readonly datasetOf: (arm: string) => DatasetRequest;
  readonly startOf: (arm: string) => WeightsRequest | undefined;
  readonly continuationOf: (arm: string) => Continuation | undefined;
  readonly planOf: (arm: string) => TrainingPlan;
  readonly drops: { readonly factor: number; readonly after: readonly number[] };
}

/** What a reader has chosen in the page. */
export interface Chosen {
  readonly preset: 'quick' | 'full';
  readonly values: Values<ParamSchema>;
}

const noDrops = { factor: 1, after: [] };

/** The presets of an example, its paper's settings among them, and those of the reader where they are none of these: `page`. */
export function scriptPresets(experiment: TrainingExperiment, chosen?: Chosen): readonly ScriptPreset[] {
  const { params, presets, paper } = experiment;
  const preset = (name: string, values: Values<ParamSchema>, arms: readonly string[]): ScriptPreset => ({
    name,
    values,
    arms,
    dataset: experiment.dataset(values),
    datasetOf: (arm) => datasetOf(experiment, arm, values),
    startOf: (arm) => experiment.arms[arm]?.startsFrom?.(values),
    continuationOf: (arm) => experiment.arms[arm]?.continues?.(values),
    planOf: (arm) => planOf(experiment, arm, values),
    drops: noDrops,
  });
  const own = (['quick', 'full'] as const).flatMap((name) => {
    const found = presets[name];
    return found === undefined ? [] : [preset(name, { ...defaults(params), ...found.values }, found.arms)];
  });
  const ofThePaper =
    paper === undefined
      ? []
      : [
          {
            ...preset('paper', { ...defaults(params), ...paper.values }, (presets.full ?? presets.quick).arms),
            ...inPaper(experiment, paper),
          },
        ];
  const ofThePage =
    chosen === undefined || isAmong(own, chosen)
      ? []
      : [preset('page', chosen.values, (presets[chosen.preset] ?? presets.quick).arms)];
  return [...ofThePage, ...own, ...ofThePaper];
}

function inPaper(
  experiment: TrainingExperiment,
  paper: NonNullable<TrainingExperiment['paper']>,
): Pick<ScriptPreset, 'dataset' | 'datasetOf' | 'planOf' | 'drops'> {
  const values = { ...defaults(experiment.params), ...paper.values };
  return {
    dataset: paper.dataset,
    datasetOf: () => paper.dataset,
    planOf: (arm) => ({ ...experiment.training(values), ...paper.training, ...experiment.arms[arm]?.training?.(values) }),
    drops: paper.drops,
  };
}

const isAmong = (presets: readonly ScriptPreset[], { preset, values }: Chosen): boolean =>
  presets.some(
    ({ name, values: own }) => name === preset && Object.entries(values).every(([param, value]) => own[param] === value),
  );

/** The nets of the presets, a function each, and the function of each arm of each preset. */
export interface PrintedNets {
  readonly functions: readonly { readonly name: string; readonly body: string }[];
  readonly nameOf: (preset: string, arm: string) => string;
  /** Of the net that goes on in its place. */
  readonly nextNameOf: (preset: string, arm: string) => string;
}

/** Nets that are the same have one function between them. */
export function printNets(experiment: TrainingExperiment, presets: readonly ScriptPreset[]): PrintedNets {
  const names = new Map<string, string>();
  const used = new Map<string, string>();
  const next = new Map<string, string>();
  for (const { name: preset, arms, values, datasetOf: dataFor, planOf: planFor, continuationOf } of presets) {
    for (const arm of arms) {
      const print = (layers: readonly Layer[], own: string): string => {
        const net = called('nn.Sequential', modules(layers, inputShapeOf(dataFor(arm))));
        const body = planFor(arm).batchSize === 1 ? net.replaceAll('nn.BatchNorm1d(', 'BatchNormOfAny(') : net;
        const name = names.get(body) ?? ([...names.values()].includes(own) ? `${own}_of_${preset}` : own);
        names.set(body, name);
        return name;
      };
      used.set(`${preset} ${arm}`, print(experiment.arms[arm]?.model(values) ?? [], `${snake(arm)}_net`));
      const model = continuationOf(arm)?.model;
      if (model !== undefined) next.set(`${preset} ${arm}`, print(model, `${snake(arm)}_next_net`));
    }
  }
  return {
    functions: [...names].map(([body, name]) => ({ name, body })),
    nameOf: (preset, arm) => used.get(`${preset} ${arm}`) ?? '',
    nextNameOf: (preset, arm) => next.get(`${preset} ${arm}`) ?? '',
  };
}

const randAugment = ({ operations, magnitude }: RandAugmentPlan): string =>
  called('rand_augment', [number(operations), number(magnitude)]);

/** The fields of a script's plan that are not as usual, in Python. */
export function planFields(plan: TrainingPlan, { factor, after }: ScriptPreset['drops']): Readonly<Record<string, string>> {
  const { learningRate, schedule, momentum, nesterov = false, weightDecay, clip } = plan.optimizer;
  return {
    learning_rate: number(learningRate),
    momentum:
      typeof momentum === 'number' ? number(momentum) : called('sutskever', [number(momentum.max), number(momentum.every)]),
    nesterov: literal(nesterov),
    weight_decay: number(weightDecay),
    clip: clip === undefined ? 'None' : `(${literal(clip.by)}, ${number(clip.threshold)})`,
    batch_size: plan.batchSize === 'all' ? 'None' : number(plan.batchSize),
    steps: number(plan.steps),
    augment: literal(plan.augment),
    change: plan.randAugment === undefined ? 'None' : randAugment(plan.randAugment),
    measure_every: number(plan.measureEvery),
    look_at: literal(plan.lookAt),
    freeze_after: literal(plan.freeze?.after),
    drop: number(factor),
    drop_after: after.length === 0 ? '()' : `(${after.map(number).join(', ')},)`,
    schedule: schedule === undefined ? 'None' : called('one_cycle', [number(schedule.steps), number(schedule.rise)]),
  };
}

/** After how many updates another net goes on, and from the first one to that. */
function continued({ name, continuationOf }: ScriptPreset, arm: string, { nextNameOf }: PrintedNets): string {
  const continuation = continuationOf(arm);
  if (continuation === undefined) return 'None';
  return `(${number(continuation.after)}, ${called('another_net', [nextNameOf(name, arm), literal(continuation.upTo)])})`;
}

const usual: Readonly<Record<string, string>> = {
  look_at: 'None',
  freeze_after: 'None',
  change: 'None',
  drop: '1',
  drop_after: '()',
  schedule: 'None',
  continued: 'None',
};

const different = (fields: Readonly<Record<string, string>>, from: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => from[name] !== value));

/** The function `presets` of a script, a statement a line. */
export function printPresets(presets: readonly ScriptPreset[], nets: PrintedNets): readonly string[] {
  const lines: string[] = [];
  let first: { readonly name: string; readonly fields: Readonly<Record<string, string>> } | undefined;
  const entries = presets.map((preset) => {
    const plans = new Map(
      preset.arms.map((arm) => [
        arm,
        { ...planFields(preset.planOf(arm), preset.drops), continued: continued(preset, arm, nets) },
      ]),
    );
    // What most arms do is the plan; the others say what they do otherwise.
    const plan = mostFrequent([...plans.values()]);
    lines.push(
      first === undefined
        ? `${preset.name} = ${called('Plan', [], different(plan, usual))}`
        : `${preset.name} = ${called('replace', [first.name], different(plan, first.fields))}`,
    );
    first ??= { name: preset.name, fields: plan };
    const arms = preset.arms.map((arm) => {
      const own = different(plans.get(arm) ?? plan, plan);
      const text = Object.keys(own).length === 0 ? preset.name : called('replace', [preset.name], own);
      return `${literal(arm)}: (${nets.nameOf(preset.name, arm)}, ${text})`;
    });
    const values = Object.entries(preset.values).map(([name, value]) => `${literal(name)}: ${literal(value)}`);
    const inputs = printInputs(preset);
    lines.push(...inputs.lines);
    const fields = { values: `{${values.join(', ')}}`, data: inputs.data, arms: `{${arms.join(', ')}}`, ...inputs.ofArms };
    return `${literal(preset.name)}: ${called('Preset', [], fields)}`;
  });
  return [...lines, `return {${entries.join(', ')}}`];
}

function mostFrequent(plans: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const counts = new Map<string, number>();
  const key = (plan: Readonly<Record<string, string>>): string => JSON.stringify(plan);
  for (const plan of plans) counts.set(key(plan), (counts.get(key(plan)) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return plans.find((plan) => counts.get(key(plan)) === most) ?? {};
}

/** What the arms of a preset are trained on and start from, besides the statements that it takes. */
interface PrintedInputs {
  readonly lines: readonly string[];
  readonly data: string;
  readonly ofArms: { readonly own_data: string | undefined; readonly starts: string | undefined };
}

/** Data that several arms share are loaded once, by one name. */
function printInputs({ name, arms, dataset, datasetOf: dataFor, startOf }: ScriptPreset): PrintedInputs {
  const shared = data(dataset);
  const names = new Map<string, string>();
  const ownData = arms.flatMap((arm) => {
    const own = data(dataFor(arm));
    if (own === shared) return [];
    const known = names.get(own) ?? `${name}_data_${names.size + 1}`;
    names.set(own, known);
    return [`${literal(arm)}: ${known}`];
  });
  const starts = arms.flatMap((arm) => {
    const start = startOf(arm);
    if (start === undefined) return [];
    const file = literal(modelCards[start.id].file);
    return [`${literal(arm)}: ${called('stored_weights', [file], { up_to: start.upTo && literal(start.upTo) })}`];
  });
  const dictionary = (entries: readonly string[]): string | undefined =>
    entries.length === 0 ? undefined : `{${entries.join(', ')}}`;
  return {
    lines: [...names].map(([text, own]) => `${own} = ${text}`),
    data: shared,
    ofArms: { own_data: dictionary(ownData), starts: dictionary(starts) },
  };
}

/** The stored weights that arms of these presets start from, each once. */
export const weightsOf = (presets: readonly ScriptPreset[]): readonly StoredWeightsId[] => [
  ...new Set(presets.flatMap(({ arms, startOf }) => arms.flatMap((arm) => startOf(arm)?.id ?? []))),
];

const fixed = ({ mean, deviation }: FixedScaling): string => called('fixed_scaling', [literal(mean), literal(deviation)]);

function data(request: DatasetRequest): string {
  const { train, test } = request;
  const counts = { train: number(train), test: number(test) };
  if (request.name === 'adding') return called('adding_problem', [], { length: number(request.length), ...counts });
  if (request.name === 'sawtooth')
    return called('sawtooth_function', [], { compositions: number(request.compositions), ...counts });
  const { name, side, scaling, targets, classes, perClass, frame } = request;
  return called('image_data', [literal(name)], {
    ...counts,
    side: number(side),
    scaling: typeof scaling === 'string' ? literal(scaling) : fixed(scaling),
    targets: literal(targets),
    classes: classes && literal(classes),
    per_class: perClass === undefined ? undefined : number(perClass),
    frame: frame === undefined ? undefined : number(frame),
  });
}
