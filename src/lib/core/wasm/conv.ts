/**
 * Convolution over NHWC with explicit zero margins, and the gradient of its filter. Every pointer is a byte offset into
 * TensorFlow.js's memory; every number is float32.
 *
 * Inputs were copied with their margins ("spread", in layout.ts), so that the inner loops need no test for borders, and channels
 * were filled up with zeros to a multiple of 4 (input side) or 8 (output side), so that they need no remainders.
 */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

/**
 * out[i, y, x, o] = sum over ky, kx, c of x[i, s y + ky, s x + kx, c] f[ky, kx, c, o], with x [n, h, w, c] spread, c a multiple
 * of 4, f packed, out [n, oh, ow, co].
 */
export function correlate(
  x: usize,
  f: usize,
  out: usize,
  n: i32,
  h: i32,
  w: i32,
  c: i32,
  oh: i32,
  ow: i32,
  co: i32,
  k: i32,
  s: i32,
): void {
  const row: usize = (w * c) << 2;
  const run: usize = (k * c) << 2;
  const step: usize = (s * c) << 2;
  const pixel: usize = co << 2;
  const block: usize = (k * k * c) << 5;
  for (let i = 0; i < n; i++) {
    for (let y = 0; y < oh; y++) {
      const from: usize = x + (i * h + y * s) * row;
      const to: usize = out + (i * oh + y) * ow * pixel;
      let j = 0;
      for (; j + 4 <= ow; j += 4) {
        let filter = f;
        for (let o = 0; o < co; o += 8, filter += block) {
          fourPixels(from + j * step, step, row, run, k, filter, to + j * pixel + (o << 2), pixel, co - o);
        }
      }
      for (; j < ow; j++) {
        let filter = f;
        for (let o = 0; o < co; o += 8, filter += block) {
          onePixel(from + j * step, row, run, k, filter, to + j * pixel + (o << 2), co - o);
        }
      }
    }
  }
}

function fourPixels(x: usize, step: usize, row: usize, run: usize, k: i32, f: usize, out: usize, pixel: usize, left: i32): void {
  let a0 = f32x4.splat(0),
    a1 = a0,
    b0 = a0,
    b1 = a0,
    c0 = a0,
    c1 = a0,
    d0 = a0,
    d1 = a0;
  for (let ky = 0; ky < k; ky++, x += row) {
    let p = x,
      q = x + step,
      r = q + step,
      s = r + step;
    const end = x + run;
    // Twice, not more: with longer bodies the engine runs out of registers (measured, a fifth slower).
    for (; p < end; p += 8, q += 8, r += 8, s += 8, f += 64) {
      let w0 = v128.load(f, 0),
        w1 = v128.load(f, 16);
      let v = v128.load32_splat(p, 0);
      a0 = f32x4.add(a0, f32x4.mul(v, w0));
      a1 = f32x4.add(a1, f32x4.mul(v, w1));
      v = v128.load32_splat(q, 0);
      b0 = f32x4.add(b0, f32x4.mul(v, w0));
      b1 = f32x4.add(b1, f32x4.mul(v, w1));
      v = v128.load32_splat(r, 0);
      c0 = f32x4.add(c0, f32x4.mul(v, w0));
      c1 = f32x4.add(c1, f32x4.mul(v, w1));
      v = v128.load32_splat(s, 0);
      d0 = f32x4.add(d0, f32x4.mul(v, w0));
      d1 = f32x4.add(d1, f32x4.mul(v, w1));

      w0 = v128.load(f, 32);
      w1 = v128.load(f, 48);
      v = v128.load32_splat(p, 4);
      a0 = f32x4.add(a0, f32x4.mul(v, w0));
      a1 = f32x4.add(a1, f32x4.mul(v, w1));
      v = v128.load32_splat(q, 4);
      b0 = f32x4.add(b0, f32x4.mul(v, w0));
      b1 = f32x4.add(b1, f32x4.mul(v, w1));
      v = v128.load32_splat(r, 4);
      c0 = f32x4.add(c0, f32x4.mul(v, w0));
      c1 = f32x4.add(c1, f32x4.mul(v, w1));
      v = v128.load32_splat(s, 4);
      d0 = f32x4.add(d0, f32x4.mul(v, w0));
      d1 = f32x4.add(d1, f32x4.mul(v, w1));
    }
  }
  storeEight(out, a0, a1, left);
  storeEight(out + pixel, b0, b1, left);
  storeEight(out + 2 * pixel, c0, c1, left);
  storeEight(out + 3 * pixel, d0, d1, left);
}

function onePixel(x: usize, row: usize, run: usize, k: i32, f: usize, out: usize, left: i32): void {
  let a0 = f32x4.splat(0),
    a1 = a0;
  for (let ky = 0; ky < k; ky++, x += row) {
    const end = x + run;
    for (let p = x; p < end; p += 4, f += 32) {
      const v = v128.load32_splat(p);
      a0 = f32x4.add(a0, f32x4.mul(v, v128.load(f, 0)));
      a1 = f32x4.add(a1, f32x4.mul(v, v128.load(f, 16)));
    }
  }
  storeEight(out, a0, a1, left);
}

function storeEight(out: usize, low: v128, high: v128, left: i32): void {
  if (left >= 8) {
    v128.store(out, low, 0);
    v128.store(out, high, 16);
  } else {
    storeSome(out, low, left);
    if (left > 4) storeSome(out + 16, high, left - 4);
  }
}

function storeSome(out: usize, v: v128, left: i32): void {
  store<f32>(out, f32x4.extract_lane(v, 0), 0);
  if (left > 1) store<f32>(out, f32x4.extract_lane(v, 1), 4);
  if (left > 2) store<f32>(out, f32x4.extract_lane(v, 2), 8);
  if (left > 3) store<f32>(out, f32x4.extract_lane(v, 3), 12);
}

/**
 * g[ky, kx, c, o] = sum over i, y, x of x[i, s y + ky, s x + kx, c] dy[i, y, x, o], with x [n, h, w, c] spread, c a multiple of
 * 4, dy [n, oh, ow, co] with co a multiple of 8, g [k, k, c, co].
 *
 * One image after the other: its sums stay in registers and are short, and it stays in the first cache while all taps and
 * channels pass over it.
 */
export function correlateFilter(
  x: usize,
  dy: usize,
  g: usize,
  n: i32,
  h: i32,
  w: i32,
  c: i32,
  oh: i32,
  ow: i32,
  co: i32,
  k: i32,
  s: i32,
): void {
  memory.fill(g, 0, (k * k * c * co) << 2);
  const row: usize = (w * c) << 2;
  const image: usize = h * row;
  const step: usize = (s * c) << 2;
  const pixel: usize = co << 2;
  for (let i = 0; i < n; i++) {
    const dyFrom: usize = dy + i * oh * ow * pixel;
    let to = g;
    for (let ky = 0; ky < k; ky++) {
      for (let kx = 0; kx < k; kx++) {
        const from: usize = x + i * image + ky * row + ((kx * c) << 2);
        for (let ci = 0; ci < c; ci += 4, to += pixel << 2) {
          for (let o = 0; o < co; o += 8) {
            fourByEight(from + (ci << 2), dyFrom + (o << 2), to + (o << 2), oh, ow, row * s, step, pixel);
          }
        }
      }
    }
  }
}

function fourByEight(x: usize, dy: usize, g: usize, oh: i32, ow: i32, row: usize, step: usize, pixel: usize): void {
  let a0 = f32x4.splat(0),
    a1 = a0,
    b0 = a0,
    b1 = a0,
    c0 = a0,
    c1 = a0,
    d0 = a0,
    d1 = a0;
  for (let y = 0; y < oh; y++, x += row) {
    let p = x;
    for (const end = dy + ow * pixel; dy < end; dy += pixel, p += step) {
      const w0 = v128.load(dy, 0),
        w1 = v128.load(dy, 16);
      let v = v128.load32_splat(p, 0);
      a0 = f32x4.add(a0, f32x4.mul(v, w0));
      a1 = f32x4.add(a1, f32x4.mul(v, w1));
      v = v128.load32_splat(p, 4);
      b0 = f32x4.add(b0, f32x4.mul(v, w0));
      b1 = f32x4.add(b1, f32x4.mul(v, w1));
      v = v128.load32_splat(p, 8);
      c0 = f32x4.add(c0, f32x4.mul(v, w0));
      c1 = f32x4.add(c1, f32x4.mul(v, w1));
      v = v128.load32_splat(p, 12);
      d0 = f32x4.add(d0, f32x4.mul(v, w0));
      d1 = f32x4.add(d1, f32x4.mul(v, w1));
    }
  }
  addEight(g, a0, a1);
  addEight(g + pixel, b0, b1);
  addEight(g + 2 * pixel, c0, c1);
  addEight(g + 3 * pixel, d0, d1);
}

function addEight(g: usize, low: v128, high: v128): void {
  v128.store(g, f32x4.add(v128.load(g, 0), low), 0);
  v128.store(g, f32x4.add(v128.load(g, 16), high), 16);
}
