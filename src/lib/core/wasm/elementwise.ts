// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

/** out = a + b, over n numbers. */
export function add(a: usize, b: usize, out: usize, n: i32): void {
  const size: usize = n << 2;
  const whole: usize = size & ~15;
  let p: usize = 0;
  for (; p < whole; p += 16) v128.store(out + p, f32x4.add(v128.load(a + p), v128.load(b + p)));
  for (; p < size; p += 4) store<f32>(out + p, load<f32>(a + p) + load<f32>(b + p));
}

/** out = max(a + b, 0), over n numbers. */
export function addRelu(a: usize, b: usize, out: usize, n: i32): void {
  const size: usize = n << 2;
  const whole: usize = size & ~15;
  const zero = f32x4.splat(0);
  let p: usize = 0;
  for (; p < whole; p += 16) v128.store(out + p, f32x4.max(f32x4.add(v128.load(a + p), v128.load(b + p)), zero));
  for (; p < size; p += 4) store<f32>(out + p, max<f32>(load<f32>(a + p) + load<f32>(b + p), 0));
}

/** running = (1 - momentum) running + momentum factor batch, over n numbers. */
export function follow(running: usize, batch: usize, n: i32, momentum: f32, factor: f32): void {
  for (const end = running + (n << 2); running < end; running += 4, batch += 4) {
    store<f32>(running, (1 - momentum) * load<f32>(running) + momentum * factor * load<f32>(batch));
  }
}

/** v = momentum v + (g + decay w), w = w - rate v, over n numbers. */
export function momentumStep(w: usize, v: usize, g: usize, n: i32, rate: f32, momentum: f32, decay: f32): void {
  const size: usize = n << 2;
  const whole: usize = size & ~15;
  const rates = f32x4.splat(rate),
    momenta = f32x4.splat(momentum),
    decays = f32x4.splat(decay);
  let p: usize = 0;
  for (; p < whole; p += 16) {
    const weight = v128.load(w + p);
    const pull = f32x4.add(v128.load(g + p), f32x4.mul(decays, weight));
    const velocity = f32x4.add(f32x4.mul(momenta, v128.load(v + p)), pull);
    v128.store(v + p, velocity);
    v128.store(w + p, f32x4.sub(weight, f32x4.mul(rates, velocity)));
  }
  for (; p < size; p += 4) {
    const weight = load<f32>(w + p);
    const velocity = momentum * load<f32>(v + p) + (load<f32>(g + p) + decay * weight);
    store<f32>(v + p, velocity);
    store<f32>(w + p, weight - rate * velocity);
  }
}

/** The same step with Nesterov's momentum: w = w - rate ((g + decay w) + momentum v), with the new v. */
export function nesterovStep(w: usize, v: usize, g: usize, n: i32, rate: f32, momentum: f32, decay: f32): void {
  const size: usize = n << 2;
  const whole: usize = size & ~15;
  const rates = f32x4.splat(rate),
    momenta = f32x4.splat(momentum),
    decays = f32x4.splat(decay);
  let p: usize = 0;
  for (; p < whole; p += 16) {
    const weight = v128.load(w + p);
    const pull = f32x4.add(v128.load(g + p), f32x4.mul(decays, weight));
    const velocity = f32x4.add(f32x4.mul(momenta, v128.load(v + p)), pull);
    v128.store(v + p, velocity);
    v128.store(w + p, f32x4.sub(weight, f32x4.mul(rates, f32x4.add(pull, f32x4.mul(momenta, velocity)))));
  }
  for (; p < size; p += 4) {
    const weight = load<f32>(w + p);
    const pull = load<f32>(g + p) + decay * weight;
    const velocity = momentum * load<f32>(v + p) + pull;
    store<f32>(v + p, velocity);
    store<f32>(w + p, weight - rate * (pull + momentum * velocity));
  }
}

/** The sum of squares of n numbers, in float64: a gradient of 1e30 has a norm, and is not yet a divergence. */
export function squaredNorm(x: usize, n: i32): f64 {
  const size: usize = n << 2;
  const whole: usize = size & ~15;
  let low = f64x2.splat(0),
    high = f64x2.splat(0);
  let p: usize = 0;
  for (; p < whole; p += 16) {
    const v = v128.load(x + p);
    const a = f64x2.promote_low_f32x4(v);
    const b = f64x2.promote_low_f32x4(i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; p < size; p += 4) sum += f64(load<f32>(x + p)) * f64(load<f32>(x + p));
  return sum;
}

/** out = factor min(max(x, -bound), bound), over n numbers; NaN stays NaN. */
export function clip(x: usize, out: usize, n: i32, bound: f32, factor: f32): void {
  const size: usize = n << 2;
  const whole: usize = size & ~15;
  const high = f32x4.splat(bound),
    low = f32x4.splat(-bound),
    factors = f32x4.splat(factor);
  let p: usize = 0;
  for (; p < whole; p += 16) v128.store(out + p, f32x4.mul(f32x4.min(f32x4.max(v128.load(x + p), low), high), factors));
  for (; p < size; p += 4) store<f32>(out + p, min<f32>(max<f32>(load<f32>(x + p), -bound), bound) * factor);
}
