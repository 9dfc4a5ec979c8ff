/**
 * A linear net of L equal matrices W = w I whose output shall be r times its input. In each coordinate its cost is
 *
 *   C = 1/2 (w^L - r)^2,   with the slope   dC/dw = (w^L - r) w^(L-1)
 *
 * in the weight of one layer. It is the same for every layer: layers that start equal stay equal, and one number w describes them all.
 */
export interface DeepLinearNet {
  /** Number of layers, L. */
  readonly depth: number;
  /** The output that is asked for, over the input: r. */
  readonly target: number;
}

/** A net counts as trained once its output is this close to the target, as a share of it. */
export const tolerance = 0.1;

export const costAt = ({ depth, target }: DeepLinearNet, w: number): number => (w ** depth - target) ** 2 / 2;

export const slopeAt = ({ depth, target }: DeepLinearNet, w: number): number => (w ** depth - target) * w ** (depth - 1);

/** The derivative of the slope, all layers moving together. */
const bendAt = ({ depth, target }: DeepLinearNet, w: number): number =>
  (depth - 1) * (w ** depth - target) * w ** (depth - 2) + depth * w ** (2 * depth - 2);

export const isLearnt = ({ depth, target }: DeepLinearNet, w: number): boolean =>
  Math.abs(w ** depth - target) <= tolerance * target;

export interface Course {
  /** `diverged`: the cost is no longer a finite number; `unfinished`: given up before anything happened. */
  readonly outcome: 'learnt' | 'diverged' | 'unfinished';
  /** Steps that were made until then. */
  readonly steps: number;
  /** Some of the steps, and the cost after them; finite ones alone. */
  readonly path: readonly { readonly step: number; readonly cost: number }[];
}

/** Steps after which a net that still learns is given up. */
export const mostSteps = 1e9;

/** Single or combined steps after which a net that swings to and fro is given up. */
const mostMoves = 2000;

/** Plain gradient descent w <- w + f(w), f = -rate dC/dw, from W = start I. */
export function descend(net: DeepLinearNet, rate: number, start: number): Course {
  let [w, step] = [start, 0];
  const path = [{ step, cost: costAt(net, w) }];
  for (let moves = 0; moves < mostMoves && step < mostSteps; moves += 1) {
    if (isLearnt(net, w)) return { outcome: 'learnt', steps: step, path };
    let count = Math.min(together(net, rate, w), mostSteps - step);
    let next = move(net, rate, w, count);
    // Not past the first step at which it is trained.
    while (count > 1 && isLearnt(net, next)) {
      count = count >> 1;
      next = move(net, rate, w, count);
    }
    w = next;
    step += count;
    const cost = costAt(net, w);
    if (!Number.isFinite(cost)) return { outcome: 'diverged', steps: step, path };
    path.push({ step, cost });
  }
  return { outcome: 'unfinished', steps: step, path };
}

/** Steps are combined as long as in all they change neither the output nor the step itself by more than this, relatively. */
const combined = 0.1;

/** How many steps to make at once, at least 1. */
function together(net: DeepLinearNet, rate: number, w: number): number {
  const ofOutput = (net.depth * rate * Math.abs(slopeAt(net, w))) / Math.abs(w);
  const ofStep = rate * Math.abs(bendAt(net, w));
  return Math.max(1, Math.floor(combined / Math.max(ofOutput, ofStep)));
}

/**
 * `count` steps at once. Where steps are small against the scale on which they change, the points w, w + f(w), ... lie on the flow
 * dw/dk = f - f f'/2 + f O(f'^2), which is followed by the classical method of Runge and Kutta. For a count of 1, the step itself.
 */
function move(net: DeepLinearNet, rate: number, w: number, count: number): number {
  if (count === 1) return w - rate * slopeAt(net, w);
  const flow = (at: number): number => -rate * slopeAt(net, at) * (1 + (rate * bendAt(net, at)) / 2);
  const k1 = flow(w);
  const k2 = flow(w + (count * k1) / 2);
  const k3 = flow(w + (count * k2) / 2);
  const k4 = flow(w + count * k3);
  return w + (count * (k1 + 2 * k2 + 2 * k3 + k4)) / 6;
}
