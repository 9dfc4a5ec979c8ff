/**
 * Convolution over NHWC with explicit zero margins, and its two gradients. Every pointer is a byte offset into TensorFlow.js's
 * memory; every number is float32.
 *
 * Inputs are first copied with their margins ("spread"), so that the inner loops need no test for borders, and channels are
 * filled up with zeros to a multiple of 4 (input side) or 8 (output side), so that they need no remainders.
 */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

/**
 * out[i, margin + step y, margin + step x, c] = x[i, y, x, c], zero elsewhere: x [n, h, w, c], out [n, oh, ow, oc], oc >= c.
 */
export function spread(
  x: usize, out: usize, n: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, oc: i32, margin: i32, step: i32,
): void {
  memory.fill(out, 0, (n * oh * ow * oc) << 2);
  const pixel: usize = c << 2;
  const stride: usize = (step * oc) << 2;
  for (let i = 0; i < n; i++) {
    for (let y = 0; y < h; y++) {
      let from: usize = x + (((i * h + y) * w * c) << 2);
      let to: usize = out + ((((i * oh + margin + y * step) * ow + margin) * oc) << 2);
      if (step == 1 && c == oc) {
        memory.copy(to, from, w * pixel);
        continue;
      }
      for (let j = 0; j < w; j++, from += pixel, to += stride) {
        for (let b: usize = 0; b < pixel; b += 4) store<f32>(to + b, load<f32>(from + b));
      }
    }
  }
}

/** Filter w [taps, ci, co] as blocks of eight output channels: out [ceil(co / 8), taps, cip, 8]. */
export function packFilter(w: usize, out: usize, taps: i32, ci: i32, cip: i32, co: i32): void {
  const blocks = (co + 7) >> 3;
  memory.fill(out, 0, (blocks * taps * cip) << 5);
  for (let t = 0; t < taps; t++) {
    for (let i = 0; i < ci; i++) {
      for (let o = 0; o < co; o++, w += 4) {
        store<f32>(out + (((((o >> 3) * taps + t) * cip + i) << 5) + ((o & 7) << 2)), load<f32>(w));
      }
    }
  }
}

/**
 * The filter of the input gradient: turned by 180 degrees, input and output channels exchanged. w [taps, ci, co] becomes
 * out [ceil(ci / 8), taps, cop, 8].
 */
export function packFlippedFilter(w: usize, out: usize, taps: i32, ci: i32, co: i32, cop: i32): void {
  const blocks = (ci + 7) >> 3;
  memory.fill(out, 0, (blocks * taps * cop) << 5);
  for (let t = taps - 1; t >= 0; t--) {
    for (let i = 0; i < ci; i++) {
      for (let o = 0; o < co; o++, w += 4) {
        store<f32>(out + (((((i >> 3) * taps + t) * cop + o) << 5) + ((i & 7) << 2)), load<f32>(w));
      }
    }
  }
}

/**
 * out[i, y, x, o] = sum over ky, kx, c of x[i, s y + ky, s x + kx, c] f[ky, kx, c, o], with x [n, h, w, c] spread, c a multiple
 * of 4, f packed, out [n, oh, ow, co].
 */
export function correlate(
  x: usize, f: usize, out: usize, n: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, co: i32, k: i32, s: i32,
): void {
  const row: usize = (w * c) << 2;
  const run: usize = (k * c) << 2;
  const step: usize = (s * c) << 2;
  const pixel: usize = co << 2;
  const block: usize = (k * k * c) << 5;
  for (let i = 0; i < n; i++) {
    for (let y = 0; y < oh; y++) {
      const from: usize = x + (i * h + y * s) * row;
      const to: usize = out + (((i * oh + y) * ow) * pixel);
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
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (let ky = 0; ky < k; ky++, x += row) {
    let p = x, q = x + step, r = q + step, s = r + step;
    const end = x + run;
    // Twice, not more: with longer bodies the engine runs out of registers (measured, a fifth slower).
    for (; p < end; p += 8, q += 8, r += 8, s += 8, f += 64) {
      let w0 = v128.load(f, 0), w1 = v128.load(f, 16);
      let v = v128.load32_splat(p, 0);
      a0 = f32x4.add(a0, f32x4.mul(v, w0)); a1 = f32x4.add(a1, f32x4.mul(v, w1));
      v = v128.load32_splat(q, 0);
      b0 = f32x4.add(b0, f32x4.mul(v, w0)); b1 = f32x4.add(b1, f32x4.mul(v, w1));
      v = v128.load32_splat(r, 0);
      c0 = f32x4.add(c0, f32x4.mul(v, w0)); c1 = f32x4.add(c1, f32x4.mul(v, w1));
      v = v128.load32_splat(s, 0);
      d0 = f32x4.add(d0, f32x4.mul(v, w0)); d1 = f32x4.add(d1, f32x4.mul(v, w1));

      w0 = v128.load(f, 32); w1 = v128.load(f, 48);
      v = v128.load32_splat(p, 4);
      a0 = f32x4.add(a0, f32x4.mul(v, w0)); a1 = f32x4.add(a1, f32x4.mul(v, w1));
      v = v128.load32_splat(q, 4);
      b0 = f32x4.add(b0, f32x4.mul(v, w0)); b1 = f32x4.add(b1, f32x4.mul(v, w1));
      v = v128.load32_splat(r, 4);
      c0 = f32x4.add(c0, f32x4.mul(v, w0)); c1 = f32x4.add(c1, f32x4.mul(v, w1));
      v = v128.load32_splat(s, 4);
      d0 = f32x4.add(d0, f32x4.mul(v, w0)); d1 = f32x4.add(d1, f32x4.mul(v, w1));
    }
  }
  storeEight(out, a0, a1, left);
  storeEight(out + pixel, b0, b1, left);
  storeEight(out + 2 * pixel, c0, c1, left);
  storeEight(out + 3 * pixel, d0, d1, left);
}

function onePixel(x: usize, row: usize, run: usize, k: i32, f: usize, out: usize, left: i32): void {
  let a0 = f32x4.splat(0), a1 = a0;
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

// @ts-ignore: decorator
@inline
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
  x: usize, dy: usize, g: usize, n: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, co: i32, k: i32, s: i32,
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

function fourByEight(
  x: usize, dy: usize, g: usize, oh: i32, ow: i32, row: usize, step: usize, pixel: usize,
): void {
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (let y = 0; y < oh; y++, x += row) {
    let p = x;
    for (const end = dy + ow * pixel; dy < end; dy += pixel, p += step) {
      const w0 = v128.load(dy, 0), w1 = v128.load(dy, 16);
      let v = v128.load32_splat(p, 0);
      a0 = f32x4.add(a0, f32x4.mul(v, w0)); a1 = f32x4.add(a1, f32x4.mul(v, w1));
      v = v128.load32_splat(p, 4);
      b0 = f32x4.add(b0, f32x4.mul(v, w0)); b1 = f32x4.add(b1, f32x4.mul(v, w1));
      v = v128.load32_splat(p, 8);
      c0 = f32x4.add(c0, f32x4.mul(v, w0)); c1 = f32x4.add(c1, f32x4.mul(v, w1));
      v = v128.load32_splat(p, 12);
      d0 = f32x4.add(d0, f32x4.mul(v, w0)); d1 = f32x4.add(d1, f32x4.mul(v, w1));
    }
  }
  addEight(g, a0, a1);
  addEight(g + pixel, b0, b1);
  addEight(g + 2 * pixel, c0, c1);
  addEight(g + 3 * pixel, d0, d1);
}

// @ts-ignore: decorator
@inline
function addEight(g: usize, low: v128, high: v128): void {
  v128.store(g, f32x4.add(v128.load(g, 0), low), 0);
  v128.store(g, f32x4.add(v128.load(g, 16), high), 16);
}

/** out [rows, c, co] = the part of g [rows, cp, cop] without the channels that were filled up. */
export function trimFilter(g: usize, out: usize, rows: i32, c: i32, cp: i32, co: i32, cop: i32): void {
  for (let t = 0; t < rows; t++) {
    for (let i = 0; i < c; i++, out += co << 2) memory.copy(out, g + (((t * cp + i) * cop) << 2), co << 2);
  }
}
