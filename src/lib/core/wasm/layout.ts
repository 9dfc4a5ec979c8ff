/** Copies of images and filters in the order and padding in which the convolutions of conv.ts read them. */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

/**
 * out[i, margin + step y, margin + step x, c] = x[i, y, x, c], zero elsewhere: x [n, h, w, c], out [n, oh, ow, oc], oc >= c.
 */
export function spread(
  x: usize,
  out: usize,
  n: i32,
  h: i32,
  w: i32,
  c: i32,
  oh: i32,
  ow: i32,
  oc: i32,
  margin: i32,
  step: i32,
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

/** out [rows, c, co] = the part of g [rows, cp, cop] without the channels that were filled up. */
export function trimFilter(g: usize, out: usize, rows: i32, c: i32, cp: i32, co: i32, cop: i32): void {
  for (let t = 0; t < rows; t++) {
    for (let i = 0; i < c; i++, out += co << 2) memory.copy(out, g + (((t * cp + i) * cop) << 2), co << 2);
  }
}

/** out[j, i, k] = x[i, j, k]: x [a, b, c], out [b, a, c]. */
export function swapRows(x: usize, out: usize, a: i32, b: i32, c: i32): void {
  const row: usize = c << 2;
  for (let i = 0; i < a; i++) {
    let to = out + i * row;
    for (let j = 0; j < b; j++, x += row, to += a * row) {
      for (let k: usize = 0; k < row; k += 4) store<f32>(to + k, load<f32>(x + k));
    }
  }
}
