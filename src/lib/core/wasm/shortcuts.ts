/** What is between blocks: option A's shortcut, the pools, the bias. */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

/** out[i, y, x, c] = x[i, 2y, 2x, c], and zero for channels from c to oc: x [n, h, w, c], out [n, ceil(h/2), ceil(w/2), oc]. */
export function subsample(x: usize, out: usize, n: i32, h: i32, w: i32, c: i32, oc: i32): void {
  const oh = (h + 1) >> 1;
  const ow = (w + 1) >> 1;
  const pixel: usize = c << 2;
  for (let i = 0; i < n; i++) {
    for (let y = 0; y < oh; y++) {
      let from: usize = x + (((i * h + 2 * y) * w * c) << 2);
      for (let j = 0; j < ow; j++, from += 2 * pixel, out += oc << 2) {
        memory.copy(out, from, pixel);
        memory.fill(out + pixel, 0, (oc - c) << 2);
      }
    }
  }
}

/** dx[i, 2y, 2x, c] += dy[i, y, x, c]: the gradient of `subsample`, added. */
export function addSubsampleGradient(dy: usize, dx: usize, n: i32, h: i32, w: i32, c: i32, oc: i32): void {
  const oh = (h + 1) >> 1;
  const ow = (w + 1) >> 1;
  const pixel: usize = c << 2;
  for (let i = 0; i < n; i++) {
    for (let y = 0; y < oh; y++) {
      let to: usize = dx + (((i * h + 2 * y) * w * c) << 2);
      for (let j = 0; j < ow; j++, to += 2 * pixel, dy += oc << 2) {
        for (let b: usize = 0; b < pixel; b += 4) store<f32>(to + b, load<f32>(to + b) + load<f32>(dy + b));
      }
    }
  }
}

/** out[i, c] = 1/pixels sum_p x[i, p, c]. */
export function averagePool(x: usize, out: usize, n: i32, pixels: i32, c: i32): void {
  const share = f32(1) / f32(pixels);
  const row: usize = c << 2;
  const image: usize = pixels * row;
  for (let i = 0; i < n; i++, x += image, out += row) {
    for (let j: usize = 0; j < row; j += 4) {
      let sum: f32 = 0;
      for (let p: usize = j; p < image; p += row) sum += load<f32>(x + p);
      store<f32>(out + j, sum * share);
    }
  }
}

/** dx[i, p, c] = dy[i, c] / pixels. */
export function averagePoolGradient(dy: usize, dx: usize, n: i32, pixels: i32, c: i32): void {
  const share = f32(1) / f32(pixels);
  const row: usize = c << 2;
  for (let i = 0; i < n; i++, dy += row) {
    for (let p = 0; p < pixels; p++, dx += row) {
      for (let j: usize = 0; j < row; j += 4) store<f32>(dx + j, load<f32>(dy + j) * share);
    }
  }
}

/** out[i, y, x, c] = the mean of x over the square of pixels from (size y, size x) on: x [n, h, w, c], sides multiples of `size`. */
export function poolSquares(x: usize, out: usize, n: i32, h: i32, w: i32, c: i32, size: i32): void {
  const share = f32(1) / f32(size * size);
  const pixel: usize = c << 2;
  const row: usize = w * pixel;
  // An image after the other is a taller one.
  for (let y = 0; y < n * h; y += size, x += size * row) {
    for (let left = x; left < x + row; left += size * pixel) {
      for (let j: usize = 0; j < pixel; j += 4, out += 4) {
        let sum: f32 = 0;
        for (let a = left + j; a < left + size * row; a += row) {
          for (let b = 0; b < size; b++) sum += load<f32>(a + b * pixel);
        }
        store<f32>(out, sum * share);
      }
    }
  }
}

/** dx[i, y, x, c] = dy[i, floor(y / size), floor(x / size), c] / size^2. */
export function poolSquaresGradient(dy: usize, dx: usize, n: i32, h: i32, w: i32, c: i32, size: i32): void {
  const share = f32(1) / f32(size * size);
  const pixel: usize = c << 2;
  for (let y = 0; y < n * h; y++) {
    const row = dy + (y / size) * (w / size) * pixel;
    for (let k = 0; k < w; k++, dx += pixel) {
      const from = row + (k / size) * pixel;
      for (let j: usize = 0; j < pixel; j += 4) store<f32>(dx + j, load<f32>(from + j) * share);
    }
  }
}

/** z[i, j] += b[j] over z [rows, units]. */
export function addBias(z: usize, b: usize, rows: i32, units: i32): void {
  const row: usize = units << 2;
  const whole: usize = row & ~15;
  for (const end = z + rows * row; z < end; z += row) {
    let j: usize = 0;
    for (; j < whole; j += 16) v128.store(z + j, f32x4.add(v128.load(z + j), v128.load(b + j)));
    for (; j < row; j += 4) store<f32>(z + j, load<f32>(z + j) + load<f32>(b + j));
  }
}

/** out[j] = sum_i x[i, j] over x [rows, units], 64 rows at a time, which keeps long float32 sums accurate. */
export function columnSums(x: usize, out: usize, rows: i32, units: i32): void {
  const row: usize = units << 2;
  const whole: usize = row & ~15;
  const end = x + rows * row;
  let j: usize = 0;
  for (; j < whole; j += 16) {
    let total = f32x4.splat(0);
    for (let p = x + j; p < end;) {
      const stop = min(p + 64 * row, end);
      let sum = f32x4.splat(0);
      for (; p < stop; p += row) sum = f32x4.add(sum, v128.load(p));
      total = f32x4.add(total, sum);
    }
    v128.store(out + j, total);
  }
  for (; j < row; j += 4) {
    let total: f32 = 0;
    for (let p = x + j; p < end;) {
      const stop = min(p + 64 * row, end);
      let sum: f32 = 0;
      for (; p < stop; p += row) sum += load<f32>(p);
      total += sum;
    }
    store<f32>(out + j, total);
  }
}
