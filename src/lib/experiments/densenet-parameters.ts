import { cifarNet } from '../models/cifar-net.ts';
import { denseNet } from '../models/dense-net.ts';
import { atLeast, challengesOver, claimsOver, every, exceeds, type Finding, type Readings } from './claims.ts';
import { publishedCounts } from './dense-nets/published.ts';
import { byGrowth, depthsUpTo, takenBy } from './dense-nets/series.ts';
import { defineCompute } from './experiment.ts';
import { choice, integer, type Values } from './params.ts';

const metrics = {
  parameters: { kind: 'scalar', label: 'parameters', unit: '', smoothing: 0, isCount: true },
  byGrowth: { kind: 'scalar', label: 'parameters at this depth', unit: '', smoothing: 0 },
  /** Numbers kept for the backward pass, for one image: see `models/stored.ts`. */
  kept: { kind: 'scalar', label: 'numbers kept', unit: '', smoothing: 0, isCount: true },
  made: { kind: 'scalar', label: 'made by convolutions and pools', unit: '', smoothing: 0, isCount: true },
  repeated: { kind: 'scalar', label: 'copies and normalised copies', unit: '', smoothing: 0, isCount: true },
  /** Of the configurations that the papers print. */
  published: { kind: 'layers', label: 'parameters', unit: '', smoothing: 0, isCount: true },
} as const;

const params = {
  depth: integer({
    label: 'Depth L',
    help: 'Layers with weights, up to which the curves are drawn.',
    default: 100,
    min: 28,
    max: 250,
    step: 6,
  }),
  growthRate: integer({
    label: 'Growth rate k',
    help: 'Feature maps that each layer of a dense block adds.',
    default: 12,
    min: 4,
    max: 48,
    step: 4,
  }),
  compression: choice({
    label: 'Compression θ',
    help: 'Share of its maps that DenseNet-BC keeps between two blocks; the paper keeps half.',
    options: { '0.25': '1/4', '0.5': '1/2', '0.75': '3/4' },
    default: '0.5',
  }),
};

export type Settings = Values<typeof params>;

const claim = claimsOver({ arms: ['dense', 'bc', 'residual', 'bottleneck'], metrics, params });
const challenge = challengesOver({ arms: ['bc'], metrics, params });

const differences = (values: readonly number[]): readonly number[] =>
  values.slice(1).map((value, i) => value - (values[i] ?? Number.NaN));

/** The values, at equal steps of the depth, lie on a parabola that opens upwards; all of them are whole numbers. */
function isQuadratic({ y }: Readings<number>): Finding {
  const second = differences(differences(y));
  const evidence = `from one step in depth to the next the increase grows by ${range(second)}`;
  return { held: second.every((value) => value === second[0] && value > 0), evidence };
}

/** The values lie on a line. */
function isLinear({ y }: Readings<number>): Finding {
  const increases = differences(y);
  return { held: increases.every((value) => value === increases[0]), evidence: `each step adds ${range(increases)}` };
}

const countAtMost = (value: number, bound: number, what: string): Finding => {
  const [found = '', most = ''] = [value, bound].map((count) => count.toLocaleString('en-GB'));
  return { held: value <= bound, evidence: `${what}: ${found}, asked: at most ${most}` };
};

/** The one value of all, or the least and the greatest, in full: that they are equal is the point. */
function range(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => value.toLocaleString('en-GB'));
  return low === high ? String(low) : `${low} to ${high}`;
}

/** For networks that have no growth rate. */
const none = { x: [], y: [] };

const millions = (values: readonly number[]): readonly number[] => values.map((value) => Math.round(value / 1e5) / 10);

function areMillions(values: readonly number[], printed: readonly number[]): Finding {
  const held = millions(values).every((value, i) => value === printed[i]);
  return {
    held,
    evidence: `${values.map((value) => value.toLocaleString('en-GB')).join(', ')} against ${printed.join(', ')} million`,
  };
}

export default defineCompute({
  title: 'Parameters and memory of a DenseNet',
  summary: 'Counted from the layers: what dense and residual networks hold in parameters, and what a training step has to keep.',
  section: '/densenet/#parameters',
  params,
  arms: {
    dense: { label: 'DenseNet', look: { colour: 'dense', dash: 'solid' } },
    bc: { label: 'DenseNet-BC', look: { colour: 'dense', dash: 'dashed' } },
    residual: { label: 'ResNet', look: { colour: 'residual', dash: 'solid' } },
    bottleneck: { label: 'ResNet, bottlenecks', look: { colour: 'residual', dash: 'dashed' } },
  },
  metrics,
  // #region experiment
  /** All counts come from the layers of the networks themselves, for images of 32x32 pixels. */
  compute({ depth, growthRate, compression }) {
    const bc = { bottlenecks: true, compression: Number(compression) };
    const published = publishedCounts();
    return {
      dense: {
        ...takenBy(depthsUpTo(depth, { first: 10, step: 6 }), (d) => denseNet({ depth: d, growthRate })),
        byGrowth: byGrowth((k) => denseNet({ depth, growthRate: k })),
        published: published.dense,
      },
      bc: {
        ...takenBy(depthsUpTo(depth, { first: 10, step: 6 }), (d) => denseNet({ depth: d, growthRate, ...bc })),
        byGrowth: byGrowth((k) => denseNet({ depth, growthRate: k, ...bc })),
        published: published.bc,
      },
      residual: {
        ...takenBy(depthsUpTo(depth, { first: 8, step: 6 }), (d) => cifarNet({ depth: d, width: 16, shortcuts: true })),
        byGrowth: none,
        published: published.residual,
      },
      bottleneck: {
        ...takenBy(depthsUpTo(depth, { first: 11, step: 9 }), (d) =>
          cifarNet({ depth: d, width: 16, shortcuts: 'optionB', preActivation: true, bottlenecks: true }),
        ),
        byGrowth: none,
        published: published.bottleneck,
      },
    };
  },
  // #endregion
  claims: [
    claim(
      'Rounded as the paper prints them, the parameters of its six networks come out: 1.0, 7.0 and 27.2 million; as BC, 0.8, 15.3 and 25.6.',
      ['dense', 'bc'],
      ({ dense, bc }) =>
        every(areMillions(dense.published.last, [1.0, 7.0, 27.2]), areMillions(bc.published.last, [0.8, 15.3, 25.6])),
    ),
    claim(
      'DenseNet-BC with 100 layers and k = 12 has less than a tenth of the parameters of the ResNet with 1,001 layers.',
      ['bc', 'bottleneck'],
      ({ bc, bottleneck }) => exceeds(bottleneck.published.last[1] ?? Number.NaN, 10 * (bc.published.last[0] ?? Number.NaN)),
    ),
    claim(
      'The parameters of a DenseNet lie on a parabola over its depth, those of a ResNet on a line.',
      ['dense', 'residual'],
      (arms) => every(isQuadratic(arms.dense.parameters), isLinear(arms.residual.parameters)),
    ),
    claim(
      'Copies and normalised copies lie on a parabola too; what the layers make themselves lies on a line.',
      ['dense'],
      ({ dense }) => every(isQuadratic(dense.repeated), isLinear(dense.made)),
    ),
    claim(
      'At depth L, DenseNet-BC has less than three tenths of the parameters of the DenseNet, and keeps less than seven tenths of the numbers.',
      ['dense', 'bc'],
      ({ dense, bc }) =>
        every(exceeds(0.3 * dense.parameters.last, bc.parameters.last), exceeds(0.7 * dense.kept.last, bc.kept.last)),
    ),
  ],
  challenges: [
    challenge({
      id: 'exr-deep-and-frugal',
      title: 'Deep, and frugal twice',
      task: 'Find a DenseNet-BC of at least 120 layers, with a growth rate of at least 8, that holds no more than 550,000 parameters and keeps no more than 9 million numbers for the backward pass.',
      start: {},
      free: ['depth', 'growthRate', 'compression'],
      arms: ['bc'],
      rule: ({ bc: { parameters, kept } }, { depth, growthRate }) =>
        every(
          atLeast(depth, 120, 'layers: '),
          atLeast(growthRate, 8, 'growth rate: '),
          countAtMost(parameters.last, 550_000, 'parameters'),
          countAtMost(kept.last, 9e6, 'kept'),
        ),
    }),
  ],
  figure: [
    {
      kind: 'curves',
      metric: 'parameters',
      title: 'Parameters, against depth',
      xLabel: 'depth L',
      yLabel: 'parameters',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'byGrowth',
      arms: ['dense', 'bc'],
      title: 'Parameters at depth L, against the growth rate',
      xLabel: 'growth rate k',
      yLabel: 'parameters',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'kept',
      title: 'Numbers kept for one image while training',
      xLabel: 'depth L',
      yLabel: 'numbers',
      yScale: 'linear',
    },
    {
      kind: 'metrics',
      metrics: ['repeated', 'made'],
      arm: 'dense',
      title: 'Those of a DenseNet, in two parts',
      xLabel: 'depth L',
      yLabel: 'numbers',
      yScale: 'linear',
    },
  ],
});
