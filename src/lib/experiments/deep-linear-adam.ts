import { costAt, isLearnt, slopeAt, type Course, type DeepLinearNet } from './deep-linear-descent.ts';

/** The settings that Kingma and Ba 2015 recommend. */
const [rate, beta1, beta2, epsilon] = [0.001, 0.9, 0.999, 1e-8];

const mostSteps = 5000;

/**
 * The same net trained with Adam, which divides a running mean m of the slope by the root of a running mean v of its square, both
 * corrected for having started at 0:
 *
 *   w <- w - rate (m / (1 - beta1^k)) / (sqrt(v / (1 - beta2^k)) + epsilon).
 *
 * Every parameter has its own m and v. Those of equal layers are equal, and entries off the diagonal, whose slope is 0, stay 0: one number w
 * still describes all layers.
 */
export function descendWithAdam(net: DeepLinearNet, start: number): Course {
  let [w, m, v] = [start, 0, 0];
  const path = [{ step: 0, cost: costAt(net, w) }];
  for (let step = 0; ; step += 1) {
    if (isLearnt(net, w)) return { outcome: 'learnt', steps: step, path };
    if (step === mostSteps) return { outcome: 'unfinished', steps: step, path };
    const slope = slopeAt(net, w);
    m = beta1 * m + (1 - beta1) * slope;
    v = beta2 * v + (1 - beta2) * slope * slope;
    const k = step + 1;
    w -= (rate * (m / (1 - beta1 ** k))) / (Math.sqrt(v / (1 - beta2 ** k)) + epsilon);
    path.push({ step: k, cost: costAt(net, w) });
  }
}

/** How far Adam's first step goes: m and sqrt(v), corrected, are then the slope and its size. */
export function firstAdamStep(net: DeepLinearNet, start: number): number {
  const size = Math.abs(slopeAt(net, start));
  return (rate * size) / (size + epsilon);
}
