import { every, claimsOver, near, notAbove, show, type Finding, type Readings } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { normLooks } from './norm-looks.ts';
import { block, blockNumbers } from './normalisers/block.ts';
import { each, nameOf } from './normalisers/each.ts';
import { meanAt, momentsOf, normalised } from './normalisers/normalise.ts';
import { setsOf, type Normalisation } from './normalisers/sets.ts';
import { stepsOf, type StepSettings } from './normalisers/steps.ts';
import { choice, integer, number, type ParamSchema, type Values } from './params.ts';
import type { ArmLog, Curve } from './runlog.ts';

const scalar = <const L extends string>(label: L) => ({ kind: 'scalar', label, unit: '', smoothing: 0 }) as const;

const metrics = {
  /** Of each set, before. */
  mean: scalar('mean of the set'),
  spread: scalar('spread of the set'),
  /** Of each set, after. */
  meanAfter: scalar('mean of the set, normalised'),
  squareAfter: scalar('mean square of the set, normalised'),
  /** Of the chosen set, number by number. */
  number: scalar('number of the chosen set'),
  normalised: scalar('number of the chosen set, normalised'),
  output: scalar('number of the chosen set, with gain and shift'),
};

const params = {
  kind: choice({
    label: 'Normalisation',
    help: 'It decides which numbers share one mean and one variance.',
    options: { batch: 'batch', layer: 'layer', instance: 'instance', group: 'group', rms: 'RMS' },
    default: 'batch',
  }),
  groups: choice({
    label: 'Groups G',
    help: 'Into which group normalisation takes the six channels; the others have none.',
    options: { '1': '1 of 6 channels', '2': '2 of 3', '3': '3 of 2', '6': '6 of 1' },
    default: '2',
  }),
  example: integer({ label: 'Example', help: 'Of the number whose set is lit up.', default: 2, min: 1, max: block.examples }),
  channel: integer({ label: 'Channel', help: 'Of the number whose set is lit up.', default: 2, min: 1, max: block.channels }),
  epsilon: number({
    label: 'Epsilon ε',
    help: 'Added to the variance before the root is taken.',
    default: 1e-5,
    min: 1e-8,
    max: 10,
    scale: 'log',
  }),
  gain: number({
    label: 'Gain g',
    help: 'What training may have made of the gain, 1 at first.',
    default: 2,
    min: -3,
    max: 3,
    step: 0.1,
  }),
  shift: number({
    label: 'Shift β',
    help: 'What training may have made of the shift, 0 at first; RMS normalisation has none.',
    default: 1,
    min: -3,
    max: 3,
    step: 0.1,
  }),
};

type Settings = Values<typeof params>;

const kinds = ['batch', 'layer', 'instance', 'group', 'rms'] as const satisfies readonly Normalisation[];

const claim = claimsOver({ arms: kinds, metrics, params });

const stepSettings = ({ groups, ...rest }: Settings): StepSettings => ({ ...rest, groups: Number(groups) });

/** What a drawing of the example shows: of the chosen normalisation the steps of the chosen set, and the set of every number. */
export function chosenSet(values: Values<ParamSchema>) {
  // A drawing hands them on without their types; they come from parsing `params`.
  const settings = values as Settings;
  const { kind, groups } = settings;
  return { kind, groups: Number(groups), steps: stepsOf(kind, stepSettings(settings)), settings };
}

const counted = (y: readonly number[]): Curve => ({ x: y.map((_, i) => i + 1), y });

function armOf(kind: Normalisation, settings: Settings): ArmLog {
  const isCentred = kind !== 'rms';
  const sets = setsOf(kind, Number(settings.groups), block);
  const after = normalised(blockNumbers, sets, { isCentred, epsilon: settings.epsilon });
  const { numbers, normalised: own, outputs } = stepsOf(kind, stepSettings(settings));
  return {
    mean: counted(sets.map((set) => meanAt(blockNumbers, set))),
    spread: counted(sets.map((set) => Math.sqrt(momentsOf(blockNumbers, set, isCentred).square))),
    meanAfter: counted(sets.map((set) => meanAt(after, set))),
    squareAfter: counted(sets.map((set) => momentsOf(after, set, false).square)),
    number: counted(numbers),
    normalised: counted(own),
    output: counted(outputs),
  };
}

/** As many sets as expected. */
const sets = (name: string, { y }: Readings<number>, expected: number): Finding => ({
  held: y.length === expected,
  evidence: `${name} ${y.length}`,
});

/** The two have the same sets, as far as their means and spreads tell. */
function alike(a: Readings<number>, b: Readings<number>): Finding {
  const off = a.y.length === b.y.length ? Math.max(...a.y.map((value, i) => Math.abs(value - (b.y[i] ?? Number.NaN)))) : Infinity;
  return { held: off <= 1e-9, evidence: `${a.y.length} and ${b.y.length} sets, ${show(off)} apart at most` };
}

/** The mean squares are those that epsilon leaves: v / (v + epsilon). */
function leaves(spread: Readings<number>, square: Readings<number>, epsilon: number): Finding {
  const findings = spread.y.map((s, i) => near(square.y[i] ?? Number.NaN, s ** 2 / (s ** 2 + epsilon), 1e-9));
  const evidence = `${show(Math.min(...square.y))} to ${show(Math.max(...square.y))}`;
  return { held: findings.every(({ held }) => held), evidence };
}

const furthest = ({ y }: Readings<number>): number => Math.max(...y.map(Math.abs));

/** The lit-up set and its steps in words. */
function inWords(values: Values<ParamSchema>): { readonly block: string; readonly steps: string } {
  const { kind, groups, steps, settings } = chosenSet(values);
  const { example, channel } = settings;
  const count = setsOf(kind, groups, block).length;
  const which: Readonly<Record<Normalisation, string>> = {
    batch: `channel ${channel} of all three examples`,
    layer: `all channels of example ${example}`,
    instance: `channel ${channel} of example ${example}`,
    group: `the channels of its group, ${block.channels / groups} of them, of example ${example}`,
    rms: `all channels of example ${example}`,
  };
  const centre = steps.numbers.reduce((sum, x) => sum + x, 0) / steps.numbers.length;
  const of =
    kind === 'rms'
      ? `the mean square is ${show(steps.square)}`
      : `the mean is ${show(centre)} and the variance ${show(steps.square)}`;
  const rows = steps.numbers.map((x, i) => `${x} to ${show(steps.normalised[i] ?? 0)}`);
  return {
    block:
      `A block of 3 examples, 6 channels and 2 times 2 pixels, whose numbers ${nameOf(kind)} normalisation takes in ${count} sets. ` +
      `Lit up is the set of channel ${channel} of example ${example}: ${which[kind]}, ${steps.places.length} numbers with their pixels.`,
    steps: `Of the ${steps.places.length} numbers ${of}. Normalised they go from ${rows.join(', ')}.`.replaceAll('-', '−'),
  };
}

export default defineCompute({
  title: 'The same block, normalised over different sets',
  summary:
    'Which numbers of a batch share one mean and one variance, for five normalisations, and what becomes of them step by step.',
  section: '/normalization/#axes',
  params,
  arms: {
    batch: { label: 'batch', look: normLooks.batch },
    layer: { label: 'layer', look: normLooks.layer },
    instance: { label: 'instance', look: normLooks.instance },
    group: { label: 'group', look: normLooks.group },
    rms: { label: 'RMS', look: normLooks.rms },
  },
  metrics,
  // #region experiment
  /** Over each set: mean m, variance v as the mean of (x - m)^2, then (x - m) / sqrt(v + epsilon). RMS normalisation: m = 0 throughout. */
  compute(settings) {
    return Object.fromEntries(kinds.map((kind) => [kind, armOf(kind, settings)]));
  },
  // #endregion
  claims: [
    claim(
      'The block has 6 sets for batch, 3 for layer and RMS, 18 for instance and 3 G for group normalisation.',
      kinds,
      ({ batch, layer, instance, group, rms }, { groups }) =>
        every(
          sets('batch', batch.mean, 6),
          sets('layer', layer.mean, 3),
          sets('RMS', rms.mean, 3),
          sets('instance', instance.mean, 18),
          sets('group', group.mean, 3 * Number(groups)),
        ),
    ),
    claim(
      'Normalised, each set of batch, layer, instance and group normalisation has mean 0.',
      ['batch', 'layer', 'instance', 'group'],
      (arms) => each(arms, ({ meanAfter }) => notAbove(furthest(meanAfter), 1e-9)),
    ),
    claim(
      'Each set of all five has a mean square of v/(v + ε) then, which is 1 but for ε; v is its variance, or its mean square for RMS.',
      kinds,
      (arms, { epsilon }) => each(arms, ({ spread, squareAfter }) => leaves(spread, squareAfter, epsilon)),
    ),
    claim('RMS normalisation leaves a mean other than 0 in each set, with the sign that it had.', ['rms'], ({ rms }) => ({
      held: rms.meanAfter.y.every((mean, i) => mean * (rms.mean.y[i] ?? Number.NaN) > 0),
      evidence: rms.meanAfter.y.map(show).join(', '),
    })),
    claim(
      'With G = 1, group normalisation is layer normalisation.',
      ['group', 'layer'],
      ({ group, layer }) => every(alike(group.mean, layer.mean), alike(group.spread, layer.spread)),
      { text: 'with G = 1', isMet: ({ groups }) => groups === '1' },
    ),
    claim(
      'With a group for each channel, it is instance normalisation.',
      ['group', 'instance'],
      ({ group, instance }) => every(alike(group.mean, instance.mean), alike(group.spread, instance.spread)),
      { text: 'with G = 6', isMet: ({ groups }) => groups === '6' },
    ),
    claim('With no G is it batch normalisation.', ['group', 'batch'], ({ group, batch }) => {
      const { held, evidence } = alike(group.mean, batch.mean);
      return { held: !held, evidence };
    }),
  ],
  figure: [
    {
      kind: 'drawing',
      drawing: 'norm-axes',
      arm: 'batch',
      title: 'Which numbers share a mean and a variance',
      xLabel: 'place',
      describe: (_, values) => inWords(values).block,
    },
    {
      kind: 'drawing',
      drawing: 'norm-steps',
      arm: 'batch',
      title: 'The set that is lit up, step by step',
      xLabel: 'place',
      describe: (_, values) => inWords(values).steps,
    },
  ],
});
