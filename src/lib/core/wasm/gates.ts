/** Highway layers: a gate t decides, number by number, how much of x is carried on. Over n numbers each. */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

/** y = h t + x (1 - t), or h + x (1 - t) where the gate is `open` to h. */
export function gate(h: usize, t: usize, x: usize, y: usize, n: i32, open: bool): void {
  const size: usize = n << 2;
  const whole: usize = size & ~15;
  const one = f32x4.splat(1);
  let p: usize = 0;
  for (; p < whole; p += 16) {
    const t4 = v128.load(t + p);
    const carried = f32x4.mul(v128.load(x + p), f32x4.sub(one, t4));
    const h4 = v128.load(h + p);
    v128.store(y + p, f32x4.add(open ? h4 : f32x4.mul(h4, t4), carried));
  }
  for (; p < size; p += 4) {
    const t1 = load<f32>(t + p);
    const h1 = load<f32>(h + p);
    store<f32>(y + p, (open ? h1 : h1 * t1) + load<f32>(x + p) * (1 - t1));
  }
}

/** dt = dy (h - x), and dh = dy t; or dt = -dy x, and dh = dy, where the gate is `open` to h. */
export function gateGradient(dy: usize, h: usize, t: usize, x: usize, dh: usize, dt: usize, n: i32, open: bool): void {
  const size: usize = n << 2;
  const whole: usize = size & ~15;
  const one = f32x4.splat(1),
    zero = f32x4.splat(0);
  let p: usize = 0;
  for (; p < whole; p += 16) {
    const d = v128.load(dy + p);
    v128.store(dh + p, f32x4.mul(d, open ? one : v128.load(t + p)));
    v128.store(dt + p, f32x4.mul(d, f32x4.sub(open ? zero : v128.load(h + p), v128.load(x + p))));
  }
  for (; p < size; p += 4) {
    const d = load<f32>(dy + p);
    store<f32>(dh + p, open ? d : d * load<f32>(t + p));
    store<f32>(dt + p, d * ((open ? 0 : load<f32>(h + p)) - load<f32>(x + p)));
  }
}

/** dx = dx + dg + dy (1 - t): what comes back through the transform, through the gate, and along with x. */
export function addCarry(dy: usize, t: usize, dg: usize, dx: usize, n: i32): void {
  const size: usize = n << 2;
  const whole: usize = size & ~15;
  const one = f32x4.splat(1);
  let p: usize = 0;
  for (; p < whole; p += 16) {
    const carried = f32x4.mul(v128.load(dy + p), f32x4.sub(one, v128.load(t + p)));
    v128.store(dx + p, f32x4.add(f32x4.add(v128.load(dx + p), v128.load(dg + p)), carried));
  }
  for (; p < size; p += 4) {
    store<f32>(dx + p, load<f32>(dx + p) + load<f32>(dg + p) + load<f32>(dy + p) * (1 - load<f32>(t + p)));
  }
}
