import { atLeast, claimsOver, every, notAbove, show, type Finding, type Readings } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { normLooks } from './norm-looks.ts';
import { each } from './normalisers/each.ts';
import {
  distance,
  distanceOf,
  layerNorm,
  rmsFromLayer,
  rmsNorm,
  rootMeanSquare,
  standardVector,
} from './normalisers/layer-and-rms.ts';
import { choice, number, type Values } from './params.ts';
import type { ArmLog, Curve } from './runlog.ts';

const scalar = <const L extends string>(label: L) => ({ kind: 'scalar', label, unit: '', smoothing: 0 }) as const;

const metrics = {
  /** Number by number, those of the vector in increasing order. */
  output: scalar('output'),
  /** From what layer normalisation makes of the same vector, against mean over standard deviation. */
  distance: scalar('distance from layer normalisation'),
  shifted: scalar('relative change of the output when a constant is added'),
  scaled: scalar('relative change of the output when the vector is multiplied'),
};

const params = {
  mean: number({ label: 'Mean of x', help: 'Zero makes the two the same.', default: 1, min: -5, max: 5, step: 0.1 }),
  deviation: number({
    label: 'Standard deviation of x',
    help: 'How far its numbers scatter about the mean.',
    default: 1,
    min: 0.1,
    max: 10,
    scale: 'log',
  }),
  epsilon: number({
    label: 'Epsilon ε',
    help: 'Under both roots.',
    default: 1e-5,
    min: 1e-12,
    max: 0.1,
    scale: 'log',
  }),
  start: choice({
    label: 'Random numbers',
    help: 'The vector from another draw.',
    options: { '0': 'first draw', '1': 'second draw', '2': 'third draw', '3': 'fourth draw', '4': 'fifth draw' },
    default: '0',
  }),
};

type Settings = Values<typeof params>;

const claim = claimsOver({ arms: ['layer', 'rms', 'formula'], metrics, params });

/** Numbers in the vector. */
const LENGTH = 32;

/** Means over standard deviations. */
const ratios = Array.from({ length: 51 }, (_, i) => i / 10);

/** Constants that are added, in standard deviations. */
const shifts = Array.from({ length: 41 }, (_, i) => (i - 20) / 4);

/** Powers of ten that the vector is multiplied by. */
const powers = Array.from({ length: 13 }, (_, i) => (i - 6) / 2);

const counted = (y: Iterable<number>): Curve => {
  const values = [...y];
  return { x: values.map((_, i) => i + 1), y: values };
};

function vectorOf({ mean, deviation, start }: Settings): Float64Array {
  return standardVector(LENGTH, Number(start))
    .toSorted()
    .map((value) => mean + deviation * value);
}

/** What one of the two makes of the vector, of others with other means, and of it moved and multiplied. */
function armOf(apply: (x: Float64Array) => Float64Array, settings: Settings): ArmLog {
  const { deviation, epsilon, mean } = settings;
  const x = vectorOf(settings);
  const y = apply(x);
  const change = (other: Float64Array): number => distance(apply(other), y) / rootMeanSquare(y);
  const withMean = (m: number): Float64Array => x.map((value) => value - mean + m);
  return {
    output: counted(y),
    distance: {
      x: ratios,
      y: ratios.map((ratio) => distance(apply(withMean(ratio * deviation)), layerNorm(withMean(ratio * deviation), epsilon))),
    },
    shifted: { x: shifts, y: shifts.map((shift) => change(x.map((value) => value + shift * deviation))) },
    scaled: { x: powers, y: powers.map((power) => change(x.map((value) => value * 10 ** power))) },
  };
}

const none: Curve = { x: [], y: [] };

/** Greatest difference of two series. */
function apart(a: Readings<number>, b: Readings<number>): Finding & { readonly most: number } {
  const most = Math.max(...a.y.map((value, i) => Math.abs(value - (b.y[i] ?? Number.NaN))));
  return { most, held: most <= 1e-9, evidence: `${show(most)} apart at most` };
}

const greatest = ({ y }: Pick<Readings<number>, 'y'>): number => Math.max(...y);

/** Where the vector is multiplied by 1 or more. */
const upwards = ({ x, y }: Readings<number>): Pick<Readings<number>, 'y'> => ({ y: y.filter((_, i) => (x[i] ?? 0) >= 0) });

export default defineCompute({
  title: 'RMS normalisation against layer normalisation',
  summary:
    'One vector, normalised with its mean subtracted and without: the same where the mean is zero, and how far apart where it is not.',
  section: '/normalization/#rms',
  params,
  arms: {
    layer: { label: 'layer', look: normLooks.layer },
    rms: { label: 'RMS', look: normLooks.rms },
    formula: { label: 'formula', look: { colour: 'neutral', dash: 'dashed' } },
  },
  metrics,
  // #region experiment
  /**
   * LN(x) = (x - m) / S and RMSNorm(x) = x / R, with S^2 = variance + epsilon and R^2 = mean square + epsilon = S^2 + m^2. The formula's arm:
   * RMSNorm(x) = (S LN(x) + m) / R, and the distance of that from LN(x).
   */
  compute(settings) {
    const { mean, deviation, epsilon } = settings;
    const layer = layerNorm(vectorOf(settings), epsilon);
    return {
      layer: armOf((x) => layerNorm(x, epsilon), settings),
      rms: armOf((x) => rmsNorm(x, epsilon), settings),
      formula: {
        output: counted(rmsFromLayer(layer, { mean, deviation, epsilon })),
        distance: { x: ratios, y: ratios.map((ratio) => distanceOf({ mean: ratio * deviation, deviation, epsilon })) },
        shifted: none,
        scaled: none,
      },
    };
  },
  // #endregion
  claims: [
    claim('Of a vector of mean 0 the two make the same, within a millionth.', ['rms'], ({ rms }) =>
      notAbove(rms.distance.first, 1e-6),
    ),
    claim(
      'The further the mean is from 0, in standard deviations, the further they are apart, and at one it is more than 0.7.',
      ['rms'],
      ({ rms: { distance } }) =>
        every(
          {
            held: distance.y.every((value, i) => i === 0 || value > (distance.y[i - 1] ?? Infinity)),
            evidence: `up to ${show(distance.last)}`,
          },
          atLeast(distance.y[ratios.indexOf(1)] ?? Number.NaN, 0.7),
          notAbove(distance.last, Math.SQRT2),
        ),
      {
        text: 'with ε of a hundredth of the variance or less',
        isMet: ({ epsilon, deviation }) => epsilon <= 0.01 * deviation ** 2,
      },
    ),
    claim(
      'RMS normalisation is (S LN(x) + m)/R, with S² = s² + ε and R² = S² + m² for mean m and standard deviation s, and that is its distance.',
      ['rms', 'formula'],
      ({ rms, formula }) => every(apart(rms.output, formula.output), apart(rms.distance, formula.distance)),
    ),
    claim('Layer normalisation ignores a constant added to the vector, within a millionth.', ['layer'], ({ layer }) =>
      notAbove(greatest(layer.shifted), 1e-6),
    ),
    claim(
      'RMS normalisation does not: five standard deviations more, or less, change its output by a twentieth or more.',
      ['rms'],
      ({ rms }) => every(atLeast(rms.shifted.first, 0.05), atLeast(rms.shifted.last, 0.05)),
      {
        text: 'with a mean of at most five standard deviations',
        isMet: ({ mean, deviation }) => Math.abs(mean) <= 5 * deviation,
      },
    ),
    claim(
      'Both ignore a factor of up to a thousand, but for ε: within a thousandth.',
      ['layer', 'rms'],
      (arms) => each(arms, ({ scaled }) => notAbove(greatest(upwards(scaled)), 1e-3)),
      {
        text: 'with ε of a thousandth of the variance or less',
        isMet: ({ epsilon, deviation }) => epsilon <= 1e-3 * deviation ** 2,
      },
    ),
  ],
  figure: [
    {
      kind: 'curves',
      metric: 'output',
      arms: ['layer', 'rms'],
      title: 'The vector, normalised',
      xLabel: 'number of the vector, in increasing order',
      yLabel: 'output',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'distance',
      arms: ['rms', 'formula'],
      title: 'How far apart the two are',
      xLabel: 'mean over standard deviation',
      yLabel: 'root mean square difference',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'shifted',
      arms: ['layer', 'rms'],
      title: 'A constant added to the vector',
      xLabel: 'constant, in standard deviations',
      yLabel: 'relative change of the output',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'scaled',
      arms: ['layer', 'rms'],
      title: 'The vector multiplied',
      xLabel: 'multiplied by 10 to the power',
      yLabel: 'relative change of the output',
      yScale: 'linear',
      yMax: 1,
    },
  ],
});
