import { product, scaled, type Matrix } from '../matrices/matrix.ts';
import { gaussian, orthogonal } from '../matrices/random-matrices.ts';
import { logSpectra } from '../matrices/singular-values.ts';
import { stream, type Stream } from '../random/stream.ts';
import { allNear, claimsOver, every, exceeds, notAbove, type TypedArm } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { integer, number, type Values } from './params.ts';
import { nonlinearities, type Nonlinearity } from './random-nets/functions.ts';
import { jacobians } from './random-nets/jacobians.ts';
import type { ArmLog } from './runlog.ts';

/** Units in each layer, and inputs: as many as eight nets can have and still answer at once. */
const WIDTH = 12;

/** Layers that are drawn. */
const DEEPEST = 40;

/** Most depths at which singular values are shown. */
const SHOWN = 20;

const metrics = {
  greatest: { kind: 'scalar', label: 'greatest singular value', unit: '', smoothing: 0 },
  least: { kind: 'scalar', label: 'least singular value', unit: '', smoothing: 0 },
  rank: { kind: 'scalar', label: 'directions left', unit: '', smoothing: 0, isCount: true },
  /** At the last layer. */
  spectrum: { kind: 'layers', label: 'singular value', unit: '', smoothing: 0 },
} as const;

const params = {
  scale: number({
    label: 'Scale c',
    help: 'Weights are c times those that keep the length of a signal on average; for ReLU that includes a factor of √2.',
    default: 1,
    min: 0.5,
    max: 2,
    step: 0.05,
  }),
  depth: integer({
    label: 'Layers L',
    help: 'Depth up to which the product is followed.',
    default: DEEPEST,
    min: 10,
    max: DEEPEST,
  }),
  draw: integer({ label: 'Draw', help: 'Other random weights, and another input.', default: 0, min: 0, max: 9 }),
};

const arms = {
  linearGaussian: { label: 'linear, Gaussian', look: { colour: 'neutral', dash: 'solid' } },
  linearOrthogonal: { label: 'linear, orthogonal', look: { colour: 'neutral', dash: 'dashed' } },
  tanhGaussian: { label: 'tanh, Gaussian', look: { colour: 'first', dash: 'solid' } },
  tanhOrthogonal: { label: 'tanh, orthogonal', look: { colour: 'first', dash: 'dashed' } },
  reluGaussian: { label: 'ReLU, Gaussian', look: { colour: 'second', dash: 'solid' } },
  reluOrthogonal: { label: 'ReLU, orthogonal', look: { colour: 'second', dash: 'dashed' } },
  sigmoidGaussian: { label: 'sigmoid, Gaussian', look: { colour: 'third', dash: 'solid' } },
  sigmoidOrthogonal: { label: 'sigmoid, orthogonal', look: { colour: 'third', dash: 'dashed' } },
} as const;

type Arm = TypedArm<typeof metrics>;

const claim = claimsOver({
  arms: [
    'linearGaussian',
    'linearOrthogonal',
    'tanhGaussian',
    'tanhOrthogonal',
    'reluGaussian',
    'reluOrthogonal',
    'sigmoidGaussian',
    'sigmoidOrthogonal',
  ],
  metrics,
  params,
});

// #region experiment
/** The singular values of J_l ... J_1 for l up to L, by their logarithms: the small ones would be lost in the product itself. */
function spectra(factors: readonly Matrix[]): ArmLog {
  // Two layers in one step where there are many.
  const stride = Math.ceil(factors.length / SHOWN);
  const depths = Array.from({ length: Math.ceil(factors.length / stride) }, (_, k) => Math.min((k + 1) * stride, factors.length));
  const steps = depths.map((depth, k) =>
    factors.slice(depths[k - 1] ?? 0, depth).reduce((below, above) => product(above, below)),
  );
  const logs = logSpectra(steps);
  return {
    greatest: { x: depths, y: logs.map(([log = Number.NaN]) => Math.exp(log)) },
    least: { x: depths, y: logs.map((log) => Math.exp(log.at(-1) ?? Number.NaN)) },
    rank: { x: depths, y: logs.map((log) => log.filter(Number.isFinite).length) },
    spectrum: {
      layers: Array.from({ length: WIDTH }, (_, i) => `singular value ${i + 1}`),
      x: depths.slice(-1),
      y: logs.slice(-1).map((log) => [...log.map(Math.exp)]),
    },
  };
}

interface Draw {
  readonly gaussian: readonly Matrix[];
  readonly orthogonal: readonly Matrix[];
  readonly input: Float64Array;
}

/** Drawn when they are first asked for, and kept: moving another slider draws nothing anew. */
const draws = new Map<number, Draw>();

function drawNets(draw: number): Draw {
  const random = (purpose: string): Stream => stream(draw, `spectrum: ${purpose}`);
  const [ofGaussian, ofOrthogonal, ofInput] = [random('Gaussian'), random('orthogonal'), random('input')];
  const layers = Array.from({ length: DEEPEST });
  return {
    gaussian: layers.map(() => gaussian(WIDTH, WIDTH, 1 / Math.sqrt(WIDTH), ofGaussian)),
    orthogonal: layers.map(() => orthogonal(WIDTH, WIDTH, ofOrthogonal)),
    input: gaussian(WIDTH, 1, 1, ofInput).values,
  };
}

/** All nets of one initialisation share their draws, and all see one input: only the activation function differs. */
function compute({ scale, depth, draw }: Values<typeof params>): Record<keyof typeof arms, ArmLog> {
  const drawn = draws.get(draw) ?? drawNets(draw);
  draws.set(draw, drawn);
  const weights = (family: 'gaussian' | 'orthogonal', c: number): readonly Matrix[] =>
    drawn[family].slice(0, depth).map((w) => scaled(w, c));
  const [gaussians, orthogonals] = [weights('gaussian', scale), weights('orthogonal', scale)];
  const { linear, tanh, relu, sigmoid } = nonlinearities;
  const net = (layers: readonly Matrix[], nonlinearity: Nonlinearity): ArmLog =>
    spectra(jacobians(layers, nonlinearity, drawn.input));
  return {
    linearGaussian: net(gaussians, linear),
    linearOrthogonal: net(orthogonals, linear),
    tanhGaussian: net(gaussians, tanh),
    tanhOrthogonal: net(orthogonals, tanh),
    reluGaussian: net(weights('gaussian', Math.SQRT2 * scale), relu),
    reluOrthogonal: net(weights('orthogonal', Math.SQRT2 * scale), relu),
    sigmoidGaussian: net(gaussians, sigmoid),
    sigmoidOrthogonal: net(orthogonals, sigmoid),
  };
}
// #endregion

/** How far the greatest singular value lies above the least, in powers of ten, at the last layer. */
const decades = ({ greatest, least }: Arm): number => Math.log10(greatest.last / least.last);

export default defineCompute({
  title: 'Singular values of a product of Jacobians',
  summary:
    'What depth makes of the singular values, for four activation functions and two initialisations: greatest, least, and how many.',
  section: '/jacobians-and-activations/#spectra',
  params,
  arms,
  metrics,
  compute,
  claims: [
    claim(
      'Linear and orthogonal: after l layers every singular value is c to the power l.',
      ['linearOrthogonal'],
      ({ linearOrthogonal: { greatest, least, spectrum } }, { scale, depth }) =>
        every(
          allNear([...spectrum.last, greatest.last, least.last], scale ** depth, 1e-9),
          allNear([greatest.first, least.first], scale ** (greatest.x[0] ?? 1), 1e-9),
        ),
    ),
    claim(
      'Linear and Gaussian: the greatest is more than 2 to the power L times the least.',
      ['linearGaussian'],
      ({ linearGaussian }, { depth }) => exceeds(linearGaussian.greatest.last / linearGaussian.least.last, 2 ** depth),
    ),
    claim(
      'With tanh, orthogonal weights keep the singular values closer together than Gaussian ones: by more than one power of ten.',
      ['tanhGaussian', 'tanhOrthogonal'],
      ({ tanhGaussian, tanhOrthogonal }) => exceeds(decades(tanhGaussian), decades(tanhOrthogonal), 1),
    ),
    claim(
      'With ReLU, of the 12 directions at most 6 are left, whatever the initialisation.',
      ['reluGaussian', 'reluOrthogonal'],
      ({ reluGaussian, reluOrthogonal }) => notAbove(Math.max(reluGaussian.rank.last, reluOrthogonal.rank.last), 6),
    ),
    claim(
      'With the sigmoid, even the greatest singular value is below c/3 to the power L, whatever the initialisation.',
      ['sigmoidGaussian', 'sigmoidOrthogonal'],
      ({ sigmoidGaussian, sigmoidOrthogonal }, { scale, depth }) =>
        notAbove(Math.max(sigmoidGaussian.greatest.last, sigmoidOrthogonal.greatest.last), (scale / 3) ** depth),
    ),
  ],
  figure: [
    {
      kind: 'curves',
      metric: 'greatest',
      title: 'The greatest singular value',
      xLabel: 'layer l',
      yLabel: 'singular value',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'least',
      arms: ['linearGaussian', 'linearOrthogonal', 'tanhGaussian', 'tanhOrthogonal', 'sigmoidGaussian', 'sigmoidOrthogonal'],
      title: 'The least singular value; with ReLU it is zero',
      xLabel: 'layer l',
      yLabel: 'singular value',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'rank',
      arms: ['linearGaussian', 'reluGaussian', 'reluOrthogonal'],
      title: 'Directions left',
      xLabel: 'layer l',
      yLabel: 'singular values that are not zero',
      yScale: 'linear',
    },
    {
      kind: 'profile',
      metric: 'spectrum',
      at: 'last',
      title: 'All singular values after the last layer',
      xLabel: 'from the greatest to the least',
      yLabel: 'singular value',
      yScale: 'log',
    },
  ],
});
