/** What is measured of a disturbed layer: changes of its output, gradients of its weights, and how they grow. */
import { dot, norm } from '../../matrices/vector.ts';
import type { NormKind } from '../../models/norms.ts';
import type { Curve } from '../runlog.ts';
import { growth, turnOfStep } from './descent.ts';
import { disturbances, relativeChange } from './disturbances.ts';
import { costGradient, normaliserOf, randomLayer, weightedInputs, type RandomLayer } from './layer.ts';
import { momentsOf } from './normalise.ts';
import { sizeOf, type Block } from './sets.ts';

export interface Settings {
  readonly shape: 'vectors' | 'images';
  /** The factor a, and the constant c, of the disturbances. */
  readonly factor: number;
  readonly constant: number;
  readonly epsilon: number;
  /** Learning rate. */
  readonly rate: number;
  /** Of the random numbers. */
  readonly start: string;
}

type Measured = Readonly<
  Record<'change' | 'scaleError' | 'gradientNorm' | 'alignment' | 'turn' | 'weightNorm' | 'atRightAngles', Curve>
>;

export const kinds = ['none', 'batch', 'layer', 'instance', 'group', 'rms'] as const satisfies readonly NormKind[];

/** Of 12 channels, 4 each. */
const GROUPS = 3;

const blockOf = ({ shape }: Settings): Block => ({ examples: 8, channels: 12, pixels: shape === 'images' ? 4 : 1 });

const layers = new Map<string, RandomLayer>();

/** The layer of these settings: drawn once, since three layouts of a drawing and six arms ask for it. */
function layerOf(settings: Settings): RandomLayer {
  const key = `${settings.shape} ${settings.start}`;
  const layer = layers.get(key) ?? randomLayer(blockOf(settings), Number(settings.start));
  layers.set(key, layer);
  return layer;
}

/** Whether each set has more than one number. */
const isMeant = (kind: NormKind, { shape }: Settings): boolean => kind !== 'instance' || shape === 'images';

/** Powers of ten that the inputs are multiplied by. */
const sizes = Array.from({ length: 13 }, (_, i) => -4 + i / 2);

/** Factors on the weights for which a step is looked at. */
const scales = Array.from({ length: 8 }, (_, i) => 1 + i);

/** Steps of gradient descent. */
const STEPS = 30;

/** The change of the first example's output under each disturbance, kind by kind; without those that make no sense. */
export function changesOf(settings: Settings): ReadonlyMap<NormKind, readonly number[]> {
  const state = layerOf(settings);
  const { block } = state;
  const z = weightedInputs(state);
  const own = sizeOf({ ...block, examples: 1 });
  const after = disturbances.map(({ disturbed }) => disturbed(state, settings));
  return new Map(
    kinds
      .filter((kind) => isMeant(kind, settings))
      .map((kind) => {
        const { apply } = normaliserOf(kind, GROUPS, block, settings.epsilon);
        const y = apply(z);
        return [kind, after.map((other) => relativeChange(y, apply(other), own))];
      }),
  );
}

const counted = (y: readonly number[]): Curve => ({ x: y.map((_, i) => i + 1), y });

/** All that is measured of one kind. */
export function measuredOf(kind: NormKind, settings: Settings, change: readonly number[]): Measured {
  const { factor, epsilon, rate } = settings;
  const state = layerOf(settings);
  const { block } = state;
  const normaliser = normaliserOf(kind, GROUPS, block, epsilon);
  const z = weightedInputs(state);
  const own = sizeOf({ ...block, examples: 1 });
  const scaleError = sizes.map((power) => {
    const small = z.map((value) => value * 10 ** power);
    return relativeChange(normaliser.apply(small), normaliser.apply(small.map((value) => factor * value)), own);
  });
  const steps = scales.map((scale) => {
    const weights = state.weights.map((w) => scale * w);
    const gradient = costGradient({ ...state, weights }, normaliser, state.targets);
    return {
      size: norm(gradient),
      alignment: dot(weights, gradient) / (norm(weights) * norm(gradient)),
      turn: turnOfStep(weights, gradient, rate),
    };
  });
  // Without a normalisation the weights may leave all bounds.
  const grown = kind === 'none' ? undefined : growth(state, normaliser, rate, STEPS);
  const byStep = (y: readonly number[] = []): Curve => ({ x: y.map((_, i) => i), y });
  return {
    change: counted(change),
    scaleError: { x: sizes, y: scaleError },
    gradientNorm: { x: scales, y: steps.map(({ size }) => size) },
    alignment: { x: scales, y: steps.map(({ alignment }) => alignment) },
    turn: { x: scales, y: steps.map(({ turn }) => turn) },
    weightNorm: byStep(grown?.norms),
    atRightAngles: byStep(grown?.atRightAngles),
  };
}

/**
 * By how much RMS normalisation changes where all weights are multiplied by a, in each size of the inputs: abs(a sqrt((q + eps)/(a^2 q + eps)) - 1)
 * for weighted inputs of mean square q.
 */
export function scaleErrorFormula(settings: Settings): readonly number[] {
  const { factor, epsilon } = settings;
  const state = layerOf(settings);
  const first = Array.from({ length: sizeOf({ ...state.block, examples: 1 }) }, (_, i) => i);
  const { square } = momentsOf(weightedInputs(state), first, false);
  return sizes.map((power) => {
    const q = square * 100 ** power;
    return Math.abs(factor * Math.sqrt((q + epsilon) / (factor ** 2 * q + epsilon)) - 1);
  });
}
