import type { NormKind } from '../models/norms.ts';
import { atLeast, claimsOver, every, notAbove, show, type Finding, type Readings } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { normLooks } from './norm-looks.ts';
import { disturbances } from './normalisers/disturbances.ts';
import { each, nameOf } from './normalisers/each.ts';
import { changesOf, kinds, measuredOf, scaleErrorFormula, type Settings } from './normalisers/invariances.ts';
import { choice, number, type ParamSchema, type Values } from './params.ts';

const scalar = <const L extends string, const U extends string>(label: L, unit: U) =>
  ({ kind: 'scalar', label, unit, smoothing: 0 }) as const;

const metrics = {
  /** Of the output of the first example, under each disturbance. */
  change: scalar('relative change of the output', ''),
  /** The same where all weights are multiplied, against the size of the inputs. */
  scaleError: scalar('relative change when the weights are multiplied', ''),
  gradientNorm: scalar('norm of the weight gradient', ''),
  /** cosine of the angle between weights and gradient. */
  alignment: scalar('cosine between weights and gradient', ''),
  turn: scalar('turn of the weights in one step', 'degrees'),
  weightNorm: scalar('norm of the weights', ''),
  atRightAngles: scalar('norm of the weights, were all gradients at right angles to them', ''),
};

const params = {
  shape: choice({
    label: 'What is normalised',
    help: 'Vectors of 12 units, or images of 12 channels and 2 × 2 pixels; a single number has no variance, so vectors leave instance normalisation out.',
    options: { vectors: 'vectors', images: 'images' },
    default: 'vectors',
  }),
  factor: number({
    label: 'Factor a',
    help: 'What an example or the weights are multiplied by.',
    default: 2,
    min: 0.25,
    max: 4,
    scale: 'log',
  }),
  constant: number({
    label: 'Constant c',
    help: 'What is added, to numbers of size 1; along fixed random vectors v and u where it is added to inputs or weights.',
    default: 1,
    min: 0.1,
    max: 10,
    scale: 'log',
  }),
  epsilon: number({
    label: 'Epsilon ε',
    help: 'Added to variances and mean squares before the root is taken.',
    default: 1e-5,
    min: 1e-12,
    max: 0.1,
    scale: 'log',
  }),
  rate: number({
    label: 'Learning rate η',
    help: 'Of the steps in the last two panels.',
    default: 0.1,
    min: 0.01,
    max: 1,
    scale: 'log',
  }),
  start: choice({
    label: 'Random numbers',
    help: 'Inputs, weights and targets from other draws.',
    options: { '0': 'first draw', '1': 'second draw', '2': 'third draw', '3': 'fourth draw', '4': 'fifth draw' },
    default: '0',
  }),
};

/** All but the one that needs images. */
const always = ['batch', 'layer', 'group', 'rms'] as const;

const claim = claimsOver({ arms: kinds, metrics, params });

/** The disturbances by their places in the picture, from 0. */
const [ONE_PLUS, ONE_TIMES, INPUTS_PLUS, WEIGHTS_TIMES, UNIT_TIMES, UNITS_PLUS, OTHERS] = [0, 1, 2, 3, 4, 5, 6] as const;

/** The same test of the change that a disturbance makes. */
const changing =
  (test: (change: number) => Finding) =>
  (disturbance: number, arms: Readonly<Record<string, { readonly change: Readings<number> }>>): Finding =>
    each(arms, ({ change }) => test(change.y[disturbance] ?? Number.NaN));

/** But for rounding, nothing changes. */
const unmoved = changing((change) => notAbove(change, 1e-6));

/** But for epsilon, nothing changes. */
const nearlyUnmoved = changing((change) => notAbove(change, 0.01));

const moved = changing((change) => atLeast(change, 0.01));

const smallEpsilon = { text: 'with ε of 0.0001 or less', isMet: ({ epsilon }: Settings) => epsilon <= 1e-4 };

const smallEpsilonFarFactor = {
  text: 'with ε of 0.0001 or less and a factor that is not near 1',
  isMet: ({ epsilon, factor }: Settings) => epsilon <= 1e-4 && Math.abs(Math.log2(factor)) >= 0.5,
};

/** Greatest relative difference of two series. */
const apart = (a: Readings<number>, b: Readings<number>): number =>
  Math.max(...a.y.map((value, i) => Math.abs(value / (b.y[i] ?? Number.NaN) - 1)));

/** What epsilon leaves of the invariance to a factor on the weights, for the first example in all sizes. */
function keepsToFormula({ y, first, last }: Readings<number>, settings: Settings): Finding {
  const off = Math.max(...scaleErrorFormula(settings).map((value, i) => Math.abs(value - (y[i] ?? Number.NaN))));
  const evidence = `${show(first)} for inputs times 10⁻⁴, ${show(last)} for inputs times 100; off by ${show(off)} at most`;
  return { held: off <= 1e-9, evidence };
}

export default defineCompute({
  title: 'What a normalised layer takes no notice of',
  summary:
    'Inputs and weights are disturbed in seven ways: what each normalisation ignores, and what that does to the steps of training.',
  section: '/normalization/#invariances',
  params,
  arms: {
    none: { label: 'none', look: normLooks.none },
    batch: { label: 'batch', look: normLooks.batch },
    layer: { label: 'layer', look: normLooks.layer },
    instance: { label: 'instance', look: normLooks.instance },
    group: { label: 'group', look: normLooks.group },
    rms: { label: 'RMS', look: normLooks.rms },
  },
  metrics,
  // #region experiment
  /**
   * z = W x for 8 random examples and 12 units, y = norm(z) with gain 1 and shift 0. Relative change of y for the first example under each
   * disturbance; then the gradient of the mean over the examples of norm(y - t)^2 / 2 for random targets t, for weights s W, and 30 steps of
   * gradient descent from W.
   */
  compute(settings) {
    const change = changesOf(settings);
    const unmeant = Object.fromEntries(Object.keys(metrics).map((metric) => [metric, { x: [], y: [] }]));
    return Object.fromEntries(
      kinds.map((kind) => {
        const own = change.get(kind);
        return [kind, own === undefined ? unmeant : measuredOf(kind, settings, own)];
      }),
    );
  },
  // #endregion
  claims: [
    claim(
      'Layer and group normalisation ignore a constant added to an example; batch and RMS normalisation do not.',
      always,
      ({ batch, layer, group, rms }) => every(unmoved(ONE_PLUS, { layer, group }), moved(ONE_PLUS, { batch, rms })),
    ),
    claim(
      'Layer, group and RMS normalisation ignore a factor on an example, but for ε; batch normalisation does not.',
      always,
      ({ batch, layer, group, rms }) => every(nearlyUnmoved(ONE_TIMES, { layer, group, rms }), moved(ONE_TIMES, { batch })),
      smallEpsilonFarFactor,
    ),
    claim(
      'Batch normalisation ignores one vector added to all inputs; layer, group and RMS normalisation do not.',
      always,
      ({ batch, layer, group, rms }) => every(unmoved(INPUTS_PLUS, { batch }), moved(INPUTS_PLUS, { layer, group, rms })),
    ),
    claim(
      'All of them ignore a factor on all the weights, which is a factor on all the inputs too, but for ε.',
      always,
      (arms) => nearlyUnmoved(WEIGHTS_TIMES, arms),
      smallEpsilon,
    ),
    claim(
      'Batch normalisation ignores a factor on the weights of one unit, but for ε; layer, group and RMS normalisation do not.',
      always,
      ({ batch, layer, group, rms }) => every(nearlyUnmoved(UNIT_TIMES, { batch }), moved(UNIT_TIMES, { layer, group, rms })),
      smallEpsilonFarFactor,
    ),
    claim(
      'Layer and group normalisation of vectors ignore one vector added to the weights of every unit; batch and RMS normalisation do not.',
      always,
      ({ batch, layer, group, rms }) => every(unmoved(UNITS_PLUS, { layer, group }), moved(UNITS_PLUS, { batch, rms })),
      { text: 'with vectors', isMet: ({ shape }) => shape === 'vectors' },
    ),
    claim(
      'Of images, where the vector moves each pixel by an amount of its own, they do not either.',
      ['layer', 'group'],
      (arms) => moved(UNITS_PLUS, arms),
      { text: 'with images of 2 × 2 pixels', isMet: ({ shape }) => shape === 'images' },
    ),
    claim('Batch normalisation alone depends on the other examples of the batch.', always, ({ batch, layer, group, rms }) =>
      every(moved(OTHERS, { batch }), unmoved(OTHERS, { layer, group, rms })),
    ),
    claim(
      'Instance normalisation of images ignores all of these but the vector added to the weights of every unit, factors but for ε.',
      ['instance'],
      (arms) =>
        every(
          ...[ONE_PLUS, INPUTS_PLUS, OTHERS].map((disturbance) => unmoved(disturbance, arms)),
          ...[ONE_TIMES, WEIGHTS_TIMES, UNIT_TIMES].map((disturbance) => nearlyUnmoved(disturbance, arms)),
          moved(UNITS_PLUS, arms),
        ),
      {
        text: 'with images and ε of 0.0001 or less',
        isMet: (settings) => settings.shape === 'images' && smallEpsilon.isMet(settings),
      },
    ),
    claim(
      'What ε spoils of this grows as the inputs shrink: with mean square q, RMS normalisation changes by abs(a √((q + ε)/(a² q + ε)) − 1).',
      ['rms'],
      ({ rms }, settings) => keepsToFormula(rms.scaleError, settings),
    ),
    claim(
      'With a normalisation, the gradient is at right angles to the weights, but for ε: the cosine is below 0.001.',
      always,
      (arms) => each(arms, ({ alignment }) => notAbove(Math.max(...alignment.y.map(Math.abs)), 1e-3)),
      smallEpsilon,
    ),
    claim(
      'It shrinks as the weights grow: for weights eight times as large it is an eighth, and the same step turns them by a 64th, within 1 %.',
      always,
      (arms) =>
        each(arms, ({ gradientNorm, turn }) =>
          every(
            notAbove(Math.abs((8 * gradientNorm.last) / gradientNorm.first - 1), 0.01),
            notAbove(Math.abs((64 * Math.tan(radians(turn.last))) / Math.tan(radians(turn.first)) - 1), 0.01),
          ),
        ),
      smallEpsilon,
    ),
    claim(
      'So gradient descent makes the weights grow, by what steps at right angles to them do, within 1 %.',
      always,
      (arms) =>
        each(arms, ({ weightNorm, atRightAngles }) =>
          every(atLeast(weightNorm.last / weightNorm.first, 1), notAbove(apart(weightNorm, atRightAngles), 0.01)),
        ),
      smallEpsilon,
    ),
  ],
  figure: [
    {
      kind: 'drawing',
      drawing: 'norm-invariances',
      arm: 'none',
      title: 'How much the output of one example changes',
      xLabel: 'row of the drawing',
      describe: (_, values) => inWords(values),
    },
    {
      kind: 'curves',
      metric: 'scaleError',
      title: 'All weights × a, for small and large inputs',
      xLabel: 'inputs, times 10 to the power',
      yLabel: 'relative change of the output',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'turn',
      title: 'One step from weights s times as large',
      xLabel: 'factor s on the weights',
      yLabel: 'turn of the weights, degrees',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'weightNorm',
      arms: ['batch', 'layer', 'instance', 'group', 'rms'],
      title: 'The weights under gradient descent',
      xLabel: 'step',
      yLabel: 'norm of the weights',
      yScale: 'linear',
    },
  ],
});

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** For drawings, which hand values on without their types: they come from parsing `params`. */
export const changes = (values: Values<ParamSchema>): ReadonlyMap<NormKind, readonly number[]> =>
  changesOf(values as Values<typeof params>);

/** What each normalisation ignores, up to a thousandth, and by how much the others move. */
function inWords(values: Values<ParamSchema>): string {
  const table = [...changes(values)];
  const rows = disturbances.map(({ label }, i) => {
    const said = table.map(([kind, change]) => {
      const value = change[i] ?? Number.NaN;
      return `${nameOf(kind)} ${value < 1e-3 ? 'ignores it' : show(value)}`;
    });
    return `${label}: ${said.join(', ')}`;
  });
  return `A table of relative changes, below a thousandth counted as none. ${rows.join('. ')}.`;
}
