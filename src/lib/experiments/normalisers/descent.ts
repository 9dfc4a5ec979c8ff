/** How far the weights before a normalisation turn and grow, when they follow the gradient. */
import { dot, norm } from '../../matrices/vector.ts';
import { costGradient, type RandomLayer, type Normaliser } from './layer.ts';

/** Angle in degrees between the weights and what a step W - rate dC/dW makes of them. */
export function turnOfStep(weights: Float64Array, gradient: Float64Array, rate: number): number {
  const next = weights.map((w, i) => w - rate * (gradient[i] ?? 0));
  const cosine = dot(weights, next) / (norm(weights) * norm(next));
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
}

export interface Growth {
  /** Norm of the weights before the first step, and after each. */
  readonly norms: readonly number[];
  /** What it is where every gradient is at right angles to the weights: sqrt(norm(W)^2 + rate^2 sum of norm(dC/dW)^2). */
  readonly atRightAngles: readonly number[];
}

/** Gradient descent W <- W - rate dC/dW on all examples. */
export function growth(state: RandomLayer, normaliser: Normaliser, rate: number, steps: number): Growth {
  let weights = state.weights;
  let square = dot(weights, weights);
  const norms = [norm(weights)];
  const atRightAngles = [...norms];
  for (let step = 0; step < steps; step += 1) {
    const gradient = costGradient({ ...state, weights }, normaliser, state.targets);
    weights = weights.map((w, i) => w - rate * (gradient[i] ?? 0));
    square += rate ** 2 * dot(gradient, gradient);
    norms.push(norm(weights));
    atRightAngles.push(Math.sqrt(square));
  }
  return { norms, atRightAngles };
}
